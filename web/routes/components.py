"""Every component on one page, to look at and to test."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from web.mapping import Shape, Sheet, class_lines
from web.rendering import render

router = APIRouter()
ENTRIES: tuple[dict[str, Any], ...] = (
    {"on": "2026-12-03", "kind": "planned", "title": "Visite prévue", "who": "une institution", "themes": ("export",)},
    {"on": "2026-03", "kind": "visit", "title": "Visite", "who": "une autre", "signalled": True},
    {"on": "2025-11-12", "kind": "support", "title": "Soutien : un dispositif", "details": ("12 500 €",), "own": True},
    {"on": "2025-06-01", "kind": "visit", "title": "Visite annulée", "who": "une institution", "muted": True},
)
EXAMPLE = Sheet(
    width=240,
    height=60,
    shapes=(
        Shape("a", "Premier territoire", "M2 2l76 0 0 56-76 0z", (40, 30)),
        Shape("b", "Deuxième territoire", "M78 2l80 0 0 56-80 0z", (118, 30)),
        Shape("c", "Territoire sans valeur", "M158 2l80 0 0 56-80 0z", (198, 30)),
    ),
    frame="",
)
BLANK: dict[str, Any] = {"who": "", "themes": (), "details": (), "own": False, "signalled": False, "muted": False}


@router.get("/composants")
async def get_components(request: Request) -> Response:
    """The components of the pages, each with made-up values that say so."""
    points = [{"label": f"mois {rank}", "share": rank / 8, "text": str(rank), "address": ""} for rank in range(1, 9)]
    lines, cut = class_lines({one.code: one.name for one in EXAMPLE.shapes}, {"a": 0.25, "b": 0.75}, {})
    return render(
        request,
        "components_page.html",
        entries=[{**BLANK, **one} for one in ENTRIES],
        points=points,
        sheet=EXAMPLE,
        areas={one.code: one for one in lines},
        classes=cut,
    )

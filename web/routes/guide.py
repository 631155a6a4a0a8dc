"""The user guide, for whoever comes: it says how the pages are used, and nothing of what they hold."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from web.guide import page, pages, picture
from web.rendering import render

router = APIRouter()
KEPT = "public, max-age=3600"
Name = Annotated[str, Path(max_length=64)]


@router.get("/guide")
async def get_guide(request: Request) -> Response:
    """The first page of the guide."""
    return render(request, "guide.html", here=page(), pages=tuple(pages().values()))


@router.get("/guide/{name}")
async def get_guide_page(request: Request, name: Name) -> Response:
    """One page of the guide."""
    return render(request, "guide.html", here=page(name), pages=tuple(pages().values()))


@router.get("/guide/images/{name}")
async def get_guide_picture(name: Name) -> Response:
    """One picture of the guide."""
    return Response(picture(name), media_type="image/webp", headers={"Cache-Control": KEPT})

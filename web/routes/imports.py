"""Imports: leave a file, see how it was understood, confirm, follow it, read its report."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response, StreamingResponse

from access import Action, Identity
from gate.running import heavy
from gate.service import Service
from graph.errors import FileRefused
from graph.visibility import LABELS_FR, Visibility
from ingest.report import FORM
from ingest.sources import SOURCES
from queries.models import Page
from queries.own_imports import imports
from web.dependencies import GraphDep, IdentityDep, ServiceDep
from web.deposits import Deposit, Deposits
from web.importing import FINDINGS, settled, start, stop
from web.rendering import render
from web.understood import OFFERED, findings, grouped, refused_rows, understand

router = APIRouter()
STATES = {"left": "à confirmer", "waiting": "en attente", "running": "en cours", "done": "terminé",
          "stopped": "arrêté", "failed": "refusé"}  # fmt: skip
COUNTS = {"written": "écrites", "unchanged": "déjà connues", "repeated": "en double dans le fichier",
          "review": "à vérifier", "refused": "refusées", "skipped": "sans objet (vides, totaux)"}  # fmt: skip
SEVERITIES = {"refuse": "refus", "doubt": "doute", "repair": "réparation", "info": "information"}
LONGEST_STREAM_S, EACH_S = 8.0, 0.4


async def sent(request: Request) -> FormData:
    """The form that was sent; read before a route runs in its thread."""
    return await request.form()


FormDep = Annotated[FormData, Depends(sent)]


@router.get("/imports")
@heavy
def get_imports(request: Request, graph: GraphDep, service: ServiceDep, identity: IdentityDep) -> Response:
    """The files of the caller's organisation, and what became of them."""
    identity.require(Action.READ_OWN)
    left = [settled(one) for one in Deposits(service.settings.home).of(identity.organisation)]
    cards = imports(graph, identity.caller, Page(limit=50), but=FORM).imports
    ours = {one.import_uid for one in left if one.import_uid}
    others = [one for one in cards if one.uid not in ours]
    return render(request, "imports.html", left=left, others=others, states=STATES, sources=SOURCES)


@router.get("/imports/nouveau")
@heavy
def get_new(request: Request, identity: IdentityDep) -> Response:
    """Where a file is dropped."""
    identity.require(Action.IMPORT)
    return render(request, "import_new.html", refusal=None)


@router.post("/imports/nouveau")
@heavy
def post_new(request: Request, service: ServiceDep, identity: IdentityDep, form: FormDep) -> Response:
    """Keep a file that was sent; nothing of it is written yet."""
    identity.require(Action.IMPORT)
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        refusal = FileRefused("Choisissez un fichier.", code="missing")
        return render(request, "import_new.html", status_code=422, refusal=refusal)
    deposits = Deposits(service.settings.home)
    made = deposits.keep(identity.organisation or "", file.filename, file.file)
    try:
        understand(deposits.path(made))
    except FileRefused as refusal:
        deposits.drop(made)
        return render(request, "import_new.html", status_code=422, refusal=refusal)
    return RedirectResponse(f"/imports/{made.uid}", 303)


@router.get("/imports/{uid}")
@heavy
def get_import(request: Request, uid: str, service: ServiceDep, identity: IdentityDep, source: str = "") -> Response:
    """One file, at the step where it is."""
    deposits, one = _own(service, identity, uid)
    if one.state == "left":
        found = understand(deposits.path(one), source)
        offered = [(name, SOURCES[name].label) for name in OFFERED]
        levels = [(level.value, LABELS_FR[level]) for level in Visibility]
        return render(request, "import_check.html", one=one, found=found, offered=offered, levels=levels)
    if one.state in ("waiting", "running"):
        return render(request, "import_progress.html", one=one, states=STATES)
    told = findings(service.settings.home / FINDINGS / f"{one.import_uid}.jsonl") if one.import_uid else []
    return render(
        request, "import_report.html", one=one, groups=grouped(told), counts=COUNTS, severities=SEVERITIES,
        states=STATES,
    )  # fmt: skip


@router.post("/imports/{uid}/confirmer")
@heavy
def post_confirm(uid: str, service: ServiceDep, identity: IdentityDep, form: FormDep) -> Response:
    """Begin an import; the page that follows shows how far it is."""
    identity.require(Action.IMPORT)
    deposits, one = _own(service, identity, uid)
    source, level = str(form.get("source") or ""), str(form.get("visibility") or "")
    found = understand(deposits.path(one), source)
    if one.state == "left" and found.binding is not None:
        one.source, one.visibility = found.source, level if level in list(Visibility) else ""
        one.expected = found.table.row_estimate
        start(service, identity, one)
    return RedirectResponse(f"/imports/{uid}", 303)


@router.post("/imports/{uid}/arreter")
@heavy
def post_stop(uid: str, service: ServiceDep, identity: IdentityDep) -> Response:
    """Stop an import after the batch under way, or forget a file that was not confirmed."""
    identity.require(Action.IMPORT)
    deposits, one = _own(service, identity, uid)
    if one.state == "left":
        deposits.drop(one)
        return RedirectResponse("/imports", 303)
    stop(one)
    return RedirectResponse(f"/imports/{uid}", 303)


@router.get("/imports/{uid}/progres")
async def get_progress(uid: str, service: ServiceDep, identity: IdentityDep) -> Response:
    """How far an import is, as events; the browser asks again when they end."""
    _own(service, identity, uid)

    async def events() -> AsyncIterator[str]:
        yield "retry: 300\n\n"
        for _ in range(int(LONGEST_STREAM_S / EACH_S)):
            _, one = _own(service, identity, uid)
            said = {"state": one.state, "read": one.read, "expected": one.expected}
            yield f"data: {json.dumps(said)}\n\n"
            if one.state not in ("waiting", "running"):
                return
            await asyncio.sleep(EACH_S)

    return StreamingResponse(events(), media_type="text/event-stream")


@router.get("/imports/{uid}/refus.csv")
@heavy
def get_refused(uid: str, service: ServiceDep, identity: IdentityDep) -> Response:
    """The refused rows with their reasons, to be mended and dropped in again."""
    deposits, one = _own(service, identity, uid)
    told = findings(service.settings.home / FINDINGS / f"{one.import_uid}.jsonl")
    text = "\ufeff" + refused_rows(deposits.path(one), one.source, told)
    headers = {"Content-Disposition": 'attachment; filename="lignes-refusees.csv"'}
    return Response(text, headers=headers, media_type="text/csv; charset=utf-8")


def _own(service: Service, identity: Identity, uid: str) -> tuple[Deposits, Deposit]:
    identity.require(Action.READ_OWN)
    deposits = Deposits(service.settings.home)
    return deposits, settled(deposits.one(identity.organisation, uid))

"""Imports: leave a file, see how it was understood, say what its columns are, follow it, read its report."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response, StreamingResponse

from access import Action, Identity
from gate.running import heavy
from gate.service import Service
from graph.errors import FileRefused
from graph.visibility import LABELS_FR, Visibility
from ingest.reading import WEB_LIMITS
from ingest.remembered import recall
from ingest.report import FORM
from ingest.sources import SOURCES
from queries.models import Page
from queries.own_imports import imports
from web.dependencies import GraphDep, IdentityDep, ServiceDep
from web.deposits import Deposit, Deposits
from web.importing import FINDINGS, UNDER_WAY, settled, start
from web.rendering import render
from web.understood import OFFERED, SEPARATORS, findings, grouped, mapping_of, opened, refused_rows, understand
from web.words import COLUMNS_FR

router = APIRouter()
STATES = {"left": "à confirmer", "waiting": "en attente", "running": "en cours", "done": "terminé",
          "stopped": "interrompu", "failed": "refusé"}  # fmt: skip
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
    deposits = Deposits(service.settings.home)
    left = [settled(deposits, one) for one in deposits.of(identity.organisation)]
    cards = imports(graph, identity.caller, Page(limit=50), but=FORM).imports
    ours = {one.import_uid for one in left if one.import_uid}
    others = [one for one in cards if one.uid not in ours]
    return render(request, "imports.html", left=left, others=others, states=STATES, sources=SOURCES)


@router.get("/imports/nouveau")
@heavy
def get_new(request: Request, identity: IdentityDep) -> Response:
    """Where a file is dropped."""
    identity.require(Action.IMPORT)
    return render(request, "import_new.html", refusal=None, limits=WEB_LIMITS)


@router.post("/imports/nouveau")
@heavy
def post_new(request: Request, service: ServiceDep, identity: IdentityDep, form: FormDep) -> Response:
    """Keep a file that was sent; nothing of it is written yet."""
    identity.require(Action.IMPORT)
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        refusal = FileRefused("Choisissez un fichier.", code="missing")
        return render(request, "import_new.html", status_code=422, refusal=refusal, limits=WEB_LIMITS)
    deposits = Deposits(service.settings.home)
    made = deposits.keep(identity.organisation or "", file.filename, file.file)
    try:
        table = opened(deposits.path(made), made)
    except FileRefused as refusal:
        deposits.drop(made)
        return render(request, "import_new.html", status_code=422, refusal=refusal, limits=WEB_LIMITS)
    if known := recall(service.graph, identity.caller, table.header, home=service.settings.home):
        made.source, made.mapping, made.visibility = known.source, known.mapping, known.visibility
        made.recalled = True
        deposits.save(made)
    return RedirectResponse(f"/imports/{made.uid}", 303)


@router.get("/imports/{uid}")
@heavy
def get_import(request: Request, uid: str, service: ServiceDep, identity: IdentityDep) -> Response:
    """One file, at the step where it is."""
    deposits, one = _own(service, identity, uid)
    if one.state == "left":
        return _check(request, deposits, one)
    if one.state in UNDER_WAY:
        return render(request, "import_progress.html", one=one, states=STATES, left=_left_s(one))
    told = findings(service.settings.home / FINDINGS / f"{one.import_uid}.jsonl") if one.import_uid else []
    return render(
        request, "import_report.html", one=one, groups=grouped(told), counts=COUNTS, severities=SEVERITIES,
        states=STATES,
    )  # fmt: skip


@router.post("/imports/{uid}/lecture")
@heavy
def post_reading(request: Request, uid: str, service: ServiceDep, identity: IdentityDep, form: FormDep) -> Response:
    """Read a file again as its owner says: what it holds, how it is cut, what its columns are."""
    identity.require(Action.IMPORT)
    deposits, one = _own(service, identity, uid)
    if refusal := _read_as_said(deposits, one, form):
        return _check(request, deposits, one, refusal)
    return RedirectResponse(f"/imports/{uid}", 303)


@router.post("/imports/{uid}/confirmer")
@heavy
def post_confirm(request: Request, uid: str, service: ServiceDep, identity: IdentityDep, form: FormDep) -> Response:
    """Begin an import; the page that follows shows how far it is."""
    identity.require(Action.IMPORT)
    deposits, one = _own(service, identity, uid)
    if one.state != "left":
        return RedirectResponse(f"/imports/{uid}", 303)
    if refusal := _read_as_said(deposits, one, form):
        return _check(request, deposits, one, refusal)
    found = understand(deposits.path(one), one)
    if found.binding is None:
        return _check(request, deposits, one, found.refusal)
    one.source, one.expected = found.source.name, found.table.row_estimate
    start(service, identity, one)
    return RedirectResponse(f"/imports/{uid}", 303)


@router.post("/imports/{uid}/reprendre")
@heavy
def post_resume(uid: str, service: ServiceDep, identity: IdentityDep) -> Response:
    """Take an import up again: what is written already is recognised and not written twice."""
    identity.require(Action.IMPORT)
    _, one = _own(service, identity, uid)
    if one.state in ("stopped", "failed", "done"):
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
    if one.state in UNDER_WAY:
        deposits.ask_to_stop(one)
    return RedirectResponse(f"/imports/{uid}", 303)


@router.get("/imports/{uid}/progres")
async def get_progress(uid: str, service: ServiceDep, identity: IdentityDep) -> Response:
    """How far an import is, as events; the browser asks again when they end."""
    _own(service, identity, uid)

    async def events() -> AsyncIterator[str]:
        yield "retry: 300\n\n"
        for _ in range(int(LONGEST_STREAM_S / EACH_S)):
            _, one = await to_thread.run_sync(_own, service, identity, uid)
            said = {"state": one.state, "read": one.read, "expected": one.expected, "left_s": _left_s(one)}
            yield f"data: {json.dumps(said)}\n\n"
            if one.state not in UNDER_WAY:
                return
            await asyncio.sleep(EACH_S)

    return StreamingResponse(events(), media_type="text/event-stream")


@router.get("/imports/{uid}/refus.csv")
@heavy
def get_refused(uid: str, service: ServiceDep, identity: IdentityDep) -> Response:
    """The refused rows with their reasons, to be mended and dropped in again."""
    deposits, one = _own(service, identity, uid)
    told = findings(service.settings.home / FINDINGS / f"{one.import_uid}.jsonl")
    text = "\ufeff" + refused_rows(deposits.path(one), one, told)
    headers = {"Content-Disposition": 'attachment; filename="lignes-refusees.csv"'}
    return Response(text, headers=headers, media_type="text/csv; charset=utf-8")


def _own(service: Service, identity: Identity, uid: str) -> tuple[Deposits, Deposit]:
    identity.require(Action.READ_OWN)
    deposits = Deposits(service.settings.home)
    return deposits, settled(deposits, deposits.one(identity.organisation, uid))


def _check(request: Request, deposits: Deposits, one: Deposit, refusal: FileRefused | None = None) -> Response:
    """The page where one looks at how a file is understood, and says it better."""
    found = understand(deposits.path(one), one)
    columns = [(column.name, COLUMNS_FR[column.name]) for column in found.source.columns]
    needed = [COLUMNS_FR[column.name] for column in found.source.columns if column.required]
    return render(
        request, "import_check.html", status_code=422 if refusal else 200, one=one, found=found, columns=columns,
        offered=[(name, SOURCES[name].label) for name in OFFERED], separators=list(SEPARATORS.items()),
        levels=[(level.value, LABELS_FR[level]) for level in Visibility],
        needed=[name for name in needed if name not in {COLUMNS_FR.get(meaning) for meaning in found.meanings}],
        refusal=refusal,
    )  # fmt: skip


def _read_as_said(deposits: Deposits, one: Deposit, form: FormData) -> FileRefused | None:
    """Keep what was said of a file that waits; return why it cannot be so."""
    if one.state != "left":
        return None
    before = (one.source, one.separator, one.headless)
    source, separator, level = (str(form.get(name) or "") for name in ("source", "separator", "visibility"))
    one.visibility = level if level in list(Visibility) else one.visibility
    one.separator = separator if separator in SEPARATORS else ""
    headless = str(form.get("headless") or "")
    one.headless = {"oui": True, "non": False}.get(headless)
    meanings = [str(said) for said in form.getlist("meaning")]
    try:
        if source in OFFERED and source != (one.source or source):
            one.mapping = {}
        one.source = source if source in OFFERED else one.source
        if form.get("shown", source) != source:
            meanings = []  # they were chosen among the columns of another source
        found = understand(deposits.path(one), one)
        names = {column.name for column in found.source.columns}
        # What was said of the columns of another reading says nothing of these.
        if len(meanings) == len(found.table.header) and before[1:] == (one.separator, one.headless):
            mapping = mapping_of(found.source, found.table.header, [said if said in names else "" for said in meanings])
            one.recalled = one.recalled and mapping == one.mapping
            one.source, one.mapping = found.source.name, mapping
        elif before[1:] != (one.separator, one.headless):
            one.mapping, one.recalled = {}, False
    except FileRefused as refusal:
        one.source, one.separator, one.headless = before
        return refusal
    deposits.save(one)
    return None


def _left_s(one: Deposit) -> int | None:
    """How many seconds an import will still take at its pace; None while that cannot be said."""
    spent = time.time() - one.started_at
    if one.state != "running" or not one.read or spent < 2:
        return None
    return max(1, round(spent * max(0, one.expected - one.read) / one.read))

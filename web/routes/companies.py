"""One company, all that the caller may know of it; and what to know before a round of visits."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from gate.running import heavy
from graph.errors import Misuse, NotFound
from queries.briefing import WINDOW_DAYS, briefing
from queries.campaigns import campaigns_of
from queries.days import today
from queries.dossier import Dossier
from queries.identifiers import parse_identifier
from queries.means.envelopes import commitments
from queries.models import Overlap
from queries.overlap_kinds import overlapping, told
from queries.who import dossiers_of
from web.dependencies import CallerDep, GraphDep
from web.rendering import render
from web.timeline import ahead, past

router = APIRouter()
MOST_PREPARED = 100
_BETWEEN = re.compile(r"[\r\n,;\t]+")
UNKNOWN = "Aucune entreprise connue à cette adresse."

CompanyPath = Annotated[str, Path(min_length=1, max_length=64)]
ListText = Annotated[str, Query(alias="entreprises", max_length=20_000)]


@router.get("/entreprises/{key}")
@heavy
def get_company(request: Request, key: CompanyPath, graph: GraphDep, caller: CallerDep) -> Response:
    """The sheet of a company, by SIREN, SIRET or uid."""
    identifier = parse_identifier(key)
    as_of = today()
    found = dossiers_of(graph, caller, [identifier.siren if identifier else key], as_of)
    if not found:
        raise NotFound(UNKNOWN, hint="Vérifiez le numéro, ou cherchez par le nom.")
    [dossier] = found
    return render(
        request,
        "company.html",
        dossier=dossier,
        company=dossier.company,
        siret=identifier.siret if identifier else None,
        ahead=ahead(dossier, as_of),
        past=past(dossier, as_of),
        waiting=[one for one in dossier.needs if one.unanswered],
        overlaps=_overlaps(dossier),
        window_days=WINDOW_DAYS,
        as_of=as_of,
        committed=commitments(graph, caller, company=dossier.company.uid),
        campaign=campaigns_of(graph, caller, [dossier.company.uid]).get(dossier.company.uid),
    )


@router.get("/preparation")
@heavy
def get_preparation(request: Request, graph: GraphDep, caller: CallerDep, wanted: ListText = "") -> Response:
    """What to know of each company of a list before going, one printed sheet each."""
    keys = list(dict.fromkeys(text.strip() for text in _BETWEEN.split(wanted) if text.strip()))
    found, refused, as_of = None, None, today()
    if len(keys) > MOST_PREPARED:
        refused = Misuse(f"{len(keys)} entreprises : donnez-en {MOST_PREPARED} au plus à la fois.")
    elif keys:
        found = briefing(graph, caller, keys, as_of=as_of)
    return render(request, "preparation.html", wanted="\n".join(keys), found=found, refused=refused, most=MOST_PREPARED)


def _overlaps(dossier: Dossier) -> list[Overlap]:
    """The overlaps of a company, as its reader may know them, latest first."""
    card = dossier.company.model_dump(include={"uid", "siren", "name", "commune"})
    found = [told(card, None, one, other) for one, other in overlapping(dossier.visits, WINDOW_DAYS)]
    return sorted(found, key=lambda one: one.visits[1].on, reverse=True)

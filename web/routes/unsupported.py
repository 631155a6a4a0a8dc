"""Companies that nobody is known to accompany: the list, its reasons, its file."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from gate.running import heavy
from graph.errors import Misuse
from queries.days import today
from queries.models import Page
from queries.unsupported import Knowledge, Unsupported, UnsupportedScope, unsupported
from queries.unsupported_ranking import SIZES_FR
from web.dependencies import CallerDep, GraphDep
from web.filters import WhereDep, choices
from web.rendering import render
from web.tables import as_csv

router = APIRouter()
PER_PAGE = 50
MOST_EXPORTED = 10_000
KNOWLEDGE_FR = {Knowledge.KNOWN: "déjà rencontrée ou aidée", Knowledge.UNKNOWN: "inconnue de tous"}
MONTHS = (("3", "3 mois"), ("6", "6 mois"), ("12", "un an"), ("24", "deux ans"), ("36", "trois ans"))
DEFAULT_MONTHS = 12

MonthsQuery = Annotated[str, Query(alias="mois", max_length=3)]
CursorQuery = Annotated[str, Query(alias="suite", max_length=500)]


@router.get("/sans-accompagnement")
@heavy
def get_unsupported(
    request: Request,
    graph: GraphDep,
    caller: CallerDep,
    where: WhereDep,
    mois: MonthsQuery = "",
    suite: CursorQuery = "",
) -> Response:
    """The list, the most urgent first, with the reasons in words."""
    scope, found, refused = _scope(where.fields, mois), None, None
    try:
        found = unsupported(graph, caller, scope, page=Page(limit=PER_PAGE, cursor=suite or None))
    except Misuse as error:
        refused = error
    return render(
        request,
        "unsupported.html",
        found=found,
        refused=refused,
        where=where,
        months=str(scope.months),
        offered=MONTHS,
        choices=choices(request),
        values={**where.values, "mois": mois},
        suite=suite,
        knowledge=KNOWLEDGE_FR,
        most=MOST_EXPORTED,
    )


@router.get("/sans-accompagnement.csv")
@heavy
def get_unsupported_file(graph: GraphDep, caller: CallerDep, where: WhereDep, mois: MonthsQuery = "") -> Response:
    """The same list as a file, up to a number of lines that a spreadsheet opens at once."""
    found = unsupported(graph, caller, _scope(where.fields, mois), page=Page(limit=MOST_EXPORTED))
    header = ("rang", "SIREN", "nom", "commune", "EPCI", "NAF", "effectif", "connaissance", "raisons")
    return as_csv(_name(found, today()), header, _rows(found))


def _scope(fields: dict[str, Any], months: str) -> UnsupportedScope:
    known = months in dict(MONTHS)
    return UnsupportedScope(**fields, months=int(months) if known else DEFAULT_MONTHS)


def _rows(found: Unsupported) -> list[tuple[str | int | None, ...]]:
    return [
        (
            rank,
            one.siren,
            one.name,
            one.commune,
            one.epci,
            one.naf,
            SIZES_FR.get(one.tranche_effectif or "", "effectif inconnu"),
            KNOWLEDGE_FR[one.knowledge],
            " ; ".join(one.reasons),
        )
        for rank, one in enumerate(found.companies, 1)
    ]


def _name(found: Unsupported, day: date) -> str:
    return f"sans-accompagnement-depuis-{found.since:%Y-%m-%d}-au-{day:%Y-%m-%d}"

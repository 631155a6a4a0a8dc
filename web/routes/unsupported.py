"""Companies that nobody is known to accompany: the list, its reasons, its file."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from gate.running import heavy
from graph.errors import Misuse
from graph.visibility import LABELS_FR
from planning.campaigns import LEVELS
from queries.campaigns import MOST_COMPANIES, campaigns_of
from queries.days import today
from queries.models import Page
from queries.territory_indicators import Waiting, share, unsupported_shares
from queries.unsupported import Knowledge, Unsupported, UnsupportedCompany, UnsupportedScope, unsupported
from queries.unsupported_ranking import SIZES_FR
from web.dependencies import CallerDep, GraphDep
from web.filters import SIZE_LABELS, Where, WhereDep, choices
from web.mapping import class_lines, sheet, territories
from web.rendering import query, render
from web.tables import as_csv

router = APIRouter()
PER_PAGE = 50
MOST_EXPORTED = 10_000
KNOWLEDGE_FR = {Knowledge.KNOWN: "déjà rencontrée ou aidée", Knowledge.UNKNOWN: "inconnue de tous"}
MONTHS = (("3", "3 mois"), ("6", "6 mois"), ("12", "un an"), ("24", "deux ans"), ("36", "trois ans"))
DEFAULT_MONTHS = 12
MAP = "carte"

AROUND = 5
CodeQuery = Annotated[str, Query(max_length=20)]
MonthsQuery = Annotated[str, Query(alias="mois", max_length=3)]


class View(NamedTuple):
    """Which part of the list, or the map in its place."""

    after: str
    is_map: bool


async def _view(
    suite: Annotated[str, Query(max_length=500)] = "", vue: Annotated[str, Query(max_length=20)] = ""
) -> View:
    return View(suite, vue == MAP)


ViewDep = Annotated[View, Depends(_view)]


@router.get("/sans-accompagnement")
@heavy
def get_unsupported(
    request: Request,
    graph: GraphDep,
    caller: CallerDep,
    where: WhereDep,
    asked: ViewDep,
    mois: MonthsQuery = "",
) -> Response:
    """The list, the most urgent first, with the reasons in words; or the map of their shares by EPCI."""
    scope, found, refused, drawn = scope_of(where.fields, mois), None, None, None
    try:
        found = unsupported(graph, caller, scope, page=Page(limit=PER_PAGE, cursor=asked.after or None))
        if asked.is_map:
            drawn = _drawn(request, unsupported_shares(graph, caller, scope, "epci"), {**where.values, "mois": mois})
    except Misuse as error:
        refused = error
    shown = [one.uid for one in found.companies] if found and not drawn else []
    return render(
        request,
        "unsupported.html",
        found=found,
        taken=campaigns_of(graph, caller, shown),
        campaign={"levels": [(level.value, LABELS_FR[level]) for level in LEVELS], "most": MOST_COMPANIES},
        refused=refused,
        where=where,
        months=str(scope.months),
        offered=MONTHS,
        choices=choices(request),
        values={**where.values, "mois": mois},
        suite=asked.after,
        drawn=drawn,
        knowledge=KNOWLEDGE_FR,
        most=MOST_EXPORTED,
    )


@router.get("/sans-accompagnement/autour")
@heavy
def get_around(
    request: Request, graph: GraphDep, caller: CallerDep, commune: CodeQuery = "", epci: CodeQuery = "", sauf: str = ""
) -> Response:
    """A few companies of a municipality, or else of its EPCI, that nobody is known to accompany; a part of a sheet."""
    shown: list[UnsupportedCompany] = []
    for territory in (f"commune:{commune}", f"epci:{epci}"):
        if not shown and not territory.endswith(":"):
            scope = UnsupportedScope(territory=(territory,))
            with suppress(Misuse):  # a code that this graph lacks: nothing is around it
                found = unsupported(graph, caller, scope, page=Page(limit=AROUND + 1)).companies
                shown = [one for one in found if one.uid != sauf][:AROUND]
    return render(request, "_around.html", companies=shown, epci=epci)


@router.get("/sans-accompagnement.csv")
@heavy
def get_unsupported_file(graph: GraphDep, caller: CallerDep, where: WhereDep, mois: MonthsQuery = "") -> Response:
    """The same list as a file, up to a number of lines that a spreadsheet opens at once."""
    found = unsupported(graph, caller, scope_of(where.fields, mois), page=Page(limit=MOST_EXPORTED))
    header = ("rang", "SIREN", "nom", "commune", "EPCI", "NAF", "effectif", "connaissance", "raisons")
    return as_csv(_name(found, today()), header, _rows(found))


def _drawn(request: Request, found: list[Waiting], values: dict[str, Any]) -> dict[str, Any]:
    """What a map needs: shares by EPCI, and where each shape leads: the same list, of that territory."""
    region = request.app.state.service.settings.region
    shares = {one.code: share(one.unsupported, one.companies) for one in found}
    names = {code: name for code, name in territories(region, "epci").items() if code in shares}
    lines, cut = class_lines(names, shares, {one.code: one.companies for one in found})
    lines.sort(key=lambda one: (one.value is None, -(one.value or 0), one.name))
    return {
        "sheet": sheet(region, "epci"),
        "lines": lines,
        "by_code": {one.code: one for one in lines},
        "classes": cut,
        "counts": {one.code: one.unsupported for one in found},
        # Relative and by bare code: two hundred of them on a page.
        "addresses": {code: query(values, territory=code) for code in territories(region, "epci")},
    }


def scope_of(fields: dict[str, Any], months: str) -> UnsupportedScope:
    """Return the scope that filters say, over a number of months that the list offers."""
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


def drawn_by(request: Request, where: Where, months: int) -> str:
    """How the list was drawn, in French, for whoever reads a campaign made of it."""
    known = choices(request)
    named = {code: name for groups in (known.territories, known.sectors) for _, pairs in groups for code, name in pairs}
    parts = (
        named.get(where.territory, where.territory),
        named.get(where.sector, where.sector),
        SIZE_LABELS.get(where.size, ""),
        {"oui": "ESS", "non": "hors ESS"}.get(where.ess, ""),
        f"sans accompagnement connu depuis {dict(MONTHS).get(str(months), str(months))}",
    )
    return ", ".join(part for part in parts if part)


def _name(found: Unsupported, day: date) -> str:
    return f"sans-accompagnement-depuis-{found.since:%Y-%m-%d}-au-{day:%Y-%m-%d}"

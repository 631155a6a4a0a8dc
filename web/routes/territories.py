"""The map of the region by any indicator, its table and file, and the sheet of one territory."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from gate.running import heavy
from graph.errors import NotFound
from ingest.reference.tables import communes, departements, epcis, naf2
from ingest.reference.text import fold
from queries.days import today
from queries.models import Page
from queries.territory_indicators import INDICATORS, Figures, Indicator, Level, territory_figures
from queries.territory_sheet import similar, territory_sheet
from queries.unsupported import UnsupportedScope, unsupported
from web.dependencies import CallerDep, GraphDep
from web.mapping import Class, class_of, classes, populations, sheet, territories
from web.rendering import render
from web.tables import as_csv

router = APIRouter()
LEVELS_FR: dict[Level, str] = {"epci": "Intercommunalités", "departement": "Départements"}
KINDS_FR = {"CC": "Communauté de communes", "CA": "Communauté d'agglomération", "CU": "Communauté urbaine",
            "METRO": "Métropole"}  # fmt: skip
FIRST = "sans-accompagnement"
MOST_FOUND = 12

IndicatorQuery = Annotated[str, Query(alias="indicateur", max_length=40)]
LevelQuery = Annotated[str, Query(alias="niveau", max_length=20)]
NameQuery = Annotated[str, Query(alias="q", max_length=100)]
CodePath = Annotated[str, Path(min_length=2, max_length=9)]


class Line(NamedTuple):
    """A territory, its value and the rank of its class; 0 without a value."""

    code: str
    name: str
    value: float | None
    companies: int
    rank: int


class Drawn(NamedTuple):
    """An indicator over a region."""

    indicator: Indicator
    level: Level
    lines: list[Line]
    classes: list[Class]


def _drawn(request: Request, graph: GraphDep, caller: CallerDep, key: str, level: str) -> Drawn:
    indicator = INDICATORS.get(key) or INDICATORS[FIRST]
    chosen: Level = "departement" if level == "departement" else "epci"
    if chosen not in indicator.levels:
        chosen = indicator.levels[0]
    figures = territory_figures(graph, caller, chosen)
    names = territories(request.app.state.service.settings.region, chosen)
    values = {code: indicator.value(figures[code]) for code in names if code in figures}
    cut = classes([one for one in values.values() if one is not None])
    lines = []
    for code, name in names.items():
        value, companies = values.get(code), figures[code].companies if code in figures else 0
        lines.append(Line(code, name, value, companies, 0 if value is None else class_of(value, cut)))
    lines.sort(key=lambda one: (one.value is None, -(one.value or 0), one.name))
    return Drawn(indicator, chosen, lines, cut)


@router.get("/territoires")
@heavy
def get_territories(
    request: Request,
    graph: GraphDep,
    caller: CallerDep,
    indicateur: IndicatorQuery = "",
    niveau: LevelQuery = "",
    q: NameQuery = "",
) -> Response:
    """The region, coloured by an indicator, with its table; and the territories of a name."""
    drawn = _drawn(request, graph, caller, indicateur, niveau)
    region = request.app.state.service.settings.region
    return render(
        request,
        "territories.html",
        drawn=drawn,
        by_code={one.code: one for one in drawn.lines},
        sheet=sheet(region, drawn.level),
        offered=[(key, one.label) for key, one in INDICATORS.items()],
        key=indicateur if indicateur in INDICATORS else FIRST,
        levels=list(LEVELS_FR.items()),
        q=q,
        found=_named(region, q),
    )


@router.get("/territoires.csv")
@heavy
def get_territories_file(
    request: Request, graph: GraphDep, caller: CallerDep, indicateur: IndicatorQuery = "", niveau: LevelQuery = ""
) -> Response:
    """The table of the map, as a file."""
    drawn = _drawn(request, graph, caller, indicateur, niveau)
    header = ("code", "territoire", drawn.indicator.label, "entreprises", "classe")
    rows = [(one.code, one.name, one.value, one.companies, one.rank or None) for one in drawn.lines]
    return as_csv(f"territoires-{drawn.level}-{today():%Y-%m-%d}", header, rows)


@router.get("/territoires/{code}")
@heavy
def get_territory(request: Request, code: CodePath, graph: GraphDep, caller: CallerDep) -> Response:
    """The sheet of an EPCI or a département of the region."""
    region = request.app.state.service.settings.region
    level: Level = "departement" if len(code) < 4 else "epci"
    names = territories(region, level)
    if code not in names:
        raise NotFound("Aucun territoire de la région à cette adresse.", hint="Cherchez-le par son nom sur la carte.")
    figures = territory_figures(graph, caller, level)
    scope = UnsupportedScope(territory=(f"{level}:{code}",))
    known = {one: figures[one] for one in figures if one in names}
    return render(
        request,
        "territory.html",
        code=code,
        name=names[code],
        names=names,
        identity_of=_identity(region, level, code),
        figures=_told(figures.get(code)),
        found=territory_sheet(graph, caller, level, code),
        waiting=unsupported(graph, caller, scope, page=Page(limit=10)),
        likes=similar(known, populations(), code),
        sheet=sheet(region, level),
        divisions={one: node.label for one, node in naf2().items() if len(one) == 2},
        level=level,
    )


def _told(figures: Figures | None) -> list[tuple[str, float | None, str, str]]:
    return [
        (one.label, one.value(figures) if figures else None, one.unit, one.definition)
        for one in INDICATORS.values()
        if figures is None or one.value(figures) is not None
    ]


def _identity(region: str, level: Level, code: str) -> dict[str, Any]:
    within = [one for one in communes().values() if code == (one.epci if level == "epci" else one.departement)]
    inside = territories(region, "epci").items()
    return {
        "kind": "Département" if level == "departement" else KINDS_FR.get(epcis()[code].kind, epcis()[code].kind),
        "population": populations().get(code),
        "communes": sorted(one.name for one in within),
        "departements": [(one, departements()[one].name) for one in sorted({one.departement for one in within})]
        if level == "epci"
        else [],
        "epcis": [(one, name) for one, name in inside if level == "departement" and epcis()[one].departement == code],
    }


def _named(region: str, text: str) -> list[tuple[str, str]]:
    wanted = fold(text)
    every = [pair for level in LEVELS_FR for pair in territories(region, level).items()]
    return [(code, name) for code, name in every if wanted and wanted in fold(name)][:MOST_FOUND]

"""The map of the region by any indicator, its table and file, and the sheet of one territory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from gate.running import heavy
from graph.errors import Misuse, NotFound
from ingest.reference.tables import communes, departements, epcis, naf2
from ingest.reference.text import fold
from queries.days import today
from queries.likeness import like_territories
from queries.models import Page
from queries.territory_indicators import INDICATORS, Figures, Indicator, Level, territory_figures
from queries.territory_sheet import territory_sheet
from queries.unsupported import Unsupported, UnsupportedScope, unsupported
from web.dependencies import CallerDep, GraphDep
from web.mapping import Class, Line, class_lines, communes_of, populations, sheet, sheet_of, territories
from web.means_in import means_in
from web.rendering import query, render
from web.routes.strategies import compared_at
from web.tables import as_csv

router = APIRouter()
LEVELS_FR: dict[Level, str] = {"epci": "Intercommunalités", "departement": "Départements"}
KINDS_FR = {"CC": "Communauté de communes", "CA": "Communauté d'agglomération", "CU": "Communauté urbaine",
            "METRO": "Métropole"}  # fmt: skip
UNITS_FR = {"percent": "Part", "euros": "Montant", "number": "Nombre"}
FIRST = "sans-accompagnement"
MOST_FOUND = 12
MOST_LIKE = 5
NO_TERRITORY = "Aucun territoire de la région à cette adresse."
SORTS = {"valeur": ("", "valeur"), "nom": ("nom", "-nom"), "entreprises": ("-entreprises", "entreprises")}
"""For each column, how an address says its first and its second order."""

ORDERS: dict[str, Callable[[Line], Any]] = {
    "": lambda one: (one.value is None, -(one.value or 0), fold(one.name)),
    "valeur": lambda one: (one.value is None, one.value or 0, fold(one.name)),
    "nom": lambda one: fold(one.name),
    "entreprises": lambda one: (one.companies, fold(one.name)),
}

CodePath = Annotated[str, Path(min_length=2, max_length=9)]


class Asked(NamedTuple):
    """Which map: as the form says it."""

    key: str
    level: Level
    within: str
    sort: str

    @property
    def indicator(self) -> Indicator:
        """What is measured."""
        return INDICATORS[self.key]

    @property
    def values(self) -> dict[str, Any]:
        """What an address says of it."""
        level = "" if self.within else self.level
        return {"indicateur": self.key, "niveau": level, "dans": self.within, "tri": self.sort}


async def _asked(
    indicateur: Annotated[str, Query(max_length=40)] = "",
    niveau: Annotated[str, Query(max_length=20)] = "",
    dans: Annotated[str, Query(max_length=9)] = "",
    tri: Annotated[str, Query(max_length=20)] = "",
) -> Asked:
    # A word that no list offers is left out rather than refused: addresses are typed and kept for years.
    level: Level = "commune" if dans else "departement" if niveau == "departement" else "epci"
    offered = {sort for pair in SORTS.values() for sort in pair}
    return Asked(indicateur if indicateur in INDICATORS else FIRST, level, dans, tri if tri in offered else "")


AskedDep = Annotated[Asked, Depends(_asked)]


def _lines(request: Request, graph: GraphDep, caller: CallerDep, asked: Asked) -> tuple[list[Line], list[Class]]:
    """The territories of a map, in the order asked for, and the classes of their values.

    Raises:
        NotFound: the EPCI whose communes are asked for is not of the region.
    """
    region = request.app.state.service.settings.region
    if asked.within and asked.within not in territories(region, "epci"):
        raise NotFound(NO_TERRITORY, hint="Cherchez-le par son nom sur la carte.")
    names = communes_of(asked.within) if asked.within else territories(region, asked.level)
    figures = territory_figures(graph, caller, asked.level)
    values = {code: asked.indicator.value(figures[code]) if code in figures else None for code in names}
    lines, cut = class_lines(names, values, {code: one.companies for code, one in figures.items()})
    return sorted(lines, key=ORDERS[asked.sort.removeprefix("-")], reverse=asked.sort.startswith("-")), cut


@router.get("/territoires")
@heavy
def get_territories(
    request: Request,
    graph: GraphDep,
    caller: CallerDep,
    asked: AskedDep,
    q: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """The region, or the communes of an EPCI, coloured by an indicator, with its table; territories by name."""
    lines, cut = _lines(request, graph, caller, asked)
    region = request.app.state.service.settings.region
    return render(
        request,
        "territories.html",
        asked=asked,
        lines=lines,
        classes=cut,
        by_code={one.code: one for one in lines},
        addresses=_addresses(asked, lines),
        sheet=sheet_of(asked.within) if asked.within else sheet(region, asked.level),
        within=epcis()[asked.within].name if asked.within else "",
        offered=[(key, one.label) for key, one in INDICATORS.items()],
        levels=list(LEVELS_FR.items()),
        columns=_columns(asked),
        q=q,
        found=_named(region, q),
        beyond=[name for code, name in _beyond(region) if asked.level == "epci"],
    )


@router.get("/territoires.csv")
@heavy
def get_territories_file(request: Request, graph: GraphDep, caller: CallerDep, asked: AskedDep) -> Response:
    """The table of the map, as a file."""
    header = ("code", "territoire", asked.indicator.label, "entreprises", "classe")
    rows = [
        (one.code, one.name, one.value, one.companies, one.rank or None)
        for one in _lines(request, graph, caller, asked)[0]
    ]
    return as_csv(f"territoires-{asked.within or asked.level}-{today():%Y-%m-%d}", header, rows)


@router.get("/territoires/{code}")
@heavy
def get_territory(request: Request, code: CodePath, graph: GraphDep, caller: CallerDep) -> Response:
    """The sheet of an EPCI or a département of the region."""
    region = request.app.state.service.settings.region
    level: Level = "departement" if len(code) < 4 else "epci"
    names = territories(region, level)
    if code not in names:
        raise NotFound(NO_TERRITORY, hint="Cherchez-le par son nom sur la carte.")
    figures = territory_figures(graph, caller, level)
    return render(
        request,
        "territory.html",
        code=code,
        name=names[code],
        names=names,
        identity_of=_identity(region, level, code),
        figures=_told(figures.get(code)),
        found=territory_sheet(graph, caller, level, code),
        waiting=_waiting(graph, caller, f"{level}:{code}"),
        likes=like_territories(graph, caller, f"{level}:{code}", only=names)[:MOST_LIKE],
        means=means_in(graph, caller, f"{level}:{code}"),
        sheet=sheet(region, level),
        divisions={one: node.label for one, node in naf2().items() if len(one) == 2},
        level=level,
        **compared_at(graph, caller, f"{level}:{code}"),
    )


def _columns(asked: Asked) -> list[dict[str, str] | str]:
    return [
        _column("Commune" if asked.within else "Territoire", "nom", asked),
        _column(UNITS_FR[asked.indicator.unit], "valeur", asked),
        _column("Entreprises", "entreprises", asked),
        "Classe",
    ]


def _column(label: str, column: str, asked: Asked) -> dict[str, str]:
    """A header that sorts: its next order, and the one it has."""
    first, second = SORTS[column]
    now = asked.sort in (first, second)
    other = second if now and asked.sort == first else first
    down = asked.sort.startswith("-") or not asked.sort
    return {
        "label": label,
        "address": "/territoires" + query(asked.values, tri=other),
        "sorted": ("descending" if down else "ascending") if now else "",
    }


def _addresses(asked: Asked, lines: list[Line]) -> dict[str, str]:
    if asked.within:
        return {one.code: f"/sans-accompagnement{query({'territory': f'commune:{one.code}'})}" for one in lines}
    return {one.code: f"/territoires/{one.code}" for one in lines}


def _waiting(graph: GraphDep, caller: CallerDep, territory: str) -> Unsupported | None:
    try:
        return unsupported(graph, caller, UnsupportedScope(territory=(territory,)), page=Page(limit=10))
    except Misuse:  # the table of territories was never loaded: no company is known to be there
        return None


def _told(figures: Figures | None) -> list[tuple[str, float | None, str, str]]:
    return [
        (one.label, one.value(figures) if figures else None, one.unit, one.definition) for one in INDICATORS.values()
    ]


def _beyond(region: str) -> list[tuple[str, str]]:
    """EPCI that have communes in another région."""
    inside = territories(region, "departement")
    return [
        (code, name) for code, name in territories(region, "epci").items() if epcis()[code].departement not in inside
    ]


def _identity(region: str, level: Level, code: str) -> dict[str, Any]:
    within = [one for one in communes().values() if code == (one.epci if level == "epci" else one.departement)]
    inside: Mapping[str, str] = territories(region, "epci") if level == "departement" else {}
    return {
        "kind": "Département" if level == "departement" else KINDS_FR.get(epcis()[code].kind, epcis()[code].kind),
        "population": populations().get(code),
        "communes": sorted(one.name for one in within),
        "departements": [(one, departements()[one].name) for one in sorted({one.departement for one in within})]
        if level == "epci"
        else [],
        "epcis": [(one, name) for one, name in inside.items() if epcis()[one].departement == code],
    }


def _named(region: str, text: str) -> list[tuple[str, str]]:
    wanted = fold(text)
    every = [pair for level in LEVELS_FR for pair in territories(region, level).items()]
    return [(code, name) for code, name in every if wanted and wanted in fold(name)][:MOST_FOUND]

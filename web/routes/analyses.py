"""The centrality report: who counts in a network, its groups, what changed since a day, and the files to keep."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from gate.running import heavy
from graph.errors import Misuse, NotFound
from graph.store import Graph
from graph.visibility import Caller
from queries.analytics import CentralityOptions, Measure, Mode, operators
from queries.analytics import render as files_of
from queries.days import today
from web.analysing import Analysis, analyse, cells, sheets
from web.asked import INSTITUTIONS, VIEWS, Asked, AskedDep, day_of
from web.dependencies import CallerDep, GraphDep
from web.drawing import KINDS_FR, MEASURES_FR
from web.filters import choices
from web.rendering import environment, is_fragment, render
from web.tables import as_csv, as_xlsx

router = APIRouter()
PER_PAGE = 50
IN_REPORT = 100
FORMS = ("csv", "xlsx", "gexf", "html")

SortQuery = Annotated[str, Query(alias="tri", max_length=20)]
KindQuery = Annotated[str, Query(alias="nature", max_length=20)]
BeforeQuery = Annotated[str, Query(alias="avant", max_length=10)]
StartQuery = Annotated[int, Query(alias="suite", ge=0, le=10_000_000)]
FormPath = Annotated[str, Path(max_length=10)]


class Shown:
    """How the table is wanted: sorted by what, which kind of actors, compared with which day, from which line on."""

    def __init__(
        self, tri: SortQuery = "", nature: KindQuery = "", avant: BeforeQuery = "", suite: StartQuery = 0
    ) -> None:
        self.by = Measure(tri) if tri in set(Measure) else Measure.DEGREE
        self.kind = nature if nature in KINDS_FR else ""
        day = day_of(avant)
        self.before = day if day and day < today() else None
        self.start = suite

    @property
    def values(self) -> dict[str, Any]:
        """What an address says of it, but for the line."""
        return {"tri": self.by.value, "nature": self.kind, "avant": self.before}

    def options(self, asked: Asked, limit: int) -> CentralityOptions:
        """As the question takes it."""
        mode = Mode.OPERATORS if asked.vue == INSTITUTIONS else Mode.ACTORS
        return CentralityOptions(mode=mode, by=self.by, kind=self.kind or None, limit=limit)


@router.get("/analyses")
@heavy
def get_analyses(
    request: Request, graph: GraphDep, caller: CallerDep, asked: AskedDep, shown: Annotated[Shown, Depends()]
) -> Response:
    """The report on a page."""
    found, refused = None, None
    if not asked.is_empty:
        try:
            found = _found(graph, caller, asked, shown, shown.start + PER_PAGE)
        except (Misuse, NotFound) as error:
            refused = error
    return render(
        request,
        "_analyses.html" if is_fragment(request) else "analyses.html",
        asked=asked,
        wanted=shown,
        refused=refused,
        found=found,
        start=shown.start,
        views=VIEWS,
        choices=choices(request),
        institutions=operators(graph, caller),
        kind_names=KINDS_FR,
        measures=MEASURES_FR,
        values={**asked.values, **shown.values},
        latest=today(),
    )


@router.get("/analyses.{form}")
@heavy
def get_analyses_file(
    form: FormPath, graph: GraphDep, caller: CallerDep, asked: AskedDep, shown: Annotated[Shown, Depends()]
) -> Response:
    """The report as a file: all its lines, but for the one to read, which keeps the first ones."""
    if form not in FORMS:
        raise NotFound("Ce format de fichier n'existe pas.", hint=f"Possibles : {', '.join(FORMS)}.")
    name = f"analyses-au-{today():%Y-%m-%d}"
    found = _found(graph, caller, asked, shown, IN_REPORT if form == "html" else 0)
    if form == "csv":
        header, *rows = cells(found)
        return as_csv(name, [str(cell) for cell in header], rows)
    if form == "xlsx":
        return as_xlsx(name, sheets(found))
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    if form == "gexf":
        content = files_of(found.measured, "gexf")[".gexf"]
        return Response(content, headers=headers, media_type="application/gexf+xml")
    text = (
        environment()
        .get_template("report.html")
        .render(found=found, kind_names=KINDS_FR, measures=MEASURES_FR, on=today(), most=IN_REPORT)
    )
    return Response(text, headers=headers, media_type="text/html; charset=utf-8")


def _found(graph: Graph, caller: Caller, asked: Asked, shown: Shown, limit: int) -> Analysis:
    return analyse(graph, caller, asked.around, shown.options(asked, limit), shown.before)

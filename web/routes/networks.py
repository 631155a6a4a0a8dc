"""The network of a sector, a territory or an actor: its picture, the same as a list, bridges and gaps, files."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from gate.running import heavy
from graph.errors import Misuse, NotFound
from graph.store import Graph
from graph.visibility import Caller
from queries.analytics import (
    Network,
    bridges,
    gaps,
    groups,
    institutions,
    measured,
    network,
    operators,
    picture,
)
from queries.analytics import render as files_of
from queries.analytics.kept import kept
from queries.analytics.picture import MOST_SHOWN, READABLE
from queries.analytics.projection import never_meet
from queries.days import today
from web.asked import INSTITUTIONS, VIEWS, Asked, AskedDep
from web.dependencies import CallerDep, GraphDep
from web.drawing import KINDS_FR, MEASURES_FR, drawing, group_name, holes, lines
from web.filters import choices
from web.rendering import is_fragment, render

router = APIRouter()
PER_PAGE = 18
LISTED = 6
BRIDGES = 5
ALL = "tous"
DENSITIES = (("", "Lisible"), ("10", "10 par acteur"), ("25", "25 par acteur"), ("60", "60 par acteur"), (ALL, "Tous"))
FILES = {
    "gexf": ("gexf", ".gexf", "application/gexf+xml"),
    "graphml": ("graphml", ".graphml", "application/graphml+xml"),
    "acteurs.csv": ("csv", "-nodes.csv", "text/csv; charset=utf-8"),
    "liens.csv": ("csv", "-edges.csv", "text/csv; charset=utf-8"),
}

DensityQuery = Annotated[str, Query(alias="liens", max_length=4)]
StartQuery = Annotated[int, Query(alias="suite", ge=0, le=10_000_000)]
FormPath = Annotated[str, Path(max_length=20)]


@router.get("/reseau")
@heavy
def get_network(
    request: Request,
    graph: GraphDep,
    caller: CallerDep,
    asked: AskedDep,
    liens: DensityQuery = "",
    suite: StartQuery = 0,
) -> Response:
    """The picture and what one reads in it; a choice of where to begin when nothing is asked."""
    view, refused = None, None
    if not asked.is_empty:
        try:
            drawn = network(graph, caller, asked.around)
            view = _view(graph, caller, asked, drawn, liens) | _list(_shown(drawn, asked), suite)
        except (Misuse, NotFound) as error:
            refused = error
    return render(
        request,
        "_network.html" if is_fragment(request) else "network.html",
        asked=asked,
        refused=refused,
        view=view,
        liens=liens,
        views=VIEWS,
        densities=DENSITIES,
        choices=choices(request),
        institutions=operators(graph, caller),
        kind_names=KINDS_FR,
        measures=MEASURES_FR,
        values={**asked.values, "liens": liens},
    )


@router.get("/reseau.{form}")
@heavy
def get_network_file(form: FormPath, graph: GraphDep, caller: CallerDep, asked: AskedDep) -> Response:
    """The whole network as a file: for Gephi, yEd or a spreadsheet."""
    if form not in FILES:
        raise NotFound("Ce format de fichier n'existe pas.", hint=f"Possibles : {', '.join(FILES)}.")
    name, ending, media_type = FILES[form]
    drawn = _shown(network(graph, caller, asked.around), asked)
    headers = {"Content-Disposition": f'attachment; filename="reseau-au-{today():%Y-%m-%d}.{form}"'}
    return Response(files_of(drawn, name)[ending], headers=headers, media_type=media_type)


def _shown(drawn: Network, asked: Asked) -> Network:
    return institutions(drawn) if asked.vue == INSTITUTIONS else drawn


def _view(graph: Graph, caller: Caller, asked: Asked, drawn: Network, density: str) -> dict[str, Any]:
    """What the page says of a network, but for the list of its actors."""
    shown = _shown(drawn, asked)
    if density == ALL or density.isdigit():
        pictured = picture(shown, per_actor=0 if density == ALL else int(density), most=MOST_SHOWN)
    else:
        pictured = picture(shown, most=READABLE)
    found = measured(shown)
    named = kept("groups", shown, lambda: groups(shown, found))
    holding = kept("bridges", shown, lambda: bridges(shown, found))
    missing = gaps(graph, caller, asked.around, drawn)
    apart_count, apart = kept("apart", drawn, lambda: never_meet(drawn, LISTED))
    where = {"territory": asked.territory, "sector": asked.sector}
    return {
        "drawn": drawn,
        "shown": shown,
        "picture": pictured,
        "data": drawing(shown, pictured),
        "groups": [(group, group_name(group)) for group in named.values()][:LISTED],
        "group_count": len(named),
        "group_names": {number: group.leader for number, group in named.items()},
        "bridges": holding[:BRIDGES],
        "bridge_count": len(holding),
        "sectors": holes(missing.by_division, where, by="sector", limit=LISTED),
        "territories": holes(missing.by_epci, where, by="territory", limit=LISTED),
        "sector_count": len(missing.by_division),
        "territory_count": len(missing.by_epci),
        "apart": apart,
        "apart_count": apart_count,
        "unlinked_values": where,
    }


def _list(shown: Network, start: int) -> dict[str, Any]:
    count = len(shown.actors)
    return {
        "lines": lines(shown, start, PER_PAGE),
        "start": start,
        "next": start + PER_PAGE if start + PER_PAGE < count else None,
    }

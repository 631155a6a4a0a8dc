"""Strategies of territories: declared, compared with what companies ask and get, and what is announced to come."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from access import Action, Identity
from gate.running import heavy
from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller
from queries.days import today
from queries.partnership.forthcoming import KINDS_FR, forthcoming
from queries.partnership.priorities import FITS_FR, priorities
from queries.partnership.strategies import Strategy, strategies, strategy
from web.dependencies import CallerDep, GraphDep, IdentityDep
from web.filters import choices
from web.partnership import SAID, Typed, as_it_stands, entered, typed, where_to
from web.rendering import render
from web.routes.visits import FormDep
from web.tables import as_csv
from web.words import theme

router = APIRouter()
FIELDS = ("title", "on", "horizon", "documents", "summary", "reference", "visibility")
LISTS = ("territories", "themes", "sectors")
HEADER = ("intitulé", "territoires", "institution", "adoptée le", "horizon", "thèmes", "filières", "documents")
TerritoryQuery = Annotated[str, Query(max_length=100)]


@router.get("/strategies")
@heavy
def get_strategies(request: Request, graph: GraphDep, caller: CallerDep, territory: TerritoryQuery = "") -> Response:
    """The strategies that one may know, and what is announced to come, in a territory or everywhere."""
    where = territory.strip() or None
    found = strategies(graph, caller, where)
    coming = forthcoming(graph, caller, where, as_of=today())
    return render(request, "partnership/strategies.html", found=found, coming=coming, kinds_to_come=KINDS_FR,
                  territory=territory, choices=choices(request))  # fmt: skip


@router.get("/strategies.csv")
@heavy
def get_strategies_file(graph: GraphDep, caller: CallerDep, territory: TerritoryQuery = "") -> Response:
    """The list as a file."""
    rows = [_cells(one) for one in strategies(graph, caller, territory.strip() or None)]
    return as_csv(f"strategies-{today():%Y-%m-%d}", HEADER, rows)


@router.get("/strategies/nouvelle")
@heavy
def get_new(request: Request, territory: TerritoryQuery = "") -> Response:
    """A form for a new strategy."""
    return _form(request, Typed({"visibility": "shared", "territories": territory.strip()}))


@router.post("/strategies/nouvelle")
@heavy
def post_strategy(request: Request, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Declare a strategy, or correct one's own."""
    identity.require(Action.WRITE)
    done = entered(graph, identity, "strategies", typed(form, FIELDS, LISTS))
    if isinstance(done, Typed):
        return _form(request, done, 422)
    return RedirectResponse(where_to(done, "/strategies/{}"), 303)


@router.get("/strategies/{uid}")
@heavy
def get_strategy(request: Request, uid: str, graph: GraphDep, caller: CallerDep, fait: str = "") -> Response:
    """One strategy beside what is asked and given in its territories, and what is announced there."""
    one = strategy(graph, caller, uid)
    compared = [priorities(graph, caller, place.uid, as_of=today()) for place in one.territories[:4]]
    place = one.territories[0].uid if one.territories else None
    coming = forthcoming(graph, caller, place, as_of=today()) if place else None
    return render(request, "partnership/strategy.html", one=one, compared=compared, fits=FITS_FR, coming=coming,
                  kinds_to_come=KINDS_FR, said=SAID.get(fait, ""), **Typed({}).shown)  # fmt: skip


@router.get("/strategies/{uid}/modifier")
@heavy
def get_correction(request: Request, uid: str, graph: GraphDep, identity: IdentityDep) -> Response:
    """The form of one's own strategy, as it stands."""
    one = _own(graph, identity, uid)
    said = dict(as_it_stands(one, FIELDS, ("territories", "sectors")).values)
    said["documents"] = "\n".join(f"{document.title} {document.url}" for document in one.documents)
    said["themes"] = "|".join(one.themes)
    return _form(request, Typed(said))


def compared_at(graph: Graph, caller: Caller, territory: str) -> dict[str, Any]:
    """What the sheet of a territory shows of its strategies: nothing of a territory that the graph does not hold."""
    try:
        found = priorities(graph, caller, territory, as_of=today())
    except NotFound:
        return {"priorities": None, "declared": (), "fits": FITS_FR}
    own = [one for one in strategies(graph, caller, territory) if territory in {place.uid for place in one.territories}]
    return {"priorities": found, "declared": own, "fits": FITS_FR}


def _form(request: Request, said: Typed, status: int = 200) -> Response:
    return render(request, "partnership/strategy_form.html", status_code=status, choices=choices(request), **said.shown)


def _own(graph: Graph, identity: Identity, uid: str) -> Strategy:
    one = strategy(graph, identity.caller, uid)
    if not one.own:
        raise NotFound("Cette stratégie n'est pas la vôtre.", hint="L'institution qui l'a enregistrée peut la changer.")
    return one


def _cells(one: Strategy) -> list[str | int | None]:
    places, sectors = (" ; ".join(named.name for named in kind) for kind in (one.territories, one.sectors))
    documents = " ; ".join(f"{document.title} {document.url}" for document in one.documents)
    return [
        one.title,
        places,
        one.institution,
        one.on,
        one.horizon,
        " ; ".join(map(theme, one.themes)),
        sectors,
        documents,
    ]

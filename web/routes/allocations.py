"""Sharing an amount out between territories by their profile: weights that move, each share and why, kept scenarios."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NamedTuple

from fastapi import APIRouter, Query, Request
from starlette.datastructures import FormData, QueryParams
from starlette.responses import RedirectResponse, Response

from gate.running import heavy
from graph.errors import FieldsRefused, Misuse
from graph.schema.needs import ALLOCATION_LEVELS
from graph.store import Graph
from graph.visibility import LABELS_FR, Visibility
from ingest.cleaning import parse_amount_eur
from planning.partnership.scenarios import LEVELS, drop, keep
from queries.partnership.allocations import DEFAULT_WEIGHTS, HIGHEST, MOST_EUR, Allocation, AllocationScope, allocation
from queries.partnership.profiles import CRITERIA
from queries.partnership.scenarios import Scenario, scenario, scenarios
from web.dependencies import CallerDep, GraphDep, IdentityDep, ServiceDep
from web.mapping import territories
from web.rendering import render
from web.routes.visits import FormDep
from web.tables import as_csv, as_xlsx

router = APIRouter()
AUDIENCE = {
    Visibility.SHARED: "les partenaires voient le nom, les poids et les parts",
    Visibility.PRIVATE: "personne d'autre que votre institution",
}
Form = Literal["csv", "xlsx"]
SHOWN = QueryParams | FormData
Picked = Annotated[str, Query(max_length=40)]


class Asked(NamedTuple):
    """What a form asks for, as it was typed, and what is wrong with it."""

    scope: AllocationScope
    values: dict[str, str]
    wrong: dict[str, str]


@router.get("/repartition")
@heavy
def get_allocation(request: Request, graph: GraphDep, caller: CallerDep, service: ServiceDep) -> Response:
    """The shares for the weights of the address, or for those that are offered first."""
    return _page(request, graph, caller, service.settings.region, asked_of(request.query_params))


# Before the scenarios: their addresses begin alike.
@router.get("/repartition.{form}")
@heavy
def get_file(request: Request, form: Form, graph: GraphDep, caller: CallerDep, service: ServiceDep) -> Response:
    """The shares as a file, with what each criterion brings and how each share moves."""
    asked = asked_of(request.query_params)
    if asked.wrong:
        raise Misuse(next(iter(asked.wrong.values())))
    found = allocation(graph, caller, asked.scope, service.settings.region)
    rows = list(_rows(found))
    if form == "csv":
        return as_csv(f"repartition-{found.as_of}", rows[0], rows[1:])
    said = [["critère", "poids", "définition", "source"]]
    said += [[one.label, asked.values[f"p_{name}"], one.definition, one.source] for name, one in CRITERIA.items()]
    return as_xlsx(f"repartition-{found.as_of}", {"Parts": rows, "Critères": said})


@router.post("/repartition")
@heavy
def post_scenario(
    request: Request, graph: GraphDep, identity: IdentityDep, service: ServiceDep, form: FormDep
) -> Response:
    """Keep what the form says as a scenario."""
    asked, region = asked_of(form), service.settings.region
    name, level = str(form.get("name") or ""), str(form.get("visibility") or "")
    try:
        if asked.wrong:
            raise FieldsRefused("Le scénario n'est pas gardé.", tuple(asked.wrong.items()))
        visibility = Visibility(level) if level in set(Visibility) else Visibility.PRIVATE
        uid = keep(graph, identity, asked.scope, region, name, visibility)
    except FieldsRefused as error:
        refused = asked._replace(wrong=dict(error.fields))
        return _page(request, graph, identity.caller, region, refused, 422)
    return RedirectResponse(f"/repartition/scenarios?a={uid}&garde=1", 303)


@router.get("/repartition/scenarios")
@heavy
def get_scenarios(
    request: Request, graph: GraphDep, caller: CallerDep, service: ServiceDep, a: Picked = "", b: Picked = ""
) -> Response:
    """The scenarios that were kept; one of them, or two beside each other."""
    chosen = [scenario(graph, caller, uid) for uid in (a, b) if uid]
    names = dict(territories(service.settings.region, "epci")) | dict(
        territories(service.settings.region, "departement")
    )
    alike = len({one.level for one in chosen}) < 2
    return render(
        request, "partnership/scenarios.html", found=scenarios(graph, caller), chosen=chosen, a=a, b=b, alike=alike,
        lines=_beside(chosen, names) if alike else [], levels=LABELS_FR, kinds_fr=ALLOCATION_LEVELS,
        criteria=CRITERIA, addresses={one.uid: _address(one) for one in chosen},
        kept="garde" in request.query_params, dropped="supprime" in request.query_params,
    )  # fmt: skip


@router.post("/repartition/scenarios/{uid}/supprimer")
@heavy
def post_drop(uid: str, graph: GraphDep, identity: IdentityDep) -> Response:
    """Drop a scenario of one's own."""
    drop(graph, identity, uid)
    return RedirectResponse("/repartition/scenarios?supprime=1", 303)


def asked_of(given: SHOWN) -> Asked:
    """Read a form: amounts as people write them, weights from 0 to 10; what is wrong is said by field."""
    first = {"montant": "1 000 000", "plancher": "0", "niveau": "departement"}
    first |= {f"p_{name}": f"{DEFAULT_WEIGHTS.get(name, 0.0):g}" for name in CRITERIA}
    values = {name: str(given.get(name) if given.get(name) is not None else text)[:40] for name, text in first.items()}
    wrong: dict[str, str] = {}
    scope: dict[str, Any] = {"level": values["niveau"] if values["niveau"] in ALLOCATION_LEVELS else "departement"}
    for name, field in (("montant", "amount_cents"), ("plancher", "floor_cents")):
        euros = parse_amount_eur(values[name]).value if values[name].strip() else 0.0
        if euros is None or not 0 <= euros <= MOST_EUR:
            wrong[name] = "Écrivez un montant en euros, tel que 250 000."
        else:
            scope[field] = round(euros * 100)
    weights = {}
    for name in CRITERIA:
        try:
            weight = float((values[f"p_{name}"].strip() or "0").replace(",", "."))
        except ValueError:
            weight = -1.0
        if 0 <= weight <= HIGHEST:
            weights[name] = weight
        else:
            wrong[f"p_{name}"] = "Un poids va de 0 à 10."
    return Asked(AllocationScope(weights=weights, **scope), values, wrong)


def _page(request: Request, graph: Graph, caller: Any, region: str, asked: Asked, status: int = 200) -> Response:
    found, refused = None, None
    try:
        found = allocation(graph, caller, asked.scope, region)
    except Misuse as error:
        refused = error
    detail = request.query_params.get("pour", "")
    most = max((one.cents for one in found.shares), default=0) if found else 0
    return render(
        request, "partnership/allocation.html", status_code=status, found=found, refused=refused, values=asked.values,
        wrong=asked.wrong, criteria=CRITERIA, kinds_fr=ALLOCATION_LEVELS, most=most, highest=HIGHEST,
        detail=next((one for one in found.shares if one.code == detail), None) if found else None,
        levels=[(level, LABELS_FR[level], AUDIENCE[level]) for level in LEVELS], pour=detail,
    )  # fmt: skip


def _rows(found: Allocation) -> Any:
    weighed = [one.criterion for one in found.shares[0].why]
    labels = [CRITERIA[name].label for name in weighed]
    yield ["code", "territoire", "part (€)", "parts égales (€)", "par habitant (€)", "plancher (€)",
           *(f"{label} : valeur" for label in labels), *(f"{label} : apporte (€)" for label in labels),
           *(f"{label} : un point de plus (€)" for label in labels)]  # fmt: skip
    for one in found.shares:
        yield [one.code, one.name, euros_of(one.cents), euros_of(one.equal_cents), euros_of(one.per_inhabitant_cents),
               euros_of(one.floor_cents), *(why.value for why in one.why), *(why.cents / 100 for why in one.why),
               *(why.one_more_point_cents / 100 for why in one.why)]  # fmt: skip


def euros_of(cents: int) -> str:
    """Write cents as euros, all digits kept: a file must sum exactly.

    >>> euros_of(123456789)
    '1234567,89'
    """
    return f"{cents // 100},{cents % 100:02}"


def _beside(chosen: list[Scenario], names: dict[str, str]) -> list[dict[str, Any]]:
    sides = [dict(one.shares) for one in chosen]
    codes = sorted({code for side in sides for code in side})
    return [
        {"code": code, "name": names.get(code, code), "cents": [side.get(code, 0) for side in sides]} for code in codes
    ]


def _address(one: Scenario) -> dict[str, str]:
    """Return the parameters of the page that shares the same out again, as the territories now stand."""
    weights = {f"p_{name}": f"{one.weights.get(name, 0.0):g}" for name in CRITERIA}
    return {
        "montant": euros_of(one.amount_cents),
        "plancher": euros_of(one.floor_cents),
        "niveau": one.level,
        **weights,
    }

"""The whole table of `docs/access.md`, role by action by route, over HTTP, against the table as it is written there."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from access.keys import create_key
from access.organisations import admit
from access.roles import Role, local, platform
from gate import forgery
from gate.asking import COOKIE
from gate.service import Service
from graph import Graph, Settings
from ingest.reference.tables import VINTAGE
from tests.access.conftest import join
from tests.api.conftest import COMPANIES, LYS, OPERATORS, Client
from tests.given import given

# Written by hand, on purpose: what it is compared with must not come from the code.
ROLES = ("anonymous", "reader", "contributor", "steward", "api_key", "dpo", "admin")
TABLE = {
    "read the open layer":    "yes yes yes yes yes yes yes",
    "read the members' layer": "-  yes yes yes yes yes yes",
    "read own records":       "-   yes yes yes yes yes -",
    "create, modify":         "-   -   yes yes yes -   -",
    "import":                 "-   -   yes yes yes -   -",
    "decide":                 "-   -   -   yes -   -   -",
    "the service itself":     "yes yes yes yes yes yes yes",
}  # fmt: skip
UID = "0123456789abcdef"
VISIT = {"siren": LYS, "on": "2026-11-26", "status": "planned"}
WISH = {"kind": "objection", "company": LYS, "operator": "cma", "on": "2026-11-26", "reason": "trop tôt"}
ACCEPT: dict[str, Any] = {"json": {"accept": True}}
LATER = {"json": {"on": "2027-01-12"}}
PAIR = f"/api/v1/duplicates/decisions/{UID}"
TWO = {"json": {"keep": LYS, "gone": "nobody"}}
DECIDED = {"json": {"company": LYS, "decision": "justified"}}
CAMPAIGN = {"json": {"title": "Textile", "until": "2099-12-31"}}
TAKEN = {"json": {"company": LYS}}
LEVEL = {"json": {"visibility": "private"}}
TRIED = {"json": {"title": "Navette", "territory": "epci:248000531"}}
JUDGED = {"json": {"name": "Trajets"}}
FOUND = {"json": {"indicator": "Trajets", "value": 12, "on": "2026-03-01"}}
MET = {"json": {"text": "Pas de chauffeur", "on": "2026-03-01"}}
ENDED = {"json": {"verdict": "failed", "lesson": "Trop tard"}}
NEED = {"json": {"title": "Trouver un local", "siren": LYS, "on": "2026-11-02"}}
TAKE = {"json": {"kind": "take"}}
PROMOTED = {"json": {"theme": "emploi", "title": "Recruter", "addressee": "region", "due": "2099-01-31"}}
REPLY = {"json": {"text": "Un appel à projets"}}
PARTNERSHIP: dict[str, dict[str, Any]] = {
    "agreements": {"title": "PDEC", "parties": [{"name": "CCI Test"}, {"name": "Les Jardins (association)"}]},
    "strategies": {"title": "Cap", "territories": ["epci:200067999"]},
    "consultations": {"title": "Textile", "guests": ["CMA Test"]},
}
GUEST_REPLY = {"guest": "x", "text": "oui"}
OUTCOME = {"guest": "x", "outcome": "kept", "reason": "utile", "seen": "x"}
ASKED = '{"q0": {"query": "textiles de la lys"}}'
FILE = {
    "files": {"file": ("v.csv", b"nom;siren;date;statut\nTEXTILES DE LA LYS;732829320;2026-11-26;prevue\n")},
    "data": {"source": "visits"},
}


class Call(NamedTuple):
    """A route, the row of the table that it is of, how it is called, and what it answers to who may."""

    name: str
    row: str
    path: str
    options: dict[str, Any]
    answers: tuple[int, ...] = (200,)


CALLS = (
    Call("get /api/v1/companies", "read the open layer", "/api/v1/companies?q=textiles", {}),
    Call("get /api/v1/companies/{siren}", "read the open layer", f"/api/v1/companies/{LYS}", {}),
    Call("get /api/v1/who", "read the open layer", f"/api/v1/who?q={LYS}", {}),
    Call("get /api/v1/overlaps", "read the members' layer", "/api/v1/overlaps", {}),
    Call("get /api/v1/unsupported", "read the members' layer", "/api/v1/unsupported", {}),
    Call("post /api/v1/briefings", "read the members' layer", "/api/v1/briefings", {"json": {"companies": [LYS]}}),
    Call("get /api/v1/network", "read the members' layer", f"/api/v1/network?ego={LYS}", {}),
    Call("get /api/v1/centrality", "read the members' layer", f"/api/v1/centrality?ego={LYS}", {}),
    Call("get /api/v1/indicators", "read the members' layer", "/api/v1/indicators", {}),
    Call("get /api/v1/results", "read the members' layer", "/api/v1/results", {}),
    Call("get /api/v1/sharing", "read the members' layer", "/api/v1/sharing", {}),
    Call("post /api/v1/match", "read the members' layer", "/api/v1/match", {"json": {"mentions": [{"name": "x"}]}}),
    Call("get /api/v1/reconcile", "read the open layer", "/api/v1/reconcile", {}),
    Call("post /api/v1/reconcile", "read the open layer", "/api/v1/reconcile", {"data": {"queries": ASKED}}),
    Call("post /api/v1/visits", "create, modify", "/api/v1/visits", {"json": VISIT}, (201,)),
    Call("post /api/v1/visits/check", "create, modify", "/api/v1/visits/check", {"json": VISIT}),
    Call("post /api/v1/imports", "import", "/api/v1/imports", FILE, (201,)),
    Call("get /api/v1/imports", "read own records", "/api/v1/imports", {}),
    Call("get /api/v1/imports/{uid}", "read own records", f"/api/v1/imports/{UID}", {}, (404,)),
    Call("get /api/v1/imports/{uid}/findings", "read own records", f"/api/v1/imports/{UID}/findings", {}, (404,)),
    Call("get /api/v1/reviews", "read own records", "/api/v1/reviews", {}),
    Call("get /api/v1/reviews/{uid}", "read own records", f"/api/v1/reviews/{UID}", {}, (404,)),
    Call("post /api/v1/reviews/{uid}/accept", "decide", f"/api/v1/reviews/{UID}/accept", {"json": {}}, (404,)),
    Call("post /api/v1/reviews/{uid}/reject", "decide", f"/api/v1/reviews/{UID}/reject", {}, (404,)),
    Call("post /api/v1/reviews/{uid}/undo", "decide", f"/api/v1/reviews/{UID}/undo", {}, (404,)),
    Call("get /api/v1/exchanges", "read own records", "/api/v1/exchanges", {}),
    Call("get /api/v1/exchanges/{uid}", "read own records", f"/api/v1/exchanges/{UID}", {}, (404,)),
    Call("post /api/v1/exchanges", "create, modify", "/api/v1/exchanges", {"json": WISH}, (404,)),
    Call("post /api/v1/exchanges/{uid}/answer", "create, modify", f"/api/v1/exchanges/{UID}/answer", ACCEPT, (404,)),
    Call("post /api/v1/exchanges/{uid}/withdraw", "create, modify", f"/api/v1/exchanges/{UID}/withdraw", {}, (404,)),
    Call("post /api/v1/exchanges/{uid}/separate", "create, modify", f"/api/v1/exchanges/{UID}/separate", {}, (404,)),
    Call("post /api/v1/visits/{uid}/postpone", "create, modify", f"/api/v1/visits/{UID}/postpone", LATER, (404,)),
    Call("post /api/v1/overlaps/{uid}/decide", "decide", f"/api/v1/overlaps/{UID}/decide", DECIDED, (404,)),
    Call("post /api/v1/overlaps/{uid}/part", "decide", f"/api/v1/overlaps/{UID}/part", {}, (409,)),
    Call("get /api/v1/notices", "read own records", "/api/v1/notices", {}),
    Call("post /api/v1/notices/read", "read own records", "/api/v1/notices/read", {"json": {}}),
    Call("get /api/v1/campaigns", "read the members' layer", "/api/v1/campaigns", {}),
    Call("get /api/v1/campaigns/{uid}", "read the members' layer", f"/api/v1/campaigns/{UID}", {}, (404,)),
    Call("post /api/v1/campaigns", "create, modify", "/api/v1/campaigns", CAMPAIGN, (201,)),
    Call("post /api/v1/campaigns/{uid}/take", "create, modify", f"/api/v1/campaigns/{UID}/take", TAKEN, (404,)),
    Call("post /api/v1/campaigns/{uid}/release", "create, modify", f"/api/v1/campaigns/{UID}/release", TAKEN, (404,)),
    Call("post /api/v1/campaigns/{uid}/close", "create, modify", f"/api/v1/campaigns/{UID}/close", {}, (404,)),
    Call("post /api/v1/campaigns/{uid}/reopen", "create, modify", f"/api/v1/campaigns/{UID}/reopen", {}, (404,)),
    Call("post /api/v1/campaigns/{uid}/level", "create, modify", f"/api/v1/campaigns/{UID}/level", LEVEL, (404,)),
    Call("get /api/v1/needs", "read the members' layer", "/api/v1/needs", {}),
    Call("get /api/v1/needs/{uid}", "read the members' layer", f"/api/v1/needs/{UID}", {}, (404,)),
    Call("post /api/v1/needs", "create, modify", "/api/v1/needs", NEED, (201,)),
    Call("post /api/v1/needs/{uid}/acts", "create, modify", f"/api/v1/needs/{UID}/acts", TAKE, (404,)),
    Call("get /api/v1/territorial-needs", "read the members' layer", "/api/v1/territorial-needs", {}),
    Call("post /api/v1/territorial-needs", "create, modify", "/api/v1/territorial-needs", PROMOTED, (400, 409, 422)),
    Call("post /api/v1/territorial-needs/{uid}/answer", "create, modify", f"/api/v1/territorial-needs/{UID}/answer",
         REPLY, (404,)),
    Call("get /api/v1/allocations", "read the members' layer", "/api/v1/allocations", {}, (400, 422)),
    *(Call(f"get /api/v1/{one}", "read the members' layer", f"/api/v1/{one}", {}) for one in PARTNERSHIP),
    *(
        Call(f"get /api/v1/{one}/{{uid}}", "read the members' layer", f"/api/v1/{one}/{UID}", {}, (404,))
        for one in PARTNERSHIP
    ),
    *(
        Call(f"post /api/v1/{one}", "create, modify", f"/api/v1/{one}", {"json": said}, (201,))
        for one, said in PARTNERSHIP.items()
    ),
    Call(
        "post /api/v1/agreements/{uid}/actions",
        "create, modify",
        f"/api/v1/agreements/{UID}/actions",
        {"json": {"title": "x"}},
        (404,),
    ),
    Call(
        "post /api/v1/consultations/{uid}/reply",
        "create, modify",
        f"/api/v1/consultations/{UID}/reply",
        {"json": GUEST_REPLY},
        (404,),
    ),
    Call(
        "post /api/v1/consultations/{uid}/outcome",
        "create, modify",
        f"/api/v1/consultations/{UID}/outcome",
        {"json": OUTCOME},
        (404,),
    ),
    Call("post /api/v1/consultations/{uid}/close", "create, modify", f"/api/v1/consultations/{UID}/close", {}, (404,)),
    Call(
        "post /api/v1/consultations/{uid}/reopen", "create, modify", f"/api/v1/consultations/{UID}/reopen", {}, (404,)
    ),
    Call("get /api/v1/envelopes", "read the members' layer", "/api/v1/envelopes", {}),
    Call(
        "post /api/v1/envelopes",
        "create, modify",
        "/api/v1/envelopes",
        {"json": {"title": "Aides", "year": 2026, "amount_eur": 100}},
        (201,),
    ),
    Call("get /api/v1/envelopes/{uid}", "read the members' layer", f"/api/v1/envelopes/{UID}", {}, (404,)),
    Call(
        "post /api/v1/envelopes/{uid}/transfer",
        "create, modify",
        f"/api/v1/envelopes/{UID}/transfer",
        {"json": {"into": UID, "amount_eur": 1, "reason": "peu de dossiers"}},
        (404,),
    ),
    Call(
        "post /api/v1/commitments",
        "create, modify",
        "/api/v1/commitments",
        {"json": {"envelope": "Aides", "title": "Four", "amount_eur": 10}},
        (201,),
    ),
    Call(
        "post /api/v1/commitments/{uid}/pay",
        "create, modify",
        f"/api/v1/commitments/{UID}/pay",
        {"json": {"paid_eur": 1}},
        (404,),
    ),
    Call("get /api/v1/posts", "read the members' layer", "/api/v1/posts", {}),
    Call(
        "post /api/v1/posts",
        "create, modify",
        "/api/v1/posts",
        {"json": {"function": "Chargé", "territories": ["200093201"]}},
        (201,),
    ),
    Call("get /api/v1/trainings", "read the members' layer", "/api/v1/trainings", {}),
    Call(
        "post /api/v1/trainings",
        "create, modify",
        "/api/v1/trainings",
        {"json": {"title": "Aides", "on": "2026-10-12"}},
        (201,),
    ),
    Call("get /api/v1/staffing", "read the members' layer", "/api/v1/staffing", {}),
    Call("get /api/v1/committees", "read the members' layer", "/api/v1/committees", {}),
    Call(
        "post /api/v1/committees",
        "create, modify",
        "/api/v1/committees",
        {"json": {"title": "Comité", "on": "2026-10-12"}},
        (201,),
    ),
    Call("get /api/v1/committees/{uid}", "read the members' layer", f"/api/v1/committees/{UID}", {}, (404,)),
    Call(
        "post /api/v1/agenda",
        "create, modify",
        "/api/v1/agenda",
        {"json": {"committee": "Comité", "title": "Four"}},
        (201,),
    ),
    Call(
        "post /api/v1/agenda/{uid}/decide",
        "create, modify",
        f"/api/v1/agenda/{UID}/decide",
        {"json": {"verdict": "unfavourable", "reason": "trop tôt"}},
        (404,),
    ),
    Call("get /api/v1/referrals", "read the members' layer", "/api/v1/referrals", {}),
    Call(
        "post /api/v1/referrals",
        "create, modify",
        "/api/v1/referrals",
        {"json": {"title": "Quel plafond ?", "addressee": "CMA Test"}},
        (201,),
    ),
    Call(
        "post /api/v1/referrals/{uid}/answer",
        "create, modify",
        f"/api/v1/referrals/{UID}/answer",
        {"json": {"answer": "La moitié."}},
        (404,),
    ),
    Call("get /api/v1/duplicates", "read the members' layer", "/api/v1/duplicates", {}),
    Call("get /api/v1/duplicates/decisions", "read the members' layer", "/api/v1/duplicates/decisions", {}),
    Call("get /api/v1/duplicates/decisions/{uid}", "read the members' layer", PAIR, {}, (404,)),
    Call("post /api/v1/duplicates/merge", "decide", "/api/v1/duplicates/merge", TWO, (404,)),
    Call("post /api/v1/duplicates/distinct", "decide", "/api/v1/duplicates/distinct", TWO, (404,)),
    Call("post /api/v1/duplicates/decisions/{uid}/undo", "decide", f"{PAIR}/undo", {}, (404,)),
    Call("get /api/v1/experiments", "read the members' layer", "/api/v1/experiments", {}),
    Call(
        "get /api/v1/experiments/like",
        "read the members' layer",
        "/api/v1/experiments/like?theme=emploi&territory=epci:248000531",
        {},
    ),
    Call("get /api/v1/experiments/{uid}", "read the members' layer", f"/api/v1/experiments/{UID}", {}, (404,)),
    Call(
        "get /api/v1/experiments/{uid}/spreading",
        "read the members' layer",
        f"/api/v1/experiments/{UID}/spreading",
        {},
        (404,),
    ),
    Call(
        "get /api/v1/experiments/{uid}/effects",
        "read the members' layer",
        f"/api/v1/experiments/{UID}/effects",
        {},
        (404,),
    ),
    Call("post /api/v1/experiments", "create, modify", "/api/v1/experiments", TRIED, (201,)),
    Call(
        "post /api/v1/experiments/{uid}/indicators",
        "create, modify",
        f"/api/v1/experiments/{UID}/indicators",
        JUDGED,
        (404,),
    ),
    Call(
        "post /api/v1/experiments/{uid}/results", "create, modify", f"/api/v1/experiments/{UID}/results", FOUND, (404,)
    ),
    Call(
        "post /api/v1/experiments/{uid}/difficulties",
        "create, modify",
        f"/api/v1/experiments/{UID}/difficulties",
        MET,
        (404,),
    ),
    Call(
        "post /api/v1/experiments/{uid}/verdict", "create, modify", f"/api/v1/experiments/{UID}/verdict", ENDED, (404,)
    ),
    Call("get /healthz", "the service itself", "/healthz", {}),
    Call("get /readyz", "the service itself", "/readyz", {}),
    Call("get /api/v1/problems/{kind}", "the service itself", "/api/v1/problems/not-found", {}),
)  # fmt: skip


def may(role: str, row: str) -> bool:
    return dict(zip(ROLES, TABLE[row].split(), strict=True))[role] == "yes"


@pytest.fixture
def door(graph: Graph, tmp_path: Path) -> Client:
    """The API as people and programs reach it, with two institutions that were admitted."""
    given(graph, *OPERATORS, *COMPANIES)
    graph.write("MERGE (c:Counter {name: 'reference'}) SET c.value = $vintage", vintage=VINTAGE)
    for uid in ("cci", "cma"):
        admit(graph, platform(), uid)
    return Client(Service(graph, Settings(home=tmp_path)))


def shown(graph: Graph, role: str, *, charter: bool = True) -> dict[str, str]:
    """The headers that somebody of this role sends."""
    if role == "anonymous":
        return {}
    if role == "api_key":
        if charter:
            join(graph, Role.STEWARD, email="key@cci.example")
        return {"Authorization": f"Bearer {create_key(graph, local('cci'), 'Essai')[1].shown}"}
    signed = join(graph, Role(role), charter=charter)
    return {"Cookie": f"{COOKIE}={signed.shown}", forgery.HEADER: forgery.token(signed.identity)}


def test_the_table_has_every_route_and_no_other(door: Client) -> None:
    routes = {f"{method} {path}" for path, methods in door.app.openapi()["paths"].items() for method in methods}
    assert routes == {call.name for call in CALLS}


@pytest.mark.parametrize("role", ROLES)
def test_each_route_answers_each_role_as_the_table_says(door: Client, role: str) -> None:
    headers = shown(door.service.graph, role)
    mismatches = []
    for call in CALLS:
        answer = door.request(call.name.split()[0].upper(), call.path, headers=headers, **call.options)
        refused = (401,) if role == "anonymous" else (403,)
        expected = call.answers if may(role, call.row) else refused
        if answer.status_code not in expected:
            mismatches.append(f"{role}: {call.name} answered {answer.status_code}, not {expected}: {answer.text}")
    assert mismatches == []
    written = door.service.graph.system_read("MATCH ()-[v:VISITED]->() RETURN DISTINCT v.owner AS owner")
    assert written == ([{"owner": "cci"}] if may(role, "create, modify") else [])


@pytest.mark.parametrize("role", ["reader", "contributor", "steward", "api_key", "dpo"])
def test_without_the_charter_nothing_is_answered(door: Client, role: str) -> None:
    headers = shown(door.service.graph, role, charter=False)
    for call in CALLS:
        answer = door.request(call.name.split()[0].upper(), call.path, headers=headers, **call.options)
        if call.row == "the service itself":
            assert answer.status_code == 200
        else:
            assert (answer.status_code, "charte" in answer.json()["detail"]) == (403, True), call.name


def test_the_roles_of_the_table_are_all_the_roles() -> None:
    assert {role.value for role in Role} == set(ROLES)

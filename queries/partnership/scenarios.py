"""Ways of sharing an amount out that institutions kept: what was asked, and what each territory got that day."""

from __future__ import annotations

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller, Visibility
from queries.cypher import load
from queries.models import Answer
from queries.partnership.profiles import Level

CYPHER = load(__file__)
MOST = 200


class Scenario(Answer):
    """One of them; `shares` are (code, cents)."""

    uid: str
    own: bool
    institution: str
    visibility: Visibility
    name: str
    level: Level
    amount_cents: int
    floor_cents: int
    weights: dict[str, float]
    shares: tuple[tuple[str, int], ...]
    made_at: str


def scenarios(graph: Graph, caller: Caller) -> tuple[Scenario, ...]:
    """Return those that the caller may know, latest first.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    return tuple(_scenario(row) for row in graph.read(CYPHER, caller, uid=None, many=MOST))


def scenario(graph: Graph, caller: Caller, uid: str) -> Scenario:
    """Return one of them.

    Raises:
        NotFound: there is none, or it is another institution's own.
    """
    caller.members_only()
    found = graph.read(CYPHER, caller, uid=uid, many=1)
    if not found:
        raise NotFound("Ce scénario n'existe pas.", hint="Voyez la liste des scénarios.")
    return _scenario(found[0])


def _scenario(row: dict[str, object]) -> Scenario:
    names, weights, codes, cents = (row.pop(name) for name in ("indicators", "weights", "codes", "cents"))
    pairs = {
        "weights": dict(zip(names, weights, strict=True)),  # type: ignore[call-overload]
        "shares": tuple(zip(codes, cents, strict=True)),  # type: ignore[call-overload]
    }
    return Scenario.model_validate(row | pairs)

"""An amount shared out between the territories of a region by their profile: each share, why, how it moves."""

from __future__ import annotations

from datetime import date

from pydantic import Field, field_validator

from graph.store import Graph
from graph.visibility import Caller
from queries.days import today
from queries.models import Answer
from queries.partnership.profiles import CRITERIA, Level, Profile, profiles
from queries.partnership.sharing import Wanted, evenly, share_out

MOST_EUR = 10_000_000_000
HIGHEST = 10.0
DEFAULT_WEIGHTS = {"population": 1.0, "entreprises": 1.0, "sans-accompagnement": 1.0}


class AllocationScope(Answer):
    """What is shared out: an amount, the level of territories, a floor, and the weight of each criterion."""

    amount_cents: int = Field(default=1_000_000_00, ge=0, le=MOST_EUR * 100)
    floor_cents: int = Field(default=0, ge=0, le=MOST_EUR * 100)
    level: Level = "departement"
    weights: dict[str, float] = DEFAULT_WEIGHTS

    @field_validator("weights")
    @classmethod
    def _known(cls, weights: dict[str, float]) -> dict[str, float]:
        for name, weight in weights.items():
            if name not in CRITERIA:
                raise ValueError(f"critère inconnu « {name} » ; possibles : {', '.join(CRITERIA)}")
            if not 0 <= weight <= HIGHEST:
                raise ValueError(f"le poids de « {name} » va de 0 à {HIGHEST:.0f}")
        return weights


class Why(Answer):
    """What one criterion brings to a share, and what one more point of its weight would change, in cents."""

    criterion: str
    value: float
    unknown: bool
    cents: float
    one_more_point_cents: float


class Share(Answer):
    """What a territory gets, beside what it would get if all had the same, or each by its inhabitants."""

    code: str
    name: str
    cents: int
    equal_cents: int
    per_inhabitant_cents: int
    floor_cents: int
    why: tuple[Why, ...]


class Allocation(Answer):
    """The shares of all territories, by code; they sum to the amount."""

    scope: AllocationScope
    as_of: str
    shares: tuple[Share, ...]


def allocation(
    graph: Graph, caller: Caller, scope: AllocationScope, region: str, *, as_of: date | None = None
) -> Allocation:
    """Return an amount shared out between the territories of a region.

    Raises:
        AccessRefused: the caller is not a member.
        Misuse: no territory, all weights 0, or floors above the amount.
    """
    as_of = as_of or today()
    found = profiles(graph, caller, scope.level, region, as_of=as_of)
    weights = {name: scope.weights[name] for name in CRITERIA if scope.weights.get(name)}
    values = {one.code: one.values for one in found}
    parts = share_out(Wanted(scope.amount_cents, weights, scope.floor_cents), values)
    equal = evenly(scope.amount_cents, dict.fromkeys(values, 1.0))
    people = evenly(scope.amount_cents, {one.code: one.values["population"] for one in found})
    by_code = {one.code: one for one in found}
    shares = tuple(
        Share(
            code=part.code,
            name=by_code[part.code].name,
            cents=part.cents,
            equal_cents=equal[part.code],
            per_inhabitant_cents=people[part.code],
            floor_cents=scope.floor_cents,
            why=tuple(
                _why(by_code[part.code], name, float(part.by_indicator[name]), float(part.moves[name]))
                for name in weights
            ),
        )
        for part in parts
    )
    return Allocation(scope=scope, as_of=as_of.isoformat(), shares=shares)


def _why(one: Profile, name: str, cents: float, moves: float) -> Why:
    return Why(
        criterion=name,
        value=one.values[name],
        unknown=name in one.unknown,
        cents=round(cents, 2),
        one_more_point_cents=round(moves, 2),
    )

"""Find a company: the candidates that a text may designate, who they are, and when they were last met."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Literal

from graph.errors import Misuse
from graph.store import Graph
from graph.visibility import Caller
from matching import Candidate
from queries.cypher import load
from queries.days import today
from queries.models import MASKED_NAME, Answer, Company, Status, Visit
from queries.registry import registry
from queries.scope import Scope, resolve
from queries.visits import visits_of

CYPHER = load(__file__)
MOST = 50
WIDENED = 20
"""How many times more candidates are taken when a scope may rule some out."""
LONGEST = 300
LEAST = 0.02
"""A lower score says that the names have nothing in common but some letters."""


class SearchScope(Scope):
    """Which companies a search may show: `state` in the register, `contact` the last visit known to be done.

    `contact`: `never`, within the last `year`, or `older` than that.
    """

    state: Literal["open", "closed"] | None = None
    contact: Literal["never", "year", "older"] | None = None

    @property
    def everything(self) -> bool:
        """Whether nothing is ruled out."""
        return super().everything and self.state is None and self.contact is None


class Meeting(Answer):
    """A visit known to be done or planned: its day, or its month when it is only signalled, and by whom."""

    on: str | None
    operators: tuple[str, ...]


class Found(Answer):
    """A company that the text may designate; `score` is from 0 to 1, `reasons` say why, in French.

    `last_met` is the last visit known to be done, `expected` the next one known to be planned.
    """

    company: Company
    score: float
    reasons: tuple[str, ...] = ()
    last_met: Meeting | None = None
    expected: Meeting | None = None


class SearchResult(Answer):
    """The candidates, best first."""

    count: int
    candidates: tuple[Found, ...]


def search(
    graph: Graph,
    caller: Caller,
    text: str,
    scope: SearchScope | None = None,
    *,
    limit: int = 10,
    as_of: date | None = None,
) -> SearchResult:
    """Return the companies that a text may designate, best first.

    Args:
        graph: the store.
        caller: on whose behalf; companies entered by hand are found by those who may know them.
        text: a name as somebody remembers it, or a SIREN or SIRET. A company of partial diffusion is found
            by its
            number alone, for an answer to its name would tell it.
        scope: where and of what kind the company must be, and when it was last met.
        limit: how many candidates at most, 1 to 50.
        as_of: the day that tells done from planned; default today.

    Raises:
        Misuse: nothing to look for, or a text that cannot be a name.
    """
    scope, as_of, wanted = scope or SearchScope(), as_of or today(), _wanted(text)
    if not 1 <= limit <= MOST:
        raise Misuse(f"La recherche rend de 1 à {MOST} candidats, pas {limit}.")
    resolved = resolve(graph, caller, scope)
    most = limit if resolved.everything else limit * WIDENED
    candidates = [one for one in registry(graph, caller).search(wanted, most) if one.score >= LEAST]
    if not candidates:
        return SearchResult(count=0, candidates=())
    records = graph.read(
        CYPHER, caller, uids=[one.uid for one in candidates], masked_name=MASKED_NAME, **resolved.parameters
    )
    known = {record["company"]["uid"]: record for record in records}
    found = [_found(one, known[one.uid], as_of) for one in candidates if one.uid in known]
    kept = [one for one in found if _inside(one, scope, as_of)][:limit]
    return SearchResult(count=len(kept), candidates=tuple(kept))


def _inside(found: Found, scope: SearchScope, as_of: date) -> bool:
    if scope.state and found.company.state != scope.state:
        return False
    on = found.last_met.on if found.last_met else None
    # A visit that is only signalled is known by its month: the month of a year ago counts as within the year.
    met = "never" if found.last_met is None else "older"
    if on and on >= (as_of - timedelta(days=365)).isoformat()[: len(on)]:
        met = "year"
    return scope.contact in (None, met)


def _wanted(text: str) -> str:
    wanted = text.strip()
    if not wanted:
        raise Misuse("Rien à chercher.", hint="Donnez un nom, un SIREN ou un SIRET.")
    if len(wanted) > LONGEST:
        raise Misuse(f"Le texte cherché dépasse {LONGEST} caractères.", hint="Donnez un nom seul.")
    return wanted


def _found(candidate: Candidate, record: dict[str, Any], as_of: date) -> Found:
    visits = visits_of(record["visits"], as_of)
    done = [visit for visit in visits if visit.status is Status.DONE]
    ahead = [visit for visit in visits if visit.status is Status.PLANNED and (visit.latest or "") >= as_of.isoformat()]
    return Found(
        company=Company.of(record["company"]),
        score=round(candidate.score, 3),
        reasons=candidate.reasons,
        last_met=_meeting(done[0]) if done else None,
        expected=_meeting(ahead[-1]) if ahead else None,
    )


def _meeting(visit: Visit) -> Meeting:
    return Meeting(on=visit.on, operators=visit.operators)

"""The two visits behind one overlap of the list: their keys and whose they are, to decide about; never to be shown."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.days import today
from queries.models import MASKED_NAME, Overlap, Visit
from queries.overlap_kinds import overlap, told
from queries.overlaps import decision_key, name_of, uid_of
from queries.visits import visits_by_key

CYPHER = load(__file__)
WIDEST_DAYS = 3660


class Pair(NamedTuple):
    """Two visits that overlap; `owners` are the institutions whose records they are."""

    overlap: Overlap
    key: str
    visits: tuple[str, str]
    owners: frozenset[str]


def overlap_pair(graph: Graph, caller: Caller, company: str, uid: str, *, as_of: date | None = None) -> Pair:
    """Return the two visits of the overlap of that uid, as all members alike may know them.

    Raises:
        NotFound: no such overlap at that company, or no longer.
    """
    as_of = as_of or today()
    found = graph.read(CYPHER, caller.across, company=company, masked_name=MASKED_NAME)
    record = found[0] if found else {"edges": []}
    by_key = visits_by_key(record["edges"], as_of)
    names = {key: name_of(visit, _twins_before(by_key, key)) for key, visit in by_key.items()}
    keys = sorted(by_key)
    for place, one in enumerate(keys):
        for two in keys[place + 1 :]:
            here = overlap(by_key[one], by_key[two], WIDEST_DAYS)
            if here and uid_of(company, names[one], names[two]) == uid:
                return _pair(record, by_key, (one, two), uid)
    raise NotFound("Ce recouvrement n'existe plus.", hint="Rechargez la liste : une des visites a changé.")


def _pair(record: dict[str, Any], by_key: dict[str, Visit], keys: tuple[str, str], uid: str) -> Pair:
    visits = sorted((by_key[keys[0]], by_key[keys[1]]), key=lambda one: (one.earliest or "", one.latest or ""))
    owners = frozenset(edge["owner"] for edge in record["edges"] if edge["visit"] in keys)
    return Pair(told(record, uid, *visits), decision_key(*keys), keys, owners)


def _twins_before(by_key: dict[str, Visit], key: str) -> int:
    """Count the visits that cannot be told from this one by what is shown, and come before it."""
    mine = by_key[key]
    return sum(
        other < key
        for other, visit in by_key.items()
        if visit.signalled and (visit.earliest, visit.latest, visit.operator_uids)
        == (mine.earliest, mine.latest, mine.operator_uids)
    )  # fmt: skip

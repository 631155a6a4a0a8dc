"""Which state of the facts the graph holds, so that what is kept in memory knows when it is stale, and why.

Every write moves the edition in its own transaction, and says which companies it spoke of when it knows; a write that
does not say is taken to have changed everything. Only what speaks of accounts and imports alone leaves it where it is.
So no writer can forget. A graph of which nothing is kept has no edition, and pays nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.visibility import ACCOUNT_NODES

if TYPE_CHECKING:
    from graph.store import Graph

REMEMBERED = 10_000
"""Changes that are told apart; who knows an older edition reads everything again."""

# `value` on both sides: Neo4j takes the lock before it reads, so that editions follow the order of commits.
STAMP = """
MATCH (e:Edition {name: 'facts'})
SET e.value = e.value + 1
CREATE (:Change {number: e.value, companies: $companies})
"""
_BEGIN = """
MERGE (e:Edition {name: 'facts'})
ON CREATE SET e.value = 0, e.born = randomUUID()
WITH e
MATCH (x:Change) WHERE x.number <= e.value - $remembered
DELETE x
"""
_SINCE = """
MATCH (e:Edition {name: 'facts'})
OPTIONAL MATCH (x:Change) WHERE x.number > $known AND x.number <= e.value
RETURN e.born AS born, e.value AS number, count(x) AS changes, collect(x.companies) AS companies
"""
_LABELS = re.compile(r":\s*([A-Z][a-z]\w*)")
_WIDE = re.compile(r"-\[|:\s*\$\(|DETACH|\(\s*\w*\s*(\{|\)\s*(WHERE|SET|DELETE|CALL|WITH))")
"""An edge, a label that is a parameter, a node of any label: what may be more than the labels that a text names."""
_APART = ACCOUNT_NODES | {"Import", "Review", "Edition", "Change"}


class State(NamedTuple):
    """The edition of the facts, and the companies that changed since another; None when that is not known."""

    born: str
    number: int
    changed: frozenset[str] | None


def begin(graph: Graph) -> None:
    """Give the graph an edition if it has none, and forget the oldest changes."""
    graph.write(_BEGIN, remembered=REMEMBERED)


def since(graph: Graph, known: int) -> State | None:
    """Return the edition of the graph and what changed since an earlier one, None when it has none."""
    found = graph.system_read(_SINCE, known=known)
    if not found:
        return None
    [state] = found
    told = len(state["companies"]) == state["changes"] == state["number"] - known
    changed = frozenset(uid for uids in state["companies"] for uid in uids) if told else None
    return State(state["born"], state["number"], changed)


def stamp(cyphers: Iterable[str], companies: Iterable[str] | None) -> tuple[str, dict[str, Any]] | None:
    """Return the statement that moves the edition with these writes, None when they leave the facts as they are."""
    if all(_apart(cypher) for cypher in cyphers):
        return None
    return STAMP, {"companies": None if companies is None else sorted(companies)}


def _apart(cypher: str) -> bool:
    """Whether a text names accounts or imports, and reads institutions at most beside them.

    >>> _apart("MATCH (s:Session {uid: 'a'}) SET s.seen_at = 1"), _apart("MATCH (n) DELETE n")
    (True, False)
    """
    named = set(_LABELS.findall(cypher))
    return bool(named & _APART) and named <= _APART | {"Operator"} and not _WIDE.search(cypher)

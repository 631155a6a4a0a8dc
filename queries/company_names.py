"""The names of companies that a list knows by number."""

from __future__ import annotations

from collections.abc import Iterable

from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.models import MASKED_NAME, Answer

CYPHER = load(__file__)


class CompanyName(Answer):
    """What a company is called; `key` is the number that was asked for."""

    key: str
    name: str


def company_names(graph: Graph, caller: Caller, keys: Iterable[str]) -> dict[str, str]:
    """Return the names of companies by SIREN or uid; a company that the caller may not know is left out."""
    wanted = sorted(set(keys))
    found = graph.read_all(CYPHER, CompanyName, caller, keys=wanted, masked_name=MASKED_NAME) if wanted else []
    return {one.key: one.name for one in found}

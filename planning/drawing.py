"""The companies of a campaign, drawn from the list without accompaniment, and how that is said."""

from __future__ import annotations

from collections.abc import Sequence

from graph.store import Graph
from graph.visibility import Caller
from planning.campaigns import Chosen
from queries.campaigns import MOST_COMPANIES
from queries.models import Page
from queries.unsupported import UnsupportedScope, unsupported


def drawn(
    graph: Graph, caller: Caller, scope: UnsupportedScope, *, only: Sequence[str] = ()
) -> tuple[list[Chosen], str]:
    """Return the first 500 companies of the list, or those of them that are named, and how it was drawn in French.

    Args:
        graph: the store.
        caller: a member.
        scope: which list.
        only: uids or SIRENs; one that the list does not hold is left out.

    Raises:
        Misuse: a territory or sector that does not exist.
    """
    found = unsupported(graph, caller, scope, page=Page(limit=MOST_COMPANIES)).companies
    wanted = set(only)
    companies = [
        Chosen(one.uid, one.reasons[0] if one.reasons else "")
        for one in found
        if not wanted or wanted & {one.uid, one.siren}
    ]
    return companies, said_of(scope)


def said_of(scope: UnsupportedScope) -> str:
    """Say in French which list a scope is; its words were checked when the list was drawn.

    >>> said_of(UnsupportedScope(territory=("Amiens",), ess=True, months=6))
    'Amiens, ESS, sans accompagnement connu depuis 6 mois'
    """
    sizes = [f"{size} salariés" if size[0].isdigit() else size for size in scope.size]
    ess = {True: ["ESS"], False: ["hors ESS"], None: []}[scope.ess]
    since = f"depuis le {scope.since:%d/%m/%Y}" if scope.since else f"depuis {scope.months} mois"
    return ", ".join([*scope.territory, *scope.sector, *sizes, *ess, f"sans accompagnement connu {since}"])

"""Whom a row names besides its company: its institution, places, parties, what it belongs to, who leads it."""

from __future__ import annotations

from graph.store import Graph
from ingest.facts import NodeRecord, Roles
from ingest.operators import Operators
from ingest.parents import Parents
from ingest.parties import Parties, settle_parties
from ingest.referring import ends
from ingest.source import Source
from ingest.understanding import Understood


class Named:
    """Finds the ends of the links of rows.

    Args:
        graph: where they are looked for.
        source: what the rows are.
        operators: the institutions.
        parties: tells whom the names of parties and guests mean.
        owner: the institution whose rows they are.
    """

    def __init__(self, graph: Graph, source: Source, operators: Operators, parties: Parties, owner: str) -> None:
        self._source = source
        self._operators = operators
        self._parties = parties
        self._parents = Parents(graph, owner)

    def roles(
        self, row: Understood, uid: str, company: str | None, operator: str | None
    ) -> tuple[Roles, list[NodeRecord]]:
        """Return the ends of a row's links, and the nodes to make of those whom only it names.

        Args:
            row: its values; the level of what it belongs to is put there where it says none.
            uid: stands for the row.
            company: the company it speaks of.
            operator: the institution that acts.

        Raises:
            NotFound: nobody is known by the name of a party.
            Refused: what it belongs to is not there, or a party is named twice.
        """
        values = row.values
        roles, made = Roles(facts=ends(self._source, values)), []
        roles.operator = ("Operator", operator) if operator else None
        roles.company = ("Company", company) if company else None
        if values.get("territory"):
            roles.territory = ("Territory", values["territory"])
        roles.territories = tuple(("Territory", each) for each in values.get("territories", ()))
        if self._source.parent and "parent" in values:
            parent = self._parents.find(self._source, values["parent"])
            roles.parent = parent.end
            values.setdefault("visibility", parent.visibility)
        if leader := self._operators.find(values.get("leader_name") or ""):
            roles.leader = ("Operator", leader)
        if "parties" in values:
            level = str(values.get("visibility") or self._source.visibility.value)
            found = self._parties.all(values["parties"], uid, level)
            settle_parties(roles, found, values)
            made = [party.made for party in found if party.made]
        return roles, made

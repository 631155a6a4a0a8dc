"""Persons who are not to come back: recognised in what comes in, and left out of it; the rest is taken as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.persons.acts import read_mark
from graph.persons.holdings import replaced_in
from graph.persons.sealing import Seal, key_of
from graph.persons.traces import Wanted
from graph.store import Graph

LEFT_OUT = "[non repris]"
_READ = "MATCH (s:Suppression {owner: $owner}) RETURN s.marks AS marks, s.records AS records"


class Blocking:
    """The persons that one institution's records may hold no longer; costs nothing where there are none.

    Args:
        graph: where they are listed.
        owner: uid of the institution.
    """

    def __init__(self, graph: Graph, owner: str) -> None:
        found = graph.system_read(_READ, owner=owner)
        self._everywhere: Wanted | None = None
        self._somewhere: dict[str, Wanted] = {}
        if not found:
            return
        seal = Seal(key_of(graph.home), owner)
        everywhere = [mark for one in found if not one["records"] for mark in one["marks"]]
        if everywhere:
            self._everywhere = Wanted(map(read_mark, everywhere), seal)
        for one in found:
            for ref in one["records"]:
                self._somewhere[ref.partition(":")[2]] = Wanted(map(read_mark, one["marks"]), seal)

    @property
    def idle(self) -> bool:
        """Whether there is nobody to leave out."""
        return self._everywhere is None and not self._somewhere

    def left_out(self, values: Mapping[str, Any], uid: str | None = None) -> dict[str, Any]:
        """Return the values that held such a person, without them: None where nothing else stood.

        Args:
            values: what a row says, or a remark on it.
            uid: of the record that the row becomes.
        """
        made: dict[str, Any] = {}
        for wanted in (self._everywhere, self._somewhere.get(uid or "")):
            if wanted is None:
                continue
            for name, value in values.items():
                new = replaced_in(name, made.get(name, value), wanted, LEFT_OUT)
                if new is not None:
                    made[name] = None if new == LEFT_OUT else new
        return made

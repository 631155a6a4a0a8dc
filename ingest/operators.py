"""Which institution a name means, among those that DORE knows; nobody is created without being asked."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz, process

from graph.errors import NotFound
from graph.store import Graph
from ingest.facts import NodeRecord, Provenance
from ingest.reading import fold_header

# In one record: each import reads them all, and a record of its own for each costs ten times as much.
READ = "MATCH (o:Operator) RETURN collect([o.uid, o.name, o.aliases, o.siren]) AS operators"
NEAR_SCORE = 60
NEAR_COUNT = 5


class Operators:
    """The institutions of the graph, by every way of writing their names.

    Args:
        graph: read once.
    """

    def __init__(self, graph: Graph) -> None:
        self._by_name: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.created: list[NodeRecord] = []
        [record] = graph.system_read(READ)
        for uid, name, aliases, siren in record["operators"]:
            self.add(uid, name, aliases or [], siren)

    def add(self, uid: str, name: str, aliases: list[str], siren: str | None = None) -> None:
        """Make an institution known under its uid, its names and its SIREN."""
        self.names[uid] = name
        for written in (uid, name, *aliases, *([siren] if siren else [])):
            self._by_name.setdefault(_fold(written), uid)

    def find(self, written: str) -> str | None:
        """Return the uid of the institution that this name means, or None."""
        return self._by_name.get(_fold(written))

    def near(self, written: str) -> list[str]:
        """Return up to five names that look like it, nearest first."""
        found = process.extract(
            _fold(written),
            {uid: _fold(name) for uid, name in self.names.items()},
            scorer=fuzz.token_set_ratio,
            score_cutoff=NEAR_SCORE,
            limit=NEAR_COUNT,
        )
        return [self.names[uid] for _, _, uid in found]

    def resolve(self, written: str, creating: Provenance | None = None) -> str:
        """Return the uid of the institution.

        Args:
            written: its name.
            creating: what a new one of that name bears; None when an unknown name is refused.

        Raises:
            NotFound: nobody is known by that name; the hint offers the near ones.
        """
        uid = self.find(written)
        if uid is not None:
            return uid
        if creating is None:
            near = self.near(written)
            offered = f"Vouliez-vous dire : {', '.join(near)} ? Sinon" if near else "Au besoin"
            raise NotFound(
                f"Institution inconnue : « {written} ».",
                hint=f"{offered}, ajoutez --create-operator pour la créer.",
            )
        uid = operator_uid(written)
        properties = {"uid": uid, "name": written, "is_member": False, **creating.properties()}
        self.created.append(NodeRecord("Operator", uid, properties))
        self.add(uid, written, [])
        return uid

    def spell(self, uid: str, written: str) -> bool:
        """Take an institution's own way of writing its name, in place of another spelling of the same name.

        Returns:
            Whether its name has to be written anew.
        """
        name = self.names.get(uid)
        if name is None or written in (name, uid) or _fold(name) != _fold(written):
            return False
        self.names[uid] = written
        return True

    def take_created(self) -> list[NodeRecord]:
        """Return the institutions created since the last call, to be written."""
        created, self.created = self.created, []
        return created


def operator_uid(name: str) -> str:
    """Return the uid of an institution: its name, folded, with hyphens.

    >>> operator_uid("CCI Hauts-de-France")
    'cci-hauts-de-france'
    """
    return re.sub(r"[^a-z0-9]+", "-", _fold(name)).strip("-")


_fold = lru_cache(maxsize=8192)(fold_header)

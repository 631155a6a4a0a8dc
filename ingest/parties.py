"""Who is named in an agreement or a consultation: an institution, a territory, a company, or somebody else."""

from __future__ import annotations

import re
from typing import NamedTuple

from graph.errors import NotFound, Refused
from ingest.facts import End, NodeRecord, Provenance, Roles
from ingest.linking import Linker
from ingest.operators import Operators
from ingest.reading import fold_header
from ingest.reference.tables import communes
from ingest.sources.parsers import territory
from ingest.understanding import digest

PARTY_SCORE = 0.9
"""Below it a name that looks like a company's is not taken for it."""
OUTSIDE = ("association", "collectif", "hors membres", "autre")
"""What is written in parentheses after the name of somebody whom no register tells."""
_OUTSIDE = re.compile(rf"(.+?)\s*\(({'|'.join(OUTSIDE)})\)", re.IGNORECASE)
_COMMUNE = re.compile(
    r"(?:commune:|(?:commune|ville|mairie)\s+(?:de\s+la\s+|de\s+l'|du\s+|des\s+|de\s+|d'))(.+)", re.IGNORECASE
)


class Party(NamedTuple):
    """One who is named, and the node to be made where none exists yet."""

    end: End
    made: NodeRecord | None = None


class Parties:
    """Tells whom names mean.

    Args:
        operators: the institutions.
        linker: finds the companies.
        provenance: whose rows they are.
        creating: what an institution that nobody knows bears; None when it is refused.
    """

    def __init__(
        self, operators: Operators, linker: Linker, provenance: Provenance, creating: Provenance | None
    ) -> None:
        self._operators = operators
        self._linker = linker
        self._provenance = provenance
        self._creating = creating

    def all(self, names: list[str], uid: str, visibility: str) -> list[Party]:
        """Return who is meant, once each.

        Args:
            names: as they are written; `(association)` after one says that no register has it.
            uid: of the agreement or consultation.
            visibility: its level, which is that of the nodes that are made.

        Raises:
            NotFound: nobody is known by one of the names.
            Refused: the same one is named twice.
        """
        found = [self._one(name, uid, visibility) for name in names]
        ends = [party.end for party in found]
        for name, end in zip(names, ends, strict=True):
            if ends.count(end) > 1:
                raise Refused(f"« {name} » est nommé deux fois, peut-être sous un autre nom.")
        return found

    def _one(self, name: str, uid: str, visibility: str) -> Party:
        if outside := _OUTSIDE.fullmatch(name):
            return self._outsider(outside.group(1), uid, visibility)
        if place := place_named(name):
            return Party(("Territory", place))
        if self._operators.find(name) is None:
            found = self._linker.registry.search(name, limit=1)
            if found and found[0].score >= PARTY_SCORE:
                return Party(("Company", found[0].uid))
        try:
            return Party(("Operator", self._operators.resolve(name, self._creating)))
        except NotFound as error:
            hint = f"{error.hint} Une association ou un collectif s'écrit « {name} (association) »."
            raise NotFound(error.message, hint=hint) from error

    def _outsider(self, name: str, uid: str, visibility: str) -> Party:
        key = f"{uid}:{digest(fold_header(name))}"
        said = {"uid": key, "name": name, "visibility": visibility, **self._provenance.properties()}
        return Party(("Outsider", key), NodeRecord("Outsider", key, said))


def place_named(name: str) -> str | None:
    """Return the uid of the territory that a party is: a commune by name or code, another by its code.

    >>> place_named("Commune d'Abbeville"), place_named("epci:200067999"), place_named("CCI Test")
    ('commune:80001', 'epci:200067999', None)
    """
    if re.fullmatch(r"(epci|departement|region):\w+", name):
        return territory(name.partition(":")[2]).value
    commune = _COMMUNE.fullmatch(name.strip())
    if not commune:
        return None
    wanted = commune.group(1).strip()
    if wanted in communes():
        return f"commune:{wanted}"
    named = [code for code, one in communes().items() if fold_header(one.name) == fold_header(wanted)]
    return f"commune:{named[0]}" if len(named) == 1 else None


def settle_parties(roles: Roles, found: list[Party], values: dict[str, object]) -> None:
    """Put the parties among the roles of a row, each with what it answers for and brings.

    Raises:
        Refused: more responsibilities, amounts or FTE than parties.
    """
    roles.parties = tuple(party.end for party in found)
    roles.partners = tuple(end for end in roles.parties if end[0] in ("Operator", "Company"))
    for name, kept in (("responsibilities", "responsibilities"), ("party_amounts_eur", "amount_eur"),
                       ("party_fte", "engineering_fte")):  # fmt: skip
        said = values.get(name)
        if not isinstance(said, list):
            continue
        if len(said) > len(found):
            raise Refused(f"{len(said)} valeurs dites partie par partie, pour {len(found)} parties.")
        for party, value in zip(found, said, strict=False):
            if value not in (None, "", 0):  # lists of numbers have no holes: what is not said stands there as 0
                roles.said.setdefault(party.end[1], {})[kept] = [value] if name == "responsibilities" else value

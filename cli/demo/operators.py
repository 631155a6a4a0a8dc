"""The fictional institutions of a region: evidently fictional names, real territories.

Their mailboxes reach nobody: addresses end in `.example`, which is never given out (RFC 2606).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cli.demo.companies import Company
from cli.demo.dialects import Dialect, dialect
from cli.demo.identifiers import CAPACITY, fictional_siren, site_siret
from cli.demo.names import capitals
from cli.demo.places import Places, of_departement
from ingest.reference.tables import communes

EPCI_THAT_SHARE = 8
"""How many EPCI send their visits: the largest; the others are members that have sent nothing yet."""
_EPCI_DIALECTS = ("base", "excel", "tableur", "ancien")
_AGENCY_DIALECTS = ("diffusion", "classeur", "excel", "tableur", "base")

HEADERS = ("siren", "nom", "type", "departement", "commune", "courriel", "territoire", "secteurs")

_CLUSTERS = (
    ("Pôle Fictif Textile et Matériaux", ("13", "14", "16", "20", "22", "23")),
    ("Pôle Fictif Agroalimentaire", ("01", "10", "11")),
    ("Pôle Fictif Numérique", ("58", "62", "63")),
)


@dataclass(frozen=True, slots=True, eq=False)  # one object an institution: compared and hashed as such
class Operator:
    """A fictional institution, and how it writes its spreadsheet; `dialect` None: it sends no visits."""

    name: str
    kind: str
    departement: str
    commune: str
    territories: tuple[str, ...]
    sectors: tuple[str, ...] = ()
    dialect: Dialect | None = None
    siren: str = ""

    @property
    def slug(self) -> str:
        """The name in a file name or an address."""
        return re.sub(r"[^a-z0-9]+", "-", capitals(self.name).lower()).strip("-")

    @property
    def mailbox(self) -> str:
        """The functional address."""
        return f"contact@{self.slug}.example"

    @property
    def siret(self) -> str:
        """The head office."""
        return site_siret(self.siren, 1)

    @property
    def row(self) -> tuple[str, ...]:
        """The institution as `operateurs.csv` lists it."""
        places = "|".join(self.territories), "|".join(self.sectors)
        return self.siren, self.name, self.kind, self.departement, self.commune, self.mailbox, *places


@dataclass(frozen=True, slots=True)
class Network:
    """All institutions, and which of them would go to a given company."""

    all: tuple[Operator, ...]
    one: dict[str, Operator]
    """those that are alone of their kind, by kind"""
    near: dict[str, Operator]
    """agencies and EPCI by the uid of their territory, clusters by the uid of a sector"""

    @property
    def visitors(self) -> tuple[Operator, ...]:
        """Those that send their visits."""
        return tuple(operator for operator in self.all if operator.dialect)

    def of_kind(self, kind: str) -> tuple[Operator, ...]:
        """All of a kind."""
        return tuple(operator for operator in self.all if operator.kind == kind)

    def around(self, company: Company) -> list[tuple[Operator, float]]:
        """Return the institutions that would visit a company, with how often each does."""
        commune, trade = company.commune, company.trade
        weights = [(self.one["région"], 18.0), (self.one["CCI"], 10.0 if trade.is_craft else 26.0)]
        if trade.is_craft:
            weights.append((self.one["CMA"], 24.0))
        if company.size in {"NN", "00", "01"}:
            weights += [(self.one["BGE"], 9.0), (self.one["fonds"], 6.0)]
        keys = (
            (f"departement:{commune.departement}", 12.0),
            (f"epci:{commune.epci}", 20.0),
            (_sector(trade.naf), 12.0),
        )
        return weights + [(self.near[uid], weight) for uid, weight in keys if uid in self.near]


def network_of(places: Places) -> Network:
    """Return the fictional institutions of a region: the same ones for every seed."""
    made = tuple(
        replace(operator, siren=fictional_siren(CAPACITY - 1 - number))  # companies are numbered from the other end
        for number, operator in enumerate(_institutions(places))
    )
    kinds = [operator.kind for operator in made]
    return Network(
        all=made,
        one={operator.kind: operator for operator in made if kinds.count(operator.kind) == 1},
        near={
            uid: operator
            for operator in made
            if operator.dialect and operator.kind in {"agence", "pôle", "EPCI"}
            for uid in operator.sectors or operator.territories
        },
    )


def _institutions(places: Places) -> Iterator[Operator]:
    name, seat, whole = places.region.name, places.region.chef_lieu, (f"region:{places.region.code}",)
    yield _operator(f"Région Fictive {name}", "région", seat, whole, "excel")
    yield _operator(f"CCI Fictive {name}", "CCI", seat, whole, "base")
    yield _operator(f"CMA Fictive {name}", "CMA", seat, whole, "ancien")
    yield _operator(f"BGE Fictive {name}", "BGE", seat, whole, "ancien")
    yield _operator(f"Fonds d'amorçage Fictif {name}", "fonds", seat, whole, "tableur")
    yield _operator(f"CRESS Fictive {name}", "CRESS", seat, whole, None)
    for rank, (cluster, divisions) in enumerate(_CLUSTERS):
        sectors = tuple(f"naf2:{division}" for division in divisions)
        yield replace(_operator(cluster, "pôle", seat, whole, ("tableur", "base")[rank % 2]), sectors=sectors)
    for rank, departement in enumerate(places.departements):
        agency = f"Agence de développement Fictive {of_departement(departement)}"
        written = _AGENCY_DIALECTS[rank % len(_AGENCY_DIALECTS)]
        yield _operator(agency, "agence", departement.chef_lieu, (f"departement:{departement.code}",), written)
    largest = _largest_communes(places)
    for rank, epci in enumerate(places.epcis):
        shares = _EPCI_DIALECTS[rank % len(_EPCI_DIALECTS)] if rank < EPCI_THAT_SHARE else None
        yield _operator(f"{epci.name} Fictive", "EPCI", largest[epci.siren], (f"epci:{epci.siren}",), shares)


def _operator(name: str, kind: str, seat: str, territories: tuple[str, ...], written: str | None) -> Operator:
    commune = communes().get(seat)
    return Operator(
        name=name,
        kind=kind,
        departement=commune.departement if commune else "",
        commune=commune.name if commune else "",
        territories=territories,
        dialect=dialect(written) if written else None,
    )


def _largest_communes(places: Places) -> dict[str, str]:
    """The code of the largest commune of each EPCI: where its offices would be."""
    ordered = sorted(places.communes.items, key=lambda commune: (commune.population or 0, commune.code))
    return {commune.epci: commune.code for commune in ordered}


def _sector(naf: str) -> str:
    return f"naf2:{naf[:2]}"

"""Where the fictional companies are: the real communes of a region, drawn by their population."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from cli.demo.chance import Weighted
from cli.demo.words import table
from graph.errors import Misuse
from ingest.reference.tables import Commune, Departement, Epci, Region, communes, departements, epcis, regions

_EMPTY_COMMUNE = 40
"""People counted for a commune without any: farms and wind parks are there too."""


@dataclass(frozen=True, slots=True)
class Places:
    """The territories of one region, and what is needed to draw among them."""

    region: Region
    departements: tuple[Departement, ...]
    epcis: tuple[Epci, ...]
    communes: Weighted[Commune]

    def phrases(self, commune: Commune) -> tuple[str, ...]:
        """How names of companies say this place: `du Ternois`, `d'Amiens`."""
        return (*_phrases().get(commune.departement, ()), of_place(commune.name))


@lru_cache(maxsize=4)
def places_of(region: str) -> Places:
    """Return the territories of a region.

    Args:
        region: INSEE code, such as "32".

    Raises:
        Misuse: no such region.
    """
    if region not in regions():
        raise Misuse(f"La région « {region} » n'existe pas.", hint=f"Codes connus : {', '.join(sorted(regions()))}.")
    here = [commune for commune in communes().values() if commune.region == region and commune.postcodes]
    if not here:
        raise Misuse(f"La région « {region} » n'a pas de communes dans les tables de référence.")
    within = {commune.epci for commune in here} - {""}
    return Places(
        region=regions()[region],
        departements=tuple(d for _, d in sorted(departements().items()) if d.region == region),
        epcis=tuple(
            sorted(
                (epcis()[siren] for siren in within if siren in epcis()),
                key=lambda e: (-e.population, e.siren),
            )
        ),
        communes=Weighted((commune, float((commune.population or 0) + _EMPTY_COMMUNE)) for commune in here),
    )


def of_place(name: str) -> str:
    """Return a commune's name after "de", as French joins them.

    >>> of_place("Amiens"), of_place("Le Touquet-Paris-Plage"), of_place("Les Attaques"), of_place("Lille")
    ("d'Amiens", 'du Touquet-Paris-Plage', 'des Attaques', 'de Lille')
    """
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    return f"d'{name}" if name[0] in "AEÉÈIOUYHÎŒ" else f"de {name}"


def of_departement(departement: Departement) -> str:
    """Return a département's name after "de": `de la Somme`."""
    return _of_departement().get(departement.code, f"de {departement.name}")


@lru_cache(maxsize=1)
def _phrases() -> dict[str, tuple[str, ...]]:
    return {row["departement"]: tuple(row["phrases"].split("|")) for row in table("local_places.csv")}


@lru_cache(maxsize=1)
def _of_departement() -> dict[str, str]:
    return {row["code"]: row["of"] for row in table("departements.csv")}

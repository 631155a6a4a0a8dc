"""The filters that lists share: read from the address, empty fields left out, and the choices they offer."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request
from pydantic import BaseModel, ConfigDict

from ingest.reference.tables import departements, naf2, regions
from ingest.reference.vocabularies import filieres
from queries.scope import SIZES, Scope
from web.mapping import territories

Choice = tuple[str, str]
Groups = list[tuple[str, list[Choice]]]
SIZE_LABELS = {
    "0": "sans salarié",
    "1-9": "1 à 9 salariés",
    "10-49": "10 à 49 salariés",
    "50-249": "50 à 249 salariés",
    "250+": "250 salariés et plus",
    "inconnu": "effectif inconnu",
}
SHORT_TEXT = Query(max_length=200)


class Where(BaseModel):
    """Which companies: as the form says it."""

    model_config = ConfigDict(frozen=True)

    territory: str = ""
    sector: str = ""
    size: str = ""
    ess: Literal["", "oui", "non"] = ""

    @property
    def values(self) -> dict[str, Any]:
        """What an address says of it."""
        return self.model_dump()

    @property
    def fields(self) -> dict[str, Any]:
        """As the questions take it."""
        return {
            "territory": (self.territory,) if self.territory else (),
            "sector": (self.sector,) if self.sector else (),
            "size": (self.size,) if self.size else (),
            "ess": {"oui": True, "non": False}.get(self.ess),
        }

    @property
    def scope(self) -> Scope:
        """The scope of a question."""
        return Scope(**self.fields)


async def _where(
    territory: Annotated[str, SHORT_TEXT] = "",
    sector: Annotated[str, SHORT_TEXT] = "",
    size: Annotated[str, SHORT_TEXT] = "",
    ess: Annotated[str, SHORT_TEXT] = "",
) -> Where:
    # A word that no list offers is left out rather than refused: addresses are typed and kept for years.
    return Where(
        territory=territory.strip(),
        sector=sector.strip(),
        size=size if size in SIZES else "",
        ess="oui" if ess == "oui" else "non" if ess == "non" else "",
    )


WhereDep = Annotated[Where, Depends(_where)]


class Choices(BaseModel):
    """What the lists of a form offer."""

    model_config = ConfigDict(frozen=True)

    territories: Groups
    sectors: Groups
    sizes: list[Choice]


def choices(request: Request) -> Choices:
    """Return what filters offer in the region of this installation."""
    return _choices(request.app.state.service.settings.region)


@lru_cache(maxsize=4)
def _choices(region: str) -> Choices:
    inside = {code for code, one in departements().items() if one.region == region}
    named = sorted((name, code) for code, name in territories(region, "epci").items())
    return Choices(
        territories=[
            ("Région", [(f"region:{region}", one.name) for code, one in regions().items() if code == region]),
            ("Départements", [(f"departement:{code}", departements()[code].name) for code in sorted(inside)]),
            ("Intercommunalités", [(f"epci:{code}", name) for name, code in named]),
        ],
        sectors=[
            ("Filières", [(f"filiere:{one.code}", one.label) for one in filieres().entries]),
            (
                "Divisions NAF",
                [(f"naf2:{code}", f"{code} {node.label}") for code, node in naf2().items() if len(code) == 2],
            ),
        ],
        sizes=[(code, SIZE_LABELS[code]) for code in SIZES],
    )

"""Which network a page is asked for: a sector, a filière, a territory, or one actor; read from the address."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict

from queries.analytics import Around
from web.filters import SHORT_TEXT

INSTITUTIONS = "institutions"
VIEWS = (("", "Tous les acteurs"), (INSTITUTIONS, "Institutions, par entreprises en commun"))


class Asked(BaseModel):
    """What the form of a network says."""

    model_config = ConfigDict(frozen=True)

    territory: str = ""
    sector: str = ""
    acteur: str = ""
    vue: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked yet."""
        return not (self.territory or self.sector or self.acteur)

    @property
    def values(self) -> dict[str, str]:
        """What an address says of it."""
        return self.model_dump()

    @property
    def around(self) -> Around:
        """As the questions take it."""
        is_filiere = self.sector.startswith("filiere:")
        words = (self.sector,) if self.sector else ()
        return Around(
            territory=(self.territory,) if self.territory else (),
            sector=() if is_filiere else words,
            filiere=words if is_filiere else (),
            ego=self.acteur or None,
        )


async def _asked(
    territory: Annotated[str, SHORT_TEXT] = "",
    sector: Annotated[str, SHORT_TEXT] = "",
    acteur: Annotated[str, SHORT_TEXT] = "",
    vue: Annotated[str, Query(max_length=20)] = "",
) -> Asked:
    # A word that no list offers is left out rather than refused: addresses are typed and kept for years.
    words = (text.replace("\x00", "").strip() for text in (territory, sector, acteur))
    return Asked(
        **dict(zip(("territory", "sector", "acteur"), words, strict=True)), vue=vue if vue in dict(VIEWS) else ""
    )


AskedDep = Annotated[Asked, Depends(_asked)]


def day_of(text: str) -> date | None:
    """Return the day that a form says, None when it says none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

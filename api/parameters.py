"""The parameters of the routes that ask a question: the question's own, described, and the page wanted."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import Path
from pydantic import Field

from queries.analytics import Around, CentralityOptions, Measure, Mode
from queries.indicators import IndicatorScope
from queries.models import Answer, Kind, Page
from queries.overlaps import OverlapScope
from queries.scope import SIZES, Scope
from queries.search import SearchScope
from queries.unsupported import UnsupportedScope

LONGEST_PAGE = 200
MOST_VALUES = 100
"""Values that one filter may name."""
AS_OF = "the day of the question, which tells a visit done from a planned one; default today"

SirenPath = Annotated[
    str,
    Path(
        pattern=r"^(\d{9}|\d{14})$",
        description="SIREN (9 digits) of the company, or SIRET (14 digits) of one of its sites",
        examples=["140000019"],
    ),
]
UidPath = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$", description="uid", examples=["5f0c6b1e2a9d4c33"])]


Territories = Annotated[
    tuple[str, ...],
    Field(
        max_length=MOST_VALUES,
        description="uids (`epci:200018083`), codes or exact names of territories; several add up",
        examples=[["epci:248000531"], ["Amiens"]],
    ),
]
Sectors = Annotated[
    tuple[str, ...],
    Field(
        max_length=MOST_VALUES,
        description="NAF codes at any level, filières (`filiere:agroalimentaire`), or exact names",
        examples=[["62.01Z"], ["filiere:agroalimentaire"]],
    ),
]


class Where(Scope):
    """Which companies."""

    territory: Territories = ()
    sector: Sectors = ()
    size: tuple[str, ...] = Field(
        default=(),
        max_length=MOST_VALUES,
        description=f"size bands: {', '.join(SIZES)}, or INSEE codes (tranche d'effectif)",
        examples=[["10-49", "50-249"]],
    )
    ess: bool | None = Field(default=None, description="only the social economy, or only the rest", examples=[True])


class AsOf(Answer):
    """The day of the question."""

    as_of: date | None = Field(default=None, description=AS_OF, examples=["2026-11-20"])


class Paged(Answer):
    """Which part of a list."""

    limit: int = Field(default=50, ge=1, le=LONGEST_PAGE, description="how many items at most")
    cursor: str | None = Field(
        default=None,
        max_length=500,
        description="`next_cursor` of the page before; absent for the first page",
        examples=["WzcyNTksICIxNDAwMDAwMTkiXQ"],
    )

    @property
    def page(self) -> Page:
        """As the questions take it."""
        return Page(limit=self.limit, cursor=self.cursor)


class SearchQuery(Where, SearchScope, AsOf):
    """What `GET /companies` takes."""

    state: Literal["open", "closed"] | None = Field(default=None, description="in the register", examples=["open"])
    contact: Literal["never", "year", "older"] | None = Field(
        default=None,
        description="the last visit known to be done: `never`, within the last `year`, or `older`",
        examples=["never"],
    )

    q: str = Field(
        min_length=1,
        max_length=300,
        description="a name as somebody remembers it, a sigle, a SIREN or a SIRET",
        examples=["boulangerie duprez"],
    )
    limit: int = Field(default=10, ge=1, le=50, description="how many candidates at most")


class WhoQuery(AsOf):
    """What `GET /who` takes."""

    q: str = Field(
        min_length=1,
        max_length=300,
        description="a SIREN, a SIRET, a uid, or a name however misspelt",
        examples=["boulangrie duprez"],
    )


class OverlapsQuery(Where, OverlapScope, Paged, AsOf):
    """What `GET /overlaps` takes."""

    kind: tuple[Kind, ...] = Field(default=(), max_length=len(Kind), description="only overlaps of these kinds")
    window_days: int = Field(default=90, ge=0, le=3660, description="days between two visits at most, inclusive")
    since: date | None = Field(
        default=None, description="the later visit is on this day or after", examples=["2026-01-01"]
    )
    until: date | None = Field(
        default=None, description="the later visit is on this day or before", examples=["2026-12-31"]
    )


class IndicatorsQuery(Where, IndicatorScope, AsOf):
    """What `GET /indicators` takes."""

    window_days: int = Field(default=90, ge=0, le=3660, description="days between two visits at most, inclusive")
    since: date | None = Field(default=None, description="visits from this day on", examples=["2026-01-01"])
    until: date | None = Field(default=None, description="visits up to this day", examples=["2026-12-31"])


class ResultsQuery(AsOf):
    """What `GET /results` takes."""

    territory: str | None = Field(
        default=None, max_length=60, description="uid of a territory; without it, all", examples=["epci:248000531"]
    )
    months: int = Field(default=12, ge=1, le=60, description="months told, the current one last")


class UnsupportedQuery(Where, UnsupportedScope, Paged, AsOf):
    """What `GET /unsupported` takes."""

    since: date | None = Field(
        default=None, description="nobody has been there since this day", examples=["2025-11-20"]
    )
    months: int = Field(default=12, ge=1, le=600, description="without `since`: that many months before `as_of`")


class AroundQuery(AsOf):
    """What a network is drawn around: territories and sectors, or one actor alone."""

    territory: Territories = ()
    sector: Sectors = ()
    filiere: tuple[str, ...] = Field(
        default=(),
        max_length=MOST_VALUES,
        description="filières, by code or name",
        examples=[["agroalimentaire"]],
    )
    ego: str | None = Field(
        default=None,
        min_length=1,
        max_length=300,
        description="one company (SIREN, SIRET, uid) or operator (uid, name); stands alone",
        examples=["140000019"],
    )

    @property
    def around(self) -> Around:
        """As the questions take it."""
        return Around(**{name: getattr(self, name) for name in Around.model_fields})


class NetworkQuery(AroundQuery):
    """What `GET /network` takes."""

    per_actor: int = Field(default=50, ge=1, le=LONGEST_PAGE, description="links shown of each actor; all are counted")


class CentralityQuery(AroundQuery):
    """What `GET /centrality` takes."""

    mode: Mode = Field(default=Mode.ACTORS, description="all actors, or operators by companies in common")
    by: Measure = Field(default=Measure.DEGREE, description="the measure that ranks the rows")
    kind: str | None = Field(
        default=None,
        pattern="^(operator|territory|company|project|agreement)$",
        description="rows of this kind only",
    )
    limit: int = Field(default=20, ge=1, le=LONGEST_PAGE, description="length of the lists")

    @property
    def options(self) -> CentralityOptions:
        """As the question takes them."""
        return CentralityOptions(mode=self.mode, by=self.by, kind=self.kind, limit=self.limit)

"""What the questions on companies and visits share: how an answer, a company, a visit and a page look."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

MASKED_NAME = "[entreprise à diffusion partielle]"


class Answer(BaseModel):
    """Base of every result: frozen, and a stray column is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Page(Answer):
    """Which part of a list is wanted; `limit` 0 is all of it, `cursor` comes from the page before."""

    limit: int = Field(default=50, ge=0)
    cursor: str | None = None


class Company(Answer):
    """Who a company is. With `masked`, name and address are withheld (partial diffusion) and the SIREN
    kept."""

    uid: str
    siren: str | None = None
    name: str
    masked: bool = False
    names: tuple[str, ...] = ()
    sigle: str | None = None
    naf: str | None = None
    naf_label: str | None = None
    tranche_effectif: str | None = None
    effectif_year: int | None = None
    categorie: str | None = None
    nature_juridique: str | None = None
    est_ess: bool | None = None
    state: str = "unknown"
    address: str | None = None
    code_postal: str | None = None
    commune: str | None = None
    code_commune: str | None = None
    epci: str | None = None
    epci_name: str | None = None
    departement: str | None = None
    created_on: str | None = None
    closed_on: str | None = None
    verified: bool | None = None
    fictional: bool | None = None

    @classmethod
    def of(cls, record: dict[str, Any]) -> Company:
        """Make the card of a company from a record, absent values left out."""
        return cls.model_validate({key: value for key, value in record.items() if value is not None})


class Status(StrEnum):
    """What became of a visit, on the day the question is asked for."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


class Party(Answer):
    """An institution's part in something, with its functional mailbox."""

    uid: str
    name: str
    mailbox: str | None = None
    role: str | None = None


class Visit(Answer):
    """One visit, whoever took part in it.

    `on` is a day, or a month (`2026-03`) when a participant only signalled it, or a year where the source
    gives no more; `earliest` and `latest` bound the day as the caller may know it. `note` and `agent` are
    the caller's own.
    """

    on: str | None
    earliest: str | None
    latest: str | None
    status: Status
    operators: tuple[str, ...]
    parties: tuple[Party, ...]
    themes: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    siret: str | None = None
    signalled: bool = False
    own: bool = False
    note: str | None = None
    agent: str | None = None
    duration_minutes: int | None = None
    uid: str | None = None
    """None when a participant only signalled it: a key could tell the day."""

    @property
    def operator_uids(self) -> frozenset[str]:
        """The institutions that took part."""
        return frozenset(party.uid for party in self.parties)


class Support(Answer):
    """One aid granted, as far as the caller may know it."""

    on: str | None
    operator: str
    mailbox: str | None = None
    scheme: str | None = None
    amount_eur: float | None = None
    until: str | None = None
    jobs: float | None = None
    purpose: str | None = None
    signalled: bool = False
    own: bool = False


class Kind(StrEnum):
    """How two visits overlap; the first that applies, in this order."""

    OTHER_SITE = "other_site"
    SAME_DAY = "same_day"
    SAME_THEME = "same_theme"
    PLANNED_VS_RECENT = "planned_vs_recent"
    GENERAL = "general"


class OverlapVisit(Answer):
    """One of the two visits of an overlap."""

    on: str
    status: Status
    operators: tuple[str, ...]
    themes: tuple[str, ...] = ()
    siret: str | None = None
    mailboxes: tuple[str, ...] = ()
    operator_uids: tuple[str, ...] = ()
    reasons: tuple[str, ...] = Field(default=(), description="why it takes place in spite of the overlap")


class Overlap(Answer):
    """Two visits to one company inside the window, each by somebody who took no part in the other.

    `company` is the company's uid; `days_apart` the least the two may be apart. `status` is `open`
    until an institution concerned has decided: `justified`, `to_merge` (those in `agreed` want one joint visit of
    them), `avoided`. `uid` is None for an overlap that a visit would make, before it is
    written.
    """

    uid: str | None
    company: str
    siren: str | None
    name: str
    commune: str | None = None
    days_apart: int
    kind: Kind
    status: str = "open"
    decided_by: str | None = None
    decided_at: str | None = None
    agreed: tuple[str, ...] = ()
    visits: tuple[OverlapVisit, OverlapVisit]

"""A visit as it is announced, and what is answered: what it would meet, what was written, what waits."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field, model_validator

from graph.visibility import Visibility
from ingest.notes import Severity
from ingest.queue import ReviewItem
from queries.dossier import Call
from queries.models import Answer, Overlap, Status, Visit

LONGEST = 4_000


class VisitIn(Answer):
    """A visit made or planned. The company: its SIRET or SIREN, or its name with its place."""

    on: date = Field(description="the day", examples=["2026-11-26"])
    status: Status = Field(description="whether it took place", examples=["planned"])
    siret: str | None = Field(default=None, max_length=30, examples=["14000001900012"])
    siren: str | None = Field(default=None, max_length=30, examples=["140000019"])
    name: str | None = Field(default=None, max_length=300, examples=["Boulangerie Duprez"])
    code_postal: str | None = Field(default=None, max_length=20, examples=["80000"])
    commune: str | None = Field(default=None, max_length=100, examples=["Amiens"])
    theme: str | None = Field(default=None, max_length=100, examples=["énergie"])
    purpose: str | None = Field(default=None, max_length=LONGEST, examples=["diagnostic énergétique"])
    role: Literal["lead", "participant", "on_behalf_of"] | None = None
    joint_reference: str | None = Field(
        default=None, max_length=100, description="shared with the institutions that come along"
    )
    reference: str | None = Field(default=None, max_length=100, description="your own number for this visit")
    uid: str | None = Field(
        default=None, max_length=100, description="one of your visits, which this one corrects; it keeps its company"
    )
    duration_minutes: int | None = Field(default=None, ge=1, le=1440)
    note: str | None = Field(default=None, max_length=LONGEST, description="never seen by anybody else")
    overlap_reason: str | None = Field(
        default=None, max_length=LONGEST, description="why it takes place in spite of an overlap; kept with it"
    )
    agent: str | None = Field(default=None, max_length=200, description="who goes; never seen by anybody else")
    visibility: Visibility = Field(default=Visibility.SHARED, description="who will see it")
    create_company: bool = Field(default=False, description="create the company when nothing known resembles it")

    @model_validator(mode="after")
    def _says_which_company(self) -> VisitIn:
        if not (self.siret or self.siren or self.name):
            raise ValueError("Dites de quelle entreprise il s'agit : siret, siren, ou name avec son lieu.")
        return self

    @property
    def cells(self) -> dict[str, str]:
        """As a file would say it."""
        values: dict[str, Any] = self.model_dump(mode="json", exclude_none=True, exclude={"create_company", "uid"})
        return {name: str(value) for name, value in values.items()}


class Outcome(StrEnum):
    """What became, or would become, of an announced visit."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REVIEW = "review"
    REFUSED = "refused"


class Remark(Answer):
    """What is said of a field, or of the whole: how it was understood, or why a person must look."""

    field: str | None
    severity: Severity
    message: str = Field(description="one French sentence")


class VisitCheck(Answer):
    """What an announced visit would meet; nothing was written."""

    outcome: Outcome
    company: str | None = Field(default=None, description="uid of the company that it would be written for")
    siren: str | None = None
    name: str | None = None
    overlaps: tuple[Overlap, ...] = Field(default=(), description="those that it would make, the nearest first")
    call: tuple[Call, ...] = ()
    uncovered: tuple[str, ...] = ()
    first_free: date | None = Field(default=None, description="first working day without an overlap, when it makes one")
    candidates: tuple[dict[str, Any], ...] = Field(default=(), description="companies it may speak of, best first")
    remarks: tuple[Remark, ...] = ()
    audience: str = Field(description="who would see it, in French")


class VisitRecorded(Answer):
    """A visit as it was written, and the overlaps that it makes."""

    outcome: Outcome
    uid: str
    company: str
    visit: Visit | None
    overlaps_before: tuple[Overlap, ...] = Field(description="those found before it was written")
    overlaps_after: tuple[Overlap, ...] = Field(description="those that stand now that it is")
    call: tuple[Call, ...] = ()
    uncovered: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    audience: str = Field(description="who sees it, in French")


class VisitWaiting(Answer):
    """A visit that waits in the review queue until a person says of which company it speaks."""

    outcome: Outcome = Outcome.REVIEW
    review: ReviewItem
    remarks: tuple[Remark, ...] = ()
    audience: str = Field(description="who will see it, in French")

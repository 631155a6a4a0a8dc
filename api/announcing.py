"""Announcing a visit: what it would overlap, then the visit itself, through the same way in as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field, model_validator

from api.own.visits import Place, place_of
from gate.problems import FieldError, FieldsRefused
from graph.errors import FileRefused
from graph.store import Graph
from graph.visibility import LABELS_FR, Caller, Visibility
from ingest.forms import Preview, preview, record
from ingest.notes import Finding, Severity
from ingest.queue import ReviewItem, show_review
from ingest.request import Request
from queries.before_visit import BeforeVisit, NewVisit, before_visit
from queries.dossier import Call
from queries.models import Answer, Overlap, Status, Visit
from queries.who import dossiers_of

LONGEST = 4_000
NOT_WRITTEN = "La visite n'est pas enregistrée."


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
    duration_minutes: int | None = Field(default=None, ge=1, le=1440)
    note: str | None = Field(default=None, max_length=LONGEST, description="never seen by anybody else")
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
        values: dict[str, Any] = self.model_dump(mode="json", exclude_none=True, exclude={"create_company"})
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


def check_visit(graph: Graph, caller: Caller, operator: str, visit: VisitIn) -> VisitCheck:
    """Return what a visit would meet if it were announced now."""
    seen = _previewed(graph, caller, operator, visit)
    told = _before(graph, caller, visit, seen)
    offered = seen.linked.candidates if seen.linked else ()
    outcome = Outcome.REFUSED if seen.refused else Outcome.REVIEW if seen.doubtful else Outcome.CREATED
    if seen.company and place_of(graph, caller, seen.uid):
        outcome = Outcome.UPDATED
    return VisitCheck(
        outcome=outcome,
        company=seen.company,
        siren=told.siren if told else None,
        name=told.name if told else None,
        overlaps=told.overlaps if told else (),
        call=told.call if told else (),
        uncovered=told.uncovered if told else (),
        candidates=tuple(
            {"uid": one.uid, "siren": one.siren, "name": one.name, "score": round(one.score, 4)} for one in offered
        ),
        remarks=_remarks(seen.findings),
        audience=LABELS_FR[visit.visibility],
    )


def announce_visit(graph: Graph, caller: Caller, operator: str, visit: VisitIn) -> VisitRecorded | VisitWaiting:
    """Write a visit, or put it in the review queue, and return the overlaps that it makes.

    Raises:
        FieldsRefused: what is wrong, field by field.
    """
    seen = _previewed(graph, caller, operator, visit)
    if seen.refused:
        raise FieldsRefused(NOT_WRITTEN, _fields(seen.findings))
    before = _before(graph, caller, visit, seen)
    report = record(graph, visit.cells, _request(caller, operator, visit))
    if report.refused:
        raise FieldsRefused(NOT_WRITTEN, _fields(report.findings))
    remarks = _remarks(seen.findings)
    audience = LABELS_FR[visit.visibility]
    place = place_of(graph, caller, seen.uid)
    if place is None:
        return VisitWaiting(review=show_review(graph, caller, seen.uid), remarks=remarks, audience=audience)
    outcome = Outcome.UNCHANGED if report.unchanged else Outcome.UPDATED if report.updated else Outcome.CREATED
    after = _overlaps(graph, caller, visit, seen, place)
    return VisitRecorded(
        outcome=outcome,
        uid=seen.uid,
        company=place.company,
        visit=_own_visit(graph, caller, visit, place),
        overlaps_before=before.overlaps if before else (),
        overlaps_after=after.overlaps,
        call=after.call,
        uncovered=after.uncovered,
        remarks=remarks,
        audience=audience,
    )


def _request(caller: Caller, operator: str, visit: VisitIn) -> Request:
    return Request(source="visits", operator=operator, create_companies=visit.create_company, actor=caller.actor)


def _previewed(graph: Graph, caller: Caller, operator: str, visit: VisitIn) -> Preview:
    try:
        return preview(graph, visit.cells, _request(caller, operator, visit))
    except FileRefused as error:
        name = "name" if error.code == "missing-column" else error.column or "name"
        message = "Le nom manque : l'entreprise n'est pas connue sous ce numéro." if name == "name" else error.message
        raise FieldsRefused(NOT_WRITTEN, (FieldError(field=name, message=message),)) from error


def _before(graph: Graph, caller: Caller, visit: VisitIn, seen: Preview) -> BeforeVisit | None:
    """What the visit would meet; None when its company is not settled, or not known yet."""
    if not seen.company or not seen.visit or (seen.linked and seen.linked.created):
        return None
    return _overlaps(graph, caller, visit, seen, Place(seen.company, seen.visit))


def _overlaps(graph: Graph, caller: Caller, visit: VisitIn, seen: Preview, place: Place) -> BeforeVisit:
    """Ask what the visit overlaps, together with those who are known to take part in it."""
    [dossier] = dossiers_of(graph, caller, [place.company], date.today())
    together = [party.uid for one in dossier.visits if one.uid == place.visit for party in one.parties]
    asked = NewVisit(
        company=place.company,
        on=visit.on,
        operators=tuple(dict.fromkeys([caller.organisation or "", *together])),
        theme=seen.values.get("theme"),
        siret=seen.values.get("siret"),
    )
    found = before_visit(graph, caller, asked)
    return found.model_copy(update={"overlaps": ()}) if visit.status is Status.CANCELLED else found


def _own_visit(graph: Graph, caller: Caller, visit: VisitIn, place: Place) -> Visit | None:
    [dossier] = dossiers_of(graph, caller, [place.company], date.today())
    by_key = [one for one in dossier.visits if one.uid == place.visit]
    # A visit made with an institution that only signalled it has no key that may be shown.
    same_month = [one for one in dossier.visits if one.own and (one.on or "")[:7] == f"{visit.on:%Y-%m}"]
    return next(iter(by_key or same_month), None)


def _remarks(findings: Sequence[Finding]) -> tuple[Remark, ...]:
    """All that is said of a form, the heaviest first."""
    order = [Severity.REFUSE, Severity.DOUBT, Severity.REPAIR, Severity.INFO]
    return tuple(
        Remark(field=one.column, severity=one.severity, message=one.message)
        for one in sorted(findings, key=lambda one: order.index(one.severity))
    )


def _fields(findings: Sequence[Finding]) -> tuple[FieldError, ...]:
    """What has to be mended."""
    return tuple(
        FieldError(field=one.column or "corps de la demande", message=one.message)
        for one in findings
        if one.severity is Severity.REFUSE
    )

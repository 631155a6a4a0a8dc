"""Entering one fact other than a visit: a need, a project, an agreement; the same way in as a file of one row."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from access import Action, Identity
from graph.errors import FieldsRefused, FileRefused
from graph.store import Graph
from ingest.forms import Preview, preview, record
from ingest.notes import Finding, Severity
from ingest.request import Request
from ingest.understanding import NEVER_QUOTED
from planning.models import Outcome, Remark
from queries.models import Answer

NOT_WRITTEN = "Rien n'est enregistré."
_ORDER = (Severity.REFUSE, Severity.DOUBT, Severity.REPAIR, Severity.INFO)


class Entered(Answer):
    """What became of it: `uid` stands for the fact, or for its row in the review queue."""

    outcome: Outcome
    uid: str
    reference: str
    remarks: tuple[Remark, ...]


def enter(graph: Graph, identity: Identity, source: str, cells: Mapping[str, str]) -> Entered:
    """Write one fact of a source for one's institution; the same `reference` again corrects it.

    Args:
        graph: the store.
        identity: who enters it, and for which institution.
        source: one that has a column `reference`, such as `needs`.
        cells: text by the name of its column; without a `reference` it gets one, so that it can be corrected.

    Raises:
        AccessRefused: the role does not write.
        FieldsRefused: what is wrong, column by column.
    """
    identity.require(Action.WRITE)
    filled = {name: text for name, text in cells.items() if text.strip()}
    reference = filled.setdefault("reference", f"F-{uuid.uuid4().hex[:12]}")
    named = identity.organisation_name or identity.organisation
    request = Request(source=source, operator=named, may_widen=identity.may(Action.WIDEN), actor=identity.actor)
    seen = _previewed(graph, filled, request)
    if seen.refused:
        raise FieldsRefused(NOT_WRITTEN, wrong_fields(seen.findings))
    if unread := _unread(seen.findings):
        raise FieldsRefused(NOT_WRITTEN, unread)
    report = record(graph, filled, request)
    if report.refused:
        raise FieldsRefused(NOT_WRITTEN, wrong_fields(report.findings))
    outcome = Outcome.UPDATED if report.updated else Outcome.CREATED
    if report.unchanged or report.review:
        outcome = Outcome.UNCHANGED if report.unchanged else Outcome.REVIEW
    return Entered(outcome=outcome, uid=seen.uid, reference=reference, remarks=remarks_of(seen.findings))


def _previewed(graph: Graph, cells: Mapping[str, str], request: Request) -> Preview:
    try:
        return preview(graph, cells, request)
    except FileRefused as error:
        raise FieldsRefused(NOT_WRITTEN, ((error.column or "corps de la demande", error.message),)) from error


def _unread(findings: tuple[Finding, ...]) -> tuple[tuple[str, str], ...]:
    """What was typed and not understood: of a file a person decides later, but who types can mend it at once.

    Words that may not be for everybody's eyes still go to the queue, where a steward decides.
    """
    return tuple(
        (one.column, one.message)
        for one in findings
        if one.column
        and not one.code.startswith(NEVER_QUOTED)
        and (one.severity is Severity.DOUBT or (one.column in ("siren", "siret") and one.understood is None))
    )


def remarks_of(findings: tuple[Finding, ...] | list[Finding]) -> tuple[Remark, ...]:
    """All that is said of a form, the heaviest first."""
    ordered = sorted(findings, key=lambda one: _ORDER.index(one.severity))
    return tuple(Remark(field=one.column, severity=one.severity, message=one.message) for one in ordered)


def wrong_fields(findings: tuple[Finding, ...] | list[Finding]) -> tuple[tuple[str, str], ...]:
    """What has to be mended: the column, and a sentence."""
    refused = [one for one in findings if one.severity is Severity.REFUSE]
    return tuple((one.column or "corps de la demande", one.message) for one in refused)

"""Announcing a visit: what it would overlap, then the visit itself, through the same way in as a file."""

from __future__ import annotations

from dataclasses import dataclass

from access import Action, Identity
from graph.errors import FieldsRefused, FileRefused, NotFound
from graph.store import Graph
from graph.visibility import LABELS_FR, Caller
from ingest.forms import Preview, preview, record
from ingest.queue import show_review
from ingest.request import Request
from planning.entering import remarks_of, wrong_fields
from planning.models import Outcome, VisitCheck, VisitIn, VisitRecorded, VisitWaiting
from queries.before_visit import BeforeVisit, NewVisit, before_visit
from queries.days import today
from queries.models import Status, Visit
from queries.own_visits import OwnVisit, own_visit
from queries.who import dossiers_of

NOT_WRITTEN = "La visite n'est pas enregistrée."


@dataclass(frozen=True, slots=True)
class Announcer:
    """On whose behalf visits are announced.

    Args:
        caller: as whom the graph is read.
        operator: the institution, as an import names it.
        may_widen: whether levels may be raised.
    """

    caller: Caller
    operator: str
    may_widen: bool = False

    @classmethod
    def of(cls, identity: Identity) -> Announcer:
        """The announcer that an identity is.

        Raises:
            AccessRefused: the role does not permit to write.
        """
        identity.require(Action.WRITE)
        named = identity.organisation_name or identity.organisation or ""
        return cls(identity.caller, named, identity.may(Action.WIDEN))


def check_visit(graph: Graph, who: Announcer, visit: VisitIn) -> VisitCheck:
    """Return what a visit would meet if it were announced now.

    Raises:
        FieldsRefused: a form that lacks what says which company is meant.
    """
    visit = _numbered(graph, who.caller, visit)
    seen = _previewed(graph, who, visit)
    written = _own(graph, who.caller, seen.uid)
    told = _before(graph, who.caller, visit, seen, written)
    offered = seen.linked.candidates if seen.linked else ()
    outcome = Outcome.REFUSED if seen.refused else Outcome.REVIEW if seen.doubtful else Outcome.CREATED
    if seen.company and written:
        outcome = Outcome.UPDATED
    return VisitCheck(
        outcome=outcome,
        company=seen.company,
        siren=told.siren if told else None,
        name=told.name if told else None,
        overlaps=told.overlaps if told else (),
        call=told.call if told else (),
        uncovered=told.uncovered if told else (),
        first_free=told.first_free if told else None,
        candidates=tuple(
            {"uid": one.uid, "siren": one.siren, "name": one.name, "score": round(one.score, 4)} for one in offered
        ),
        remarks=remarks_of(seen.findings),
        audience=LABELS_FR[visit.visibility],
    )


def announce_visit(graph: Graph, who: Announcer, visit: VisitIn) -> VisitRecorded | VisitWaiting:
    """Write a visit, or put it in the review queue, and return the overlaps that it makes.

    Raises:
        FieldsRefused: what is wrong, field by field.
    """
    caller = who.caller
    visit = _numbered(graph, caller, visit)
    seen = _previewed(graph, who, visit)
    if seen.refused:
        raise FieldsRefused(NOT_WRITTEN, wrong_fields(seen.findings))
    before = _before(graph, caller, visit, seen, _own(graph, caller, seen.uid))
    report = record(graph, visit.cells, _request(who, visit))
    if report.refused:
        raise FieldsRefused(NOT_WRITTEN, wrong_fields(report.findings))
    remarks = remarks_of(seen.findings)
    audience = LABELS_FR[visit.visibility]
    written = _own(graph, caller, seen.uid)
    if written is None:
        return VisitWaiting(review=show_review(graph, caller, seen.uid), remarks=remarks, audience=audience)
    outcome = Outcome.UNCHANGED if report.unchanged else Outcome.UPDATED if report.updated else Outcome.CREATED
    after = meets(graph, caller, _asked(visit, written.company, seen, caller), visit=written.visit, status=visit.status)
    return VisitRecorded(
        outcome=outcome,
        uid=seen.uid,
        company=written.company,
        visit=_own_part(graph, caller, visit, written),
        overlaps_before=before.overlaps if before else (),
        overlaps_after=after.overlaps,
        call=after.call,
        uncovered=after.uncovered,
        remarks=remarks,
        audience=audience,
    )


def meets(
    graph: Graph, caller: Caller, asked: NewVisit, *, visit: str | None = None, status: Status = Status.PLANNED
) -> BeforeVisit:
    """Return what a visit meets, together with those who are known to take part in it.

    Args:
        graph: the store.
        caller: the member who announces it.
        asked: the visit, of the caller's institution alone.
        visit: what the edges of the visit share, once it is written or known as joint.
        status: a cancelled visit overlaps nothing.

    Raises:
        NotFound: no such company that the caller may know.
    """
    if visit is not None:
        [dossier] = dossiers_of(graph, caller, [asked.company], today())
        together = [party.uid for one in dossier.visits if one.uid == visit for party in one.parties]
        asked = asked.model_copy(update={"operators": tuple(dict.fromkeys([*asked.operators, *together]))})
    found = before_visit(graph, caller, asked)
    return found.model_copy(update={"overlaps": ()}) if status is Status.CANCELLED else found


def _numbered(graph: Graph, caller: Caller, visit: VisitIn) -> VisitIn:
    """Return a visit that corrects another with that one's number: a visit keeps its number, or stays without one.

    Raises:
        NotFound: the visit that it corrects is not one's own.
        FieldsRefused: it says another number.
    """
    if visit.uid is None:
        return visit
    known = own_visit(graph, caller, visit.uid).reference
    if visit.reference and visit.reference != known:
        raise FieldsRefused(NOT_WRITTEN, (("reference", "Le numéro d'une visite ne change pas."),))
    return visit.model_copy(update={"reference": known})


def _request(who: Announcer, visit: VisitIn) -> Request:
    return Request(
        source="visits",
        operator=who.operator,
        create_companies=visit.create_company,
        corrects=visit.uid,
        may_widen=who.may_widen,
        actor=who.caller.actor,
    )


def _previewed(graph: Graph, who: Announcer, visit: VisitIn) -> Preview:
    try:
        return preview(graph, visit.cells, _request(who, visit))
    except FileRefused as error:
        name = "name" if error.code == "missing-column" else error.column or "name"
        message = "Le nom manque : l'entreprise n'est pas connue sous ce numéro." if name == "name" else error.message
        raise FieldsRefused(NOT_WRITTEN, ((name, message),)) from error


def _own(graph: Graph, caller: Caller, uid: str) -> OwnVisit | None:
    try:
        return own_visit(graph, caller, uid)
    except NotFound:
        return None


def _before(
    graph: Graph, caller: Caller, visit: VisitIn, seen: Preview, written: OwnVisit | None
) -> BeforeVisit | None:
    """What the visit would meet; None when its company is not settled, or not known yet."""
    if not seen.company or not seen.visit or (seen.linked and seen.linked.created):
        return None
    key = written.visit if written else seen.visit
    return meets(graph, caller, _asked(visit, seen.company, seen, caller), visit=key, status=visit.status)


def _asked(visit: VisitIn, company: str, seen: Preview, caller: Caller) -> NewVisit:
    return NewVisit(
        company=company,
        on=visit.on,
        operators=(caller.organisation or "",),
        theme=seen.values.get("theme"),
        siret=seen.values.get("siret"),
    )


def _own_part(graph: Graph, caller: Caller, visit: VisitIn, written: OwnVisit) -> Visit | None:
    [dossier] = dossiers_of(graph, caller, [written.company], today())
    by_key = [one for one in dossier.visits if one.uid == written.visit]
    # A visit made with an institution that only signalled it has no key that may be shown.
    same_month = [one for one in dossier.visits if one.own and (one.on or "")[:7] == f"{visit.on:%Y-%m}"]
    return next(iter(by_key or same_month), None)

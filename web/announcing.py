"""A form that plans or reports a visit: what was typed, what is wrong with it, and what the visit would meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Any

from pydantic import ValidationError

from access import Identity
from gate.french import in_french
from graph.errors import FieldsRefused, Misuse, NotFound
from graph.store import Graph
from graph.visibility import Visibility
from ingest.notes import Severity
from planning.announcing import Announcer, announce_visit, check_visit, meets
from planning.models import Outcome, VisitCheck, VisitIn, VisitRecorded
from queries.before_visit import BeforeVisit, NewVisit
from queries.days import today
from queries.models import Company, Status
from queries.own_visits import OwnVisit, own_at, own_visit
from queries.search import search
from queries.who import dossiers_of

UNSEEN = ("siret", "role", "joint_reference", "duration_minutes")
"""What a form of a visit does not show, and a correction must not lose."""
TOGETHER = ("uid", "version", "again")
"""Which visit a form corrects, as it was when the form was filled in; and whether a second one that day is meant."""
FIELDS = ("company", "name", "on", "theme", "purpose", "next", "note", "agent", "visibility", "reason", "reference",
          "choice", "cancelled", "do", *UNSEEN, *TOGETHER)  # fmt: skip
AS_A_FILE_SAYS = {
    "overlap_reason": "reason",
    "siren": "name",
    "siret": "name",
    "code_postal": "name",
    "commune": "name",
}
IN_QUEUE, NEW = "file", "new"
JOIN, POSTPONE = "join", "postpone"


@dataclass(slots=True)
class Draft:
    """A form under way: what was typed, what is wrong with it, and what the visit would meet.

    Args:
        planned: whether the visit is to come.
        values: text by field.
        errors: what is wrong, by field.
        candidates: the companies that the name may designate, when none was chosen.
        warning: what the visit would meet.
    """

    planned: bool
    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    candidates: list[Company] = field(default_factory=list)
    warning: BeforeVisit | VisitCheck | None = None

    @property
    def day(self) -> date | None:
        """The day, once it is one."""
        try:
            return date.fromisoformat(self.values["on"])
        except ValueError:
            return None

    @property
    def joins(self) -> tuple[str, str] | None:
        """The institution whose visit one asks to join, and that visit's day or month as it was shown."""
        verb, _, rest = self.values["do"].partition(":")
        operator, _, on = rest.partition("|")
        return (operator, on) if verb == JOIN and operator and on else None


def typed(form: Mapping[str, Any], *, planned: bool) -> Draft:
    """Return what a form says, every field a text; a button that offers a day fills it in."""
    values = {name: str(form.get(name) or "").strip() for name in FIELDS}
    values["visibility"] = values["visibility"] or Visibility.SHARED.value
    draft = Draft(planned, values)
    verb, _, offered = values["do"].partition(":")
    if verb == POSTPONE:
        values["on"] = offered
    elif draft.joins and len(draft.joins[1]) == len("2026-01-01"):
        values["on"] = draft.joins[1]
    return draft


def company_of(graph: Graph, identity: Identity, uid: str) -> Company | None:
    """Return the company of a uid or SIREN, as far as one may know it."""
    found = dossiers_of(graph, identity.caller, [uid], today()) if uid else []
    return found[0].company if found else None


def warn(graph: Graph, identity: Identity, draft: Draft, visit: str | None = None) -> None:
    """Find what the visit would meet, once its company and its day are known."""
    day, company = draft.day, draft.values["company"]
    if day is None or not company or not identity.organisation or draft.values["cancelled"]:
        return
    asked = NewVisit(company=company, on=day, operators=(identity.organisation,), theme=draft.values["theme"] or None)
    try:
        draft.warning = meets(graph, identity.caller, asked, visit=visit)
    except NotFound:
        draft.errors["name"] = "Cette entreprise n'est pas connue : cherchez-la par son nom."


def check(graph: Graph, identity: Identity, draft: Draft) -> VisitIn | None:
    """Check a form as it is sent, and return the visit to write; None when something has to be mended."""
    _check_day(draft)
    values = draft.values
    if not values["company"] and not values["name"]:
        draft.errors["name"] = "Indiquez l'entreprise : son nom, son SIREN ou son SIRET."
    if not values["company"] and values["choice"] not in ("", IN_QUEUE, NEW):
        values["company"] = values["choice"]
    if draft.errors:
        return None
    try:
        visit = _visit(graph, identity, draft)
        seen = check_visit(graph, Announcer.of(identity), visit)
    except ValidationError as error:
        _blame(draft, [(str(one["loc"][-1]), in_french(one)) for one in error.errors()])
        return None
    except FieldsRefused as error:
        _blame(draft, error.fields)
        return None
    _blame(draft, [(one.field or "", one.message) for one in seen.remarks if one.severity is Severity.REFUSE])
    if draft.errors:
        return None
    values["company"] = values["company"] or seen.company or ""
    draft.warning = seen if seen.company else None
    if seen.outcome is Outcome.REVIEW and not values["choice"]:
        draft.candidates = _resembling(graph, identity, seen, values["name"])
        draft.errors["name"] = "Plusieurs entreprises sont possibles : choisissez ci-dessous."
    elif draft.planned and seen.overlaps and not values["reason"] and not draft.joins:
        draft.errors["reason"] = "Joignez-vous à eux, reportez, ou dites en une ligne pourquoi vous y allez quand même."
    return None if draft.errors else visit


def filled(one: OwnVisit) -> dict[str, str]:
    """Return the fields of a form that corrects a visit."""
    said = one.model_dump(mode="json", exclude_none=True)
    kept = ("company", "name", "on", "theme", "purpose", "note", "agent", "visibility", "reference", "reason", *UNSEEN)
    return {name: str(said[name]) for name in kept if name in said}


def version_of(one: OwnVisit) -> str:
    """Return what tells whether a visit has changed since a form was filled in with it."""
    return blake2b(repr([*sorted(filled(one).items()), one.status]).encode(), digest_size=8).hexdigest()


def changed_meanwhile(graph: Graph, identity: Identity, draft: Draft) -> list[tuple[str, str]]:
    """Return what somebody wrote since the form was filled in, (field, text), and make the form good for it."""
    values = draft.values
    if not (values["uid"] and values["version"]):
        return []
    one = own_visit(graph, identity.caller, values["uid"])
    if version_of(one) == values["version"]:
        return []
    values["version"] = version_of(one)
    now = filled(one)
    shown = ("on", "theme", "purpose", "note", "agent", "visibility")
    return [(name, now.get(name, "")) for name in shown if now.get(name, "") != values[name]] or [
        ("status", one.status)
    ]


def twins(graph: Graph, identity: Identity, draft: Draft) -> list[OwnVisit]:
    """Return the visits of one's own to the same company on the same day, when a new one is under way."""
    values = draft.values
    if values["uid"] or values["again"] or not values["company"] or draft.day is None:
        return []
    found = own_at(graph, identity.caller, values["company"], draft.day)
    return [one for one in found if one.reference != values["reference"]]


def write(graph: Graph, identity: Identity, visit: VisitIn) -> str | None:
    """Write a visit that was checked, and return its uid; None when it waits for a person.

    Raises:
        FieldsRefused: what somebody changed meanwhile.
    """
    done = announce_visit(graph, Announcer.of(identity), visit)
    return done.uid if isinstance(done, VisitRecorded) else None


def _check_day(draft: Draft) -> None:
    day, cancelled = draft.day, draft.values["cancelled"]
    if day is None:
        draft.errors["on"] = "Indiquez le jour de la visite."
    elif draft.planned and day < today() and not cancelled:
        draft.errors["on"] = "Ce jour est passé : rendez-en plutôt compte."
    elif not draft.planned and day > today():
        draft.errors["on"] = "Ce jour n'est pas encore venu : prévoyez plutôt la visite."


def _visit(graph: Graph, identity: Identity, draft: Draft) -> VisitIn:
    values = draft.values
    status = Status.PLANNED if draft.planned else Status.DONE
    note = [values["note"], f"Suite : {values['next']}" if values["next"] else ""]
    said = {name: values[name] for name in ("on", "theme", "purpose", "agent", "visibility", "reference", "uid")}
    said |= {"note": " · ".join(filter(None, note)), "overlap_reason": values["reason"]}
    said |= (company := _company(graph, identity, draft))
    if (siret := values["siret"]) and company.get("siren") == siret[:9]:
        said["siret"] = siret
    said |= {name: values[name] for name in UNSEEN if name != "siret"}
    return VisitIn.model_validate(
        {name: text for name, text in said.items() if text}
        | {"status": Status.CANCELLED if values["cancelled"] else status, "create_company": values["choice"] == NEW}
    )


def _company(graph: Graph, identity: Identity, draft: Draft) -> dict[str, str]:
    company = company_of(graph, identity, draft.values["company"])
    if company and company.siren:
        return {"siren": company.siren}
    if company:
        return {"name": company.name, "code_postal": company.code_postal or "", "commune": company.commune or ""}
    name = draft.values["name"]
    digits = "".join(name.split())
    if digits.isdigit():
        return {"siret" if len(digits) == len("73282932000074") else "siren": digits}
    return {"name": name}


def _blame(draft: Draft, wrong: Any) -> None:
    """Tie what is wrong to the fields of the page."""
    for named, message in wrong:
        place = AS_A_FILE_SAYS.get(named, named)
        draft.errors.setdefault(place if place in FIELDS else "name", message)


def _resembling(graph: Graph, identity: Identity, seen: VisitCheck, name: str) -> list[Company]:
    """The companies that the engine hesitates between, or else those that a search finds."""
    offered = [one["uid"] for one in seen.candidates]
    if offered:
        return [one.company for one in dossiers_of(graph, identity.caller, offered, today())]
    try:
        return [one.company for one in search(graph, identity.caller, name, limit=5).candidates]
    except Misuse:
        return []

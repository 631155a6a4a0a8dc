"""What a form says of a visit: read, checked as an import would, and written through the same way in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from access import Action, Identity
from graph.errors import FileRefused, Misuse, NotFound
from graph.store import Graph
from graph.visibility import Visibility
from ingest.forms import Preview, preview, record
from ingest.notes import Severity
from ingest.request import Request as Wanted
from matching import Outcome
from queries.before_visit import BeforeVisit, NewVisit, before_visit
from queries.days import today
from queries.models import Company
from queries.own_visits import own_visit
from queries.search import search
from queries.who import dossiers_of

FIELDS = ("company", "name", "on", "theme", "purpose", "next", "note", "agent", "visibility", "reason", "reference",
          "choice", "cancelled")  # fmt: skip
WINDOW_DAYS = 90
IN_QUEUE, NEW = "file", "new"


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
    warning: BeforeVisit | None = None

    @property
    def day(self) -> date | None:
        """The day, once it is one."""
        try:
            return date.fromisoformat(self.values["on"])
        except ValueError:
            return None

    @property
    def later(self) -> str | None:
        """The first day on which the visit would overlap none of those known."""
        if not self.warning or not self.warning.overlaps:
            return None
        last = max(visit.on for one in self.warning.overlaps for visit in one.visits)
        latest = {4: f"{last}-12-31", 7: f"{last}-28"}.get(len(last), last)
        # A month may have three more days than the 28 counted.
        spare = 3 if len(last) == 7 else 0
        return (date.fromisoformat(latest) + timedelta(days=WINDOW_DAYS + 1 + spare)).isoformat()


def typed(form: Mapping[str, Any], *, planned: bool) -> Draft:
    """Return what a form says, every field a text."""
    values = {name: str(form.get(name) or "").strip() for name in FIELDS}
    values["visibility"] = values["visibility"] or Visibility.SHARED.value
    return Draft(planned, values)


def company_of(graph: Graph, identity: Identity, uid: str) -> Company | None:
    """Return the company of a uid or SIREN, as far as one may know it."""
    found = dossiers_of(graph, identity.caller, [uid], today()) if uid else []
    return found[0].company if found else None


def warn(graph: Graph, identity: Identity, draft: Draft) -> None:
    """Find what the visit would meet, once its company and its day are known."""
    day, company = draft.day, draft.values["company"]
    if day is None or not company or not identity.organisation or draft.values["cancelled"]:
        return
    asked = NewVisit(company=company, on=day, operators=(identity.organisation,), theme=draft.values["theme"] or None)
    try:
        draft.warning = before_visit(graph, identity.caller, asked, window_days=WINDOW_DAYS)
    except NotFound:
        draft.errors["name"] = "Cette entreprise n'est pas connue : cherchez-la par son nom."


def check(graph: Graph, identity: Identity, draft: Draft) -> Preview | None:
    """Check a form as it is sent, and return what would be written; None when something has to be mended."""
    values, day = draft.values, draft.day
    if day is None:
        draft.errors["on"] = "Indiquez le jour de la visite."
    elif draft.planned and day < today() and not values["cancelled"]:
        draft.errors["on"] = "Ce jour est passé : faites plutôt un compte rendu."
    elif not draft.planned and day > today():
        draft.errors["on"] = "Ce jour n'est pas encore venu : planifiez plutôt la visite."
    if not values["company"] and not values["name"]:
        draft.errors["name"] = "Indiquez l'entreprise : son nom, son SIREN ou son SIRET."
    if not values["company"] and values["choice"] not in ("", IN_QUEUE, NEW):
        values["company"] = values["choice"]
    if draft.errors:
        return None
    seen = _previewed(graph, identity, draft)
    if seen is None or draft.errors:
        return None
    if not identity.may(Action.WIDEN) and _widens(graph, identity, draft, seen.uid):
        draft.errors["visibility"] = "Élargir la diffusion d'une fiche revient au responsable des données."
        return None
    if seen.linked and seen.linked.company and not seen.linked.created and not values["company"] and seen.company:
        values["company"] = seen.company
    if seen.linked and seen.linked.outcome is not Outcome.LINKED and not values["choice"]:
        draft.candidates = _resembling(graph, identity, seen, values["name"])
        draft.errors["name"] = "Plusieurs entreprises sont possibles : choisissez ci-dessous."
        return None
    warn(graph, identity, draft)
    if draft.planned and draft.warning and draft.warning.overlaps and not values["reason"]:
        draft.errors["reason"] = "Dites en une ligne pourquoi vous y allez quand même, ou changez la date."
    return None if draft.errors else seen


def write(graph: Graph, identity: Identity, draft: Draft, seen: Preview) -> str:
    """Write a visit that was checked, and return the uid of the visit, or of the row that waits for a person."""
    record(graph, cells(graph, identity, draft), _wanted(identity, draft))
    return seen.uid


def cells(graph: Graph, identity: Identity, draft: Draft) -> dict[str, str]:
    """Return what a file would say of the visit."""
    values = draft.values
    note = [values["note"]]
    note += [f"Suite : {values['next']}"] if values["next"] else []
    note += [f"Recouvrement connu : {values['reason']}"] if values["reason"] else []
    said = {name: values[name] for name in ("on", "theme", "purpose", "agent", "visibility", "reference")}
    said |= {"note": " · ".join(filter(None, note)), "status": "planned" if draft.planned else "done"}
    if values["cancelled"]:
        said["status"] = "cancelled"
    return {name: text for name, text in (said | _company_cells(graph, identity, draft)).items() if text}


def _company_cells(graph: Graph, identity: Identity, draft: Draft) -> dict[str, str]:
    company = company_of(graph, identity, draft.values["company"])
    if company and company.siren:
        return {"siren": company.siren}
    if company:
        return {"name": company.name, "code_postal": company.code_postal or "", "commune": company.commune or ""}
    name = draft.values["name"]
    digits = "".join(name.split())
    if digits.isdigit():
        return {"siret" if len(digits) == 14 else "siren": digits}
    return {"name": name}


def _previewed(graph: Graph, identity: Identity, draft: Draft) -> Preview | None:
    try:
        seen = preview(graph, cells(graph, identity, draft), _wanted(identity, draft))
    except FileRefused as error:
        known = error.column in FIELDS
        draft.errors[error.column if known and error.column else "name"] = (
            error.message if known else "Le nom manque : l'entreprise n'est pas connue sous ce numéro."
        )
        return None
    for finding in seen.findings:
        if finding.severity is Severity.REFUSE:
            place = finding.column if finding.column in FIELDS else "name"
            draft.errors.setdefault(place or "name", finding.message)
    return seen


def _widens(graph: Graph, identity: Identity, draft: Draft, uid: str) -> bool:
    """Whether a visit that exists would be seen by more people than now."""
    levels = [level.value for level in Visibility]
    try:
        before = own_visit(graph, identity.caller, uid).visibility
    except NotFound:
        return False
    return levels.index(draft.values["visibility"]) > levels.index(before)


def _resembling(graph: Graph, identity: Identity, seen: Preview, name: str) -> list[Company]:
    """The companies that the engine hesitates between, or else those that a search finds."""
    offered = [one.uid for one in seen.linked.candidates] if seen.linked else []
    if offered:
        return [one.company for one in dossiers_of(graph, identity.caller, offered, today())]
    try:
        return [one.company for one in search(graph, identity.caller, name, limit=5).candidates]
    except Misuse:
        return []


def _wanted(identity: Identity, draft: Draft) -> Wanted:
    identity.require(Action.WRITE)
    return Wanted(
        source="visits",
        operator=identity.organisation_name or identity.organisation,
        create_companies=draft.values["choice"] == NEW,
        actor=identity.actor,
    )

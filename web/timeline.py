"""What happened at a company as one line of time: visits, support, needs and projects, each entry ready to show."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from queries.dossier import Dossier, Need, Project
from queries.models import Status, Support, Visit
from web.french import day, euros, listed, plural

STAGES_FR = {"planned": "prévu", "running": "en cours", "done": "terminé", "abandoned": "abandonné"}


class Entry(NamedTuple):
    """One line: `kind` says which mark it gets; `muted` is for what did not take place."""

    on: str | None
    kind: str
    title: str
    who: str = ""
    themes: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    own: bool = False
    signalled: bool = False
    muted: bool = False


def past(dossier: Dossier, as_of: date) -> list[Entry]:
    """Return what is behind, latest first."""
    visits = [one for one in dossier.visits if not is_ahead(one, as_of)]
    entries = [
        *(of_visit(one) for one in visits),
        *(_of_support(one) for one in dossier.support),
        *(_of_need(one) for one in dossier.needs),
        *(_of_project(one) for one in dossier.projects),
    ]
    # Stable: entries of one day stay in the order of the dossier, which tells nothing that is hidden.
    return sorted(entries, key=lambda one: one.on or "", reverse=True)


def ahead(dossier: Dossier, as_of: date) -> list[Entry]:
    """Return the visits to come, nearest first."""
    return [of_visit(one) for one in reversed(dossier.visits) if is_ahead(one, as_of)]


def is_ahead(visit: Visit, as_of: date) -> bool:
    """Whether a visit is planned and may still take place."""
    return visit.status is Status.PLANNED and (visit.latest or "") >= as_of.isoformat()


def of_visit(visit: Visit) -> Entry:
    """Return the line of a visit."""
    title = {
        Status.DONE: "Visite",
        Status.PLANNED: "Visite prévue",
        Status.CANCELLED: "Visite annulée",
    }[visit.status]
    joint = "Visite commune" if visit.status is Status.DONE and len(visit.parties) > 1 else title
    details = [*visit.purposes]
    if visit.duration_minutes:
        details.append(plural(visit.duration_minutes, "minute"))
    if visit.agent:
        details.append(f"Agent : {visit.agent}")
    if visit.note:
        details.append(f"Note (à nous seuls) : {visit.note}")
    return Entry(
        on=visit.on,
        kind="planned" if visit.status is Status.PLANNED else "visit",
        title=joint,
        who=listed(visit.operators),
        themes=visit.themes,
        details=tuple(details),
        own=visit.own,
        signalled=visit.signalled,
        muted=visit.status is Status.CANCELLED,
    )


def _of_support(support: Support) -> Entry:
    details = [euros(support.amount_eur)] if support.amount_eur is not None else []
    if support.purpose:
        details.append(support.purpose)
    if support.until:
        details.append(f"jusqu'à {day(support.until)}")
    if support.jobs:
        details.append(f"{support.jobs:g} emplois prévus".replace(".", ","))
    title = f"Soutien : {support.scheme}" if support.scheme else "Soutien"
    line = (" · ".join(details),) if details else ()
    return Entry(support.on, "support", title, support.operator, (), line, own=support.own, signalled=support.signalled)


def _of_need(need: Need) -> Entry:
    answer = f"pris en charge par {listed(need.takers)}" if need.takers else ""
    if need.unanswered:
        answer = "sans réponse connue"
    title = f"Besoin : {need.title}" if need.title else "Besoin exprimé"
    return Entry(
        need.on,
        "need",
        title,
        need.operator or "",
        _some(need.theme),
        _some(answer),
        own=need.own,
        signalled=need.signalled,
    )


def _of_project(project: Project) -> Entry:
    details = [STAGES_FR.get(project.stage or "", project.stage or "")]
    if project.amount_eur is not None:
        details.append(euros(project.amount_eur))
    if project.followers:
        details.append(f"suivi par {listed(project.followers)}")
    title = f"Projet : {project.title}" if project.title else "Projet"
    line = " · ".join(part for part in details if part)
    return Entry(
        project.on,
        "project",
        title,
        project.operator or "",
        _some(project.theme),
        _some(line),
        own=project.own,
        signalled=project.signalled,
    )


def _some(*texts: str | None) -> tuple[str, ...]:
    return tuple(text for text in texts if text)

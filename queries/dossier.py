"""What is known of one company, put in order: the part that `who` and `briefing` share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic import Field

from queries.days import said, shown
from queries.models import Answer, Company, Status, Support, Visit
from queries.visits import visits_of

ANSWERED = frozenset({"taking_care", "done", "done_no_help", "done_not_reachable"})
LEVELS = ("commune", "epci", "departement")
MOST_CALLS = 5


class Need(Answer):
    """A need that the company raised; `takers` answer it."""

    on: str | None
    operator: str | None
    title: str | None = None
    theme: str | None = None
    status: str | None = None
    answered_on: str | None = None
    takers: tuple[str, ...] = ()
    signalled: bool = False
    own: bool = False

    @property
    def unanswered(self) -> bool:
        """Whether it is known to wait for somebody."""
        return not self.signalled and self.status not in ANSWERED and not self.takers


class Project(Answer):
    """A project that the company carries; `followers` accompany it."""

    on: str | None
    operator: str | None
    title: str | None = None
    theme: str | None = None
    stage: str | None = None
    amount_eur: float | None = None
    followers: tuple[str, ...] = ()
    signalled: bool = False
    own: bool = False


class Agreement(Answer):
    """An agreement that the company is a party to."""

    uid: str | None = None
    title: str
    kind: str | None = None
    starts_on: str | None = None
    ends_on: str | None = None
    parties: tuple[str, ...] = ()


class Site(Answer):
    """A site of the company."""

    siret: str
    name: str | None = None
    address: str | None = None
    code_postal: str | None = None
    commune: str | None = None
    state: str = "unknown"
    is_head_office: bool = False


class Former(Answer):
    """A company that was found to be this one: whoever asks for it is answered this one."""

    uid: str
    siren: str | None
    name: str | None


class Call(Answer):
    """An institution worth calling first, and why; `mailbox` is its functional address."""

    operator: str
    mailbox: str | None
    why: str = Field(description="la raison, en français")


class Dossier(Answer):
    """All that the caller may know of one company, latest first."""

    company: Company
    visits: tuple[Visit, ...]
    support: tuple[Support, ...]
    needs: tuple[Need, ...]
    projects: tuple[Project, ...]
    agreements: tuple[Agreement, ...]
    sites: tuple[Site, ...]
    site_count: int
    call: tuple[Call, ...]
    uncovered: tuple[str, ...] = Field(description="thèmes que personne de connu n'a abordés")
    formers: tuple[Former, ...] = Field(default=(), description="entreprises réunies à celle-ci")

    @property
    def keys(self) -> set[str]:
        """Every number that designates it: its own, and those of the companies that were found to be it."""
        every = [(self.company.uid, self.company.siren), *((one.uid, one.siren) for one in self.formers)]
        return {key for keys in every for key in keys if key}


def dossier_of(record: dict[str, Any], as_of: date, own: str | None = None) -> Dossier:
    """Put a record of `who.cypher` in order; `own` is the institution that asks, which need not call itself."""
    visits = tuple(visits_of(record["visits"], as_of))
    support = _latest_first(Support, record["support"])
    needs = _latest_first(Need, record["needs"], people="takers")
    projects = _latest_first(Project, record["projects"], people="followers")
    agreements = [Agreement(**{**row, "parties": tuple(sorted(row["parties"]))}) for row in record["agreements"]]
    return Dossier(
        company=Company.of(record["company"]),
        visits=visits,
        support=support,
        needs=needs,
        projects=projects,
        agreements=tuple(sorted(agreements, key=lambda one: (one.starts_on or "", one.title), reverse=True)),
        sites=tuple(Site(**site) for site in record["sites"]),
        site_count=record["site_count"],
        call=_whom_to_call(record, visits, own),
        uncovered=_uncovered(record["themes"], visits, needs, projects),
        formers=tuple(Former(**one) for one in record["formers"]),
    )


def _latest_first(model: type[Any], rows: list[dict[str, Any]], people: str = "") -> tuple[Any, ...]:
    """Make `model`s of edges; what orders them is what is shown, so that nothing hidden can show in the
    order."""
    made = []
    for row in rows:
        known = {name: row[name] for name in model.model_fields if name in row}
        known["on"] = shown(row["earliest"], row["latest"], signalled=row["signalled"])
        known["own"] = row["mine"]
        if "operator" in row and "name" in row:
            known["operator"] = row["name"]
        if people:
            known[people] = tuple(sorted(person["name"] for person in row[people]))
        made.append(model(**known))
    return tuple(sorted(made, key=lambda one: (one.on or "", one.model_dump_json()), reverse=True))


def _whom_to_call(record: dict[str, Any], visits: Iterable[Visit], own: str | None) -> tuple[Call, ...]:
    """Who else knows the company best: latest visitors, then supporters and followers, then who covers the place."""
    calls: dict[str, Call] = {}
    for visit in visits:
        if visit.status is Status.CANCELLED:
            continue
        verb = "visite prévue" if visit.status is Status.PLANNED else "dernière visite connue"
        for party in visit.parties:
            if party.uid != own:
                why = f"{verb} {said(visit.on)}"
                calls.setdefault(party.name, Call(operator=party.name, mailbox=party.mailbox, why=why))
    later = [(person, "répond à un besoin") for need in record["needs"] for person in need["takers"]]
    later += [(person, "suit un projet") for project in record["projects"] for person in project["followers"]]
    later += [({**row, "uid": row["operator"]}, "a accordé une aide") for row in record["support"]]
    nearest = sorted(record["referents"], key=lambda one: (LEVELS.index(one["level"]), one["name"], one["territory"]))
    for person, why in [
        *sorted(later, key=lambda pair: (pair[1] == "a accordé une aide", pair[0]["name"], pair[1])),
        *((one, f"référent pour {one['territory']}") for one in nearest),
    ]:
        if person["uid"] != own:
            calls.setdefault(person["name"], Call(operator=person["name"], mailbox=person["mailbox"], why=why))
    return tuple(calls.values())[:MOST_CALLS]


def _uncovered(
    themes: list[str], visits: Iterable[Visit], needs: Iterable[Need], projects: Iterable[Project]
) -> tuple[str, ...]:
    """The themes that no visit made or planned, need answered or project followed is known to cover."""
    covered = {theme for visit in visits if visit.status is not Status.CANCELLED for theme in visit.themes}
    covered |= {need.theme for need in needs if need.theme and not need.unanswered}
    covered |= {project.theme for project in projects if project.theme and project.followers}
    return tuple(sorted(set(themes) - covered))

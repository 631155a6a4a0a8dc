"""Companies that nobody is known to accompany, ranked, with the reasons in words."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from graph.errors import AccessRefused, Misuse
from graph.store import Graph
from graph.visibility import Caller, Layer
from queries.cursor import Cursor
from queries.cypher import load
from queries.days import months_before, said, today
from queries.dossier import Dossier
from queries.models import Answer, Page, Status, Visit
from queries.scope import Resolved, Scope, resolve
from queries.who import dossiers_of

CYPHER = load(__file__)
ALL = load(__file__, "unsupported_all")
BATCH = 25_000
"""Companies looked at by one transaction."""
DESCRIBED = 1_000
"""Companies described by one transaction."""

SIZES_FR = {
    "NN": "sans salarié connu",
    "00": "sans salarié",
    "01": "1 ou 2 salariés",
    "02": "3 à 5 salariés",
    "03": "6 à 9 salariés",
    "11": "10 à 19 salariés",
    "12": "20 à 49 salariés",
    "21": "50 à 99 salariés",
    "22": "100 à 199 salariés",
    "31": "200 à 249 salariés",
    "32": "250 à 499 salariés",
    "41": "500 à 999 salariés",
    "42": "1 000 à 1 999 salariés",
    "51": "2 000 à 4 999 salariés",
    "52": "5 000 à 9 999 salariés",
    "53": "10 000 salariés et plus",
}
SIZE_RANK = {code: rank for rank, code in enumerate(SIZES_FR) if rank}
OUT_FR = {
    "closed": "fermées",
    "masked": "à diffusion partielle, jamais dans une liste à contacter",
    "outside": "hors du territoire, du secteur ou de la taille demandés",
}


class Knowledge(StrEnum):
    """Whether the data cover a company: known to be without, or simply unknown to all."""

    KNOWN = "known"
    UNKNOWN = "unknown"


class UnsupportedScope(Scope):
    """Which companies, and since when nobody has been there: a date, or a number of months before the day
    asked."""

    since: date | None = None
    months: int = Field(default=12, ge=1, le=600)

    def start(self, as_of: date) -> date:
        """The first day that counts."""
        return self.since or months_before(as_of, self.months)


class UnsupportedCompany(Answer):
    """A company without known accompaniment; `reasons` are French sentences, the weightiest first.

    `knowledge` is `known` when members met or aided it before, so that its being without is a fact;
    `unknown` when nobody has ever said anything of it.
    """

    uid: str
    siren: str | None
    name: str
    commune: str | None = None
    epci: str | None = None
    naf: str | None = None
    tranche_effectif: str | None = None
    knowledge: Knowledge
    reasons: tuple[str, ...]


class OutOfScope(Answer):
    """How many companies are in no list, by reason."""

    closed: int = 0
    masked: int = 0
    outside: int = 0


class Unsupported(Answer):
    """A page of companies, ranked; `count` is that of all of them, `supported` that of the others in
    scope."""

    count: int
    since: date
    as_of: date
    supported: int
    known: int
    unknown: int
    companies: tuple[UnsupportedCompany, ...]
    out_of_scope: OutOfScope
    next_cursor: str | None = None


class _Ranked(NamedTuple):
    ranks: list[int]
    uids: list[str]
    counts: Counter[str]

    @property
    def known(self) -> int:
        """How many are known to be without: the last bit of a rank says it."""
        return sum(rank & 1 for rank in self.ranks)


def unsupported(
    graph: Graph,
    caller: Caller,
    scope: UnsupportedScope,
    *,
    as_of: date | None = None,
    page: Page | None = None,
) -> Unsupported:
    """Return the companies of a scope that nobody is known to accompany, the most urgent first.

    A company counts as accompanied when, between `since` and `as_of`, bounds included, it has a visit done,
    an aid, a need taken care of or answered, or a project followed; a signalled fact counts by its month.
    Order: a need nobody answers, longest waiting first; nobody expected; larger; known to be without; uid.

    Args:
        graph: the store.
        caller: a member; the answer is the same for all.
        scope: which companies, and since when.
        as_of: the day of the question; default today.
        page: which part; limit 0 is all.

    Raises:
        AccessRefused: the caller is not a member.
        Misuse: an unknown territory or sector, no cursor, or a start in the future.
    """
    as_of, across = as_of or today(), caller.across
    since, resolved = _start(caller, scope, as_of), resolve(graph, across, scope)
    found = _ranked(graph, across, resolved, since, as_of)
    shown, more = _page(found, page or Page())
    return Unsupported(
        count=len(found.ranks),
        since=since,
        as_of=as_of,
        supported=found.counts["supported"],
        known=found.known,
        unknown=len(found.ranks) - found.known,
        companies=tuple(_described(graph, across, [one.uid for one in shown], since, as_of)),
        out_of_scope=_left_out(graph, across, resolved, found.counts),
        next_cursor=shown[-1].text if more else None,
    )


def _start(caller: Caller, scope: UnsupportedScope, as_of: date) -> date:
    if caller.layer is not Layer.MEMBERS:
        raise AccessRefused("Cette question est réservée aux institutions membres.")
    since = scope.start(as_of)
    if since > as_of:
        raise Misuse(f"La date de départ ({since:%d/%m/%Y}) suit le jour de la question ({as_of:%d/%m/%Y}).")
    return since


def _page(found: _Ranked, page: Page) -> tuple[list[Cursor], bool]:
    """Return the part of the list that is wanted, and whether more follows."""
    cursor = Cursor.read(page.cursor)
    every = (Cursor(rank, uid) for rank, uid in zip(found.ranks, found.uids, strict=True))
    after = (one for one in every if not cursor or one.key > cursor.key)
    if not page.limit:
        return sorted(after, key=lambda one: one.key), False
    wanted = heapq.nsmallest(page.limit + 1, after, key=lambda one: one.key)
    return wanted[: page.limit], len(wanted) > page.limit


def _ranked(graph: Graph, caller: Caller, resolved: Resolved, since: date, as_of: date) -> _Ranked:
    """Look at all companies of the scope, some at a time, and keep a rank for each that nobody
    accompanies."""
    ranked = _Ranked([], [], Counter())
    after: str | None = ""
    while after is not None:
        [part] = graph.read(
            CYPHER,
            caller,
            since=since.isoformat(),
            as_of=as_of.isoformat(),
            month=as_of.year * 12 + as_of.month,
            size_rank=SIZE_RANK,
            after=after,
            many=BATCH,
            **resolved.parameters,
        )
        for group in part["groups"]:
            ranked.counts[group["found"]] += group["companies"]
            ranked.ranks.extend(group["ranks"])
            ranked.uids.extend(group["uids"])
        after = part["next"]
    return ranked


def _left_out(graph: Graph, caller: Caller, resolved: Resolved, counts: Counter[str]) -> OutOfScope:
    outside = 0
    if not resolved.everything:
        [every] = graph.read(ALL, caller)
        outside = every["companies"] - counts.total()
    return OutOfScope(closed=counts["closed"], masked=counts["masked"], outside=outside)


def _described(graph: Graph, caller: Caller, uids: list[str], since: date, as_of: date) -> Iterator[UnsupportedCompany]:
    for start in range(0, len(uids), DESCRIBED):
        part = uids[start : start + DESCRIBED]
        dossiers = {one.company.uid: one for one in dossiers_of(graph, caller, part, as_of)}
        for uid in part:
            if uid in dossiers:
                yield _company(dossiers[uid], since, as_of)


def _company(dossier: Dossier, since: date, as_of: date) -> UnsupportedCompany:
    company = dossier.company
    visits = [one for one in dossier.visits if one.status is not Status.CANCELLED]
    done = [one for one in visits if one.status is Status.DONE]
    waiting = [one for one in dossier.needs if one.unanswered and (one.on or "") <= as_of.isoformat()]
    known = bool(done or dossier.support or dossier.needs or dossier.projects)
    reasons = [_need_reason(one.on, one.title, one.theme) for one in sorted(waiting, key=lambda one: one.on or "")]
    if done:
        reasons.append(f"dernière visite connue {said(done[0].on)} par {_and(done[0].operators)}")
    if dossier.support:
        last = dossier.support[0]
        reasons.append(f"dernière aide connue {said(last.on)} ({last.scheme or last.operator})")
    if not known:
        reasons.append("aucun accompagnement connu")
    elif not (done or dossier.support):
        reasons.append(f"aucune visite ni aide connue depuis le {since:%d/%m/%Y}")
    reasons += [_planned_reason(one, as_of) for one in visits if one.status is Status.PLANNED]
    reasons.append(SIZES_FR.get(company.tranche_effectif or "", "effectif inconnu"))
    if company.state == "unknown":
        reasons.append("état au répertoire inconnu")
    if company.verified is False:
        reasons.append("SIREN pas encore vérifié au répertoire")
    return UnsupportedCompany(
        uid=company.uid,
        siren=company.siren,
        name=company.name,
        commune=company.commune,
        epci=company.epci_name or company.epci,
        naf=company.naf,
        tranche_effectif=company.tranche_effectif,
        knowledge=Knowledge.KNOWN if known else Knowledge.UNKNOWN,
        reasons=tuple(reasons),
    )


def _need_reason(on: str | None, title: str | None, theme: str | None) -> str:
    subject = title or theme
    return f"besoin sans réponse {_since(on)}" + (f" : {subject}" if subject else "")


def _planned_reason(visit: Visit, as_of: date) -> str:
    who, day = _and(visit.operators), said(visit.on)
    if (visit.latest or "") < as_of.isoformat():
        return f"visite prévue {day} par {who}, sans suite connue"
    return f"visite prévue {day} par {who}"


def _and(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"


def _since(on: str | None) -> str:
    """Say since when: "depuis le 12/03/2026", "depuis 03/2026"."""
    return f"depuis {said(on).removeprefix('en ')}" if on else "depuis une date inconnue"

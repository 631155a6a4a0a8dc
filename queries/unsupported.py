"""Companies that nobody is known to accompany, ranked, with the reasons in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from pydantic import Field

from graph.errors import Misuse
from graph.store import Graph
from graph.visibility import Caller
from queries.columns import Seen
from queries.cursor import Cursor
from queries.cypher import load
from queries.days import months_before, said, today
from queries.dossier import Dossier
from queries.kept import answered, short
from queries.models import Answer, Page, Status, Visit
from queries.scope import Scope
from queries.unsupported_ranking import SIZES_FR, listed
from queries.who import dossiers_of

ALL = load(__file__, "unsupported_all")
DESCRIBED = 1_000
"""Companies described by one transaction."""

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
    as_of, page, across = as_of or today(), page or Page(), caller.across
    since, cursor = _start(caller, scope, as_of), Cursor.read(page.cursor)

    def make(seen: Seen) -> Unsupported:
        found = listed(seen, since, as_of)
        shown, more = found.page(cursor, page.limit)
        uids = seen.columns.text("uid").take(shown).to_pylist()
        return Unsupported(
            count=len(found.order),
            since=since,
            as_of=as_of,
            supported=found.supported,
            known=found.known,
            unknown=len(found.order) - found.known,
            companies=tuple(_described(graph, across, uids, since, as_of)),
            out_of_scope=OutOfScope(
                closed=found.closed, masked=found.masked, outside=_outside(graph, across, seen, scope)
            ),
            next_cursor=found.cursor(int(shown[-1])).text if more else None,
        )

    return answered(graph, caller, scope, make, key=short(page) and (since, as_of, page))


def _start(caller: Caller, scope: UnsupportedScope, as_of: date) -> date:
    caller.members_only()
    since = scope.start(as_of)
    if since > as_of:
        raise Misuse(f"La date de départ ({since:%d/%m/%Y}) suit le jour de la question ({as_of:%d/%m/%Y}).")
    return since


def _outside(graph: Graph, caller: Caller, seen: Seen, scope: Scope) -> int:
    """Count the companies that the scope leaves out."""
    if scope.everything:
        return 0
    if seen.inside is not None:
        return int((~seen.inside).sum())
    [every] = graph.read(ALL, caller)
    return int(every["companies"]) - len(seen.columns.number)


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

"""The briefing: what to know of one company, or of a thousand, before going there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from graph.errors import Misuse
from graph.store import Graph
from graph.visibility import Caller
from queries.days import said, today
from queries.dossier import Call, Dossier, Need, Project
from queries.identifiers import parse_identifier
from queries.models import Answer, Company, Overlap, Status, Support, Visit
from queries.overlap_kinds import overlapping, told
from queries.who import dossiers_of

MOST = 1_000
LAST = 3
"""Contacts told of each company."""
WINDOW_DAYS = 90
OPEN_STAGES = frozenset({None, "planned", "running"})


class Brief(Answer):
    """What to know of one company; `asked` are the identifiers that meant it.

    `open_points` are French sentences: needs without answer, planned visits that nobody confirmed, projects
    that nobody follows. `overlaps` are those with a visit still to come.
    """

    asked: tuple[str, ...]
    company: Company
    last_visits: tuple[Visit, ...]
    last_support: tuple[Support, ...]
    planned: tuple[Visit, ...]
    needs: tuple[Need, ...]
    projects: tuple[Project, ...]
    open_points: tuple[str, ...]
    call: tuple[Call, ...]
    uncovered: tuple[str, ...]
    overlaps: tuple[Overlap, ...]


class Briefing(Answer):
    """One brief for each known company, in the order asked; `unknown` lists what designates none, false
    numbers too."""

    as_of: date
    count: int
    briefs: tuple[Brief, ...]
    unknown: tuple[str, ...]


def briefing(
    graph: Graph,
    caller: Caller,
    identifiers: Sequence[str],
    *,
    as_of: date | None = None,
    window_days: int = WINDOW_DAYS,
) -> Briefing:
    """Return what to know of each company, all in one round trip.

    Args:
        graph: the store.
        caller: on whose behalf; the members' layer, and the caller's own records.
        identifiers: 1 to 1,000 SIREN, SIRET or uids; several of one company make one brief.
        as_of: the day that tells what is past from what is to come; default today.
        window_days: how near two visits must be to overlap.

    Raises:
        Misuse: none or too many.
    """
    if not identifiers or len(identifiers) > MOST:
        raise Misuse(f"Donnez de 1 à {MOST} identifiants (vous en avez donné {len(identifiers)}).")
    as_of = as_of or today()
    asked: dict[str, list[str]] = {}
    for text in identifiers:
        asked.setdefault(_key(text), []).append(text.strip())
    dossiers: dict[str, Dossier] = {}
    for dossier in dossiers_of(graph, caller, list(asked), as_of):
        dossiers |= dict.fromkeys(dossier.keys, dossier)
    known: dict[str, tuple[Dossier, list[str]]] = {}
    for key, texts in asked.items():
        if key in dossiers:
            known.setdefault(dossiers[key].company.uid, (dossiers[key], []))[1].extend(texts)
    briefs = [_brief(tuple(texts), dossier, as_of, window_days) for dossier, texts in known.values()]
    unknown = tuple(text for key, texts in asked.items() if key not in dossiers for text in texts)
    return Briefing(as_of=as_of, count=len(briefs), briefs=tuple(briefs), unknown=unknown)


def _key(text: str) -> str:
    """Return the SIREN that an identifier holds, or the text itself: one false number must not stop a
    list."""
    try:
        identifier = parse_identifier(text)
    except Misuse:
        return text.strip()
    return identifier.siren if identifier else text.strip()


def _brief(asked: tuple[str, ...], dossier: Dossier, as_of: date, window_days: int) -> Brief:
    done = [one for one in dossier.visits if one.status is Status.DONE]
    planned = [one for one in dossier.visits if one.status is Status.PLANNED]
    ahead = [one for one in planned if (one.latest or "") >= as_of.isoformat()]
    card = dossier.company.model_dump(include={"uid", "siren", "name", "commune"})
    coming = [
        told(card, None, one, other)
        for one, other in overlapping(dossier.visits, window_days)
        if max(one.latest or "", other.latest or "") > as_of.isoformat()
    ]
    return Brief(
        asked=asked,
        company=dossier.company,
        last_visits=tuple(done[:LAST]),
        last_support=dossier.support[:LAST],
        planned=tuple(reversed(ahead)),
        needs=tuple(one for one in dossier.needs if one.unanswered),
        projects=tuple(one for one in dossier.projects if one.stage in OPEN_STAGES),
        open_points=tuple(_open_points(dossier, planned, as_of)),
        call=dossier.call,
        uncovered=dossier.uncovered,
        overlaps=tuple(coming),
    )


def _open_points(dossier: Dossier, planned: list[Visit], as_of: date) -> list[str]:
    points = [
        f"besoin sans réponse ({said(one.on)}) : {one.title or one.theme or 'sans titre'}"
        for one in dossier.needs
        if one.unanswered
    ]
    points += [
        f"visite prévue {said(one.on)} par {', '.join(one.operators)}, sans suite connue"
        for one in planned
        if (one.latest or "") < as_of.isoformat()
    ]
    points += [
        f"projet que personne de connu ne suit : {one.title}"
        for one in dossier.projects
        if one.title and one.stage in OPEN_STAGES and not one.followers and not one.signalled
    ]
    return points

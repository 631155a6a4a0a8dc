"""Who has been there: all that is known of a company, found by SIREN, SIRET or a name, however misspelt."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.days import today
from queries.dossier import Agreement, Call, Dossier, Former, Need, Project, Site, dossier_of
from queries.identifiers import parse_identifier
from queries.models import MASKED_NAME, Answer, Company, Support, Visit
from queries.search import Found, search

CYPHER = load(__file__)
SURE = 0.3
"""A name designates a company when its score is at least this …"""
STANDS_OUT = 4
"""… and this many times that of the next."""
CANDIDATES = 10


class FoundBy(StrEnum):
    """How the company was found."""

    IDENTIFIER = "identifier"
    NAME = "name"
    AMBIGUOUS = "ambiguous"


class WhoResult(Answer):
    """All that is known of a company; without `company`, the `candidates` that the name may designate."""

    query: str
    as_of: date
    found_by: FoundBy
    company: Company | None = None
    siret: str | None = None
    visits: tuple[Visit, ...] = ()
    support: tuple[Support, ...] = ()
    needs: tuple[Need, ...] = ()
    projects: tuple[Project, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    sites: tuple[Site, ...] = ()
    site_count: int = 0
    call: tuple[Call, ...] = ()
    uncovered: tuple[str, ...] = ()
    formers: tuple[Former, ...] = ()
    candidates: tuple[Found, ...] = ()


def who(graph: Graph, caller: Caller, query: str, *, as_of: date | None = None) -> WhoResult:
    """Return what is known of one company, or the companies that a name may designate: never a silent guess.

    Args:
        graph: the store.
        caller: on whose behalf; the members' layer, and the caller's own records.
        query: SIREN, SIRET, uid, or a name.
        as_of: the day that tells done from planned; default today.

    Raises:
        NotFound: no company that the caller may know answers to it.
        Misuse: a number that is neither a SIREN nor a SIRET.
    """
    as_of = as_of or today()
    identifier = parse_identifier(query)
    key = identifier.siren if identifier else query.strip()
    dossiers = dossiers_of(graph, caller, [key], as_of)
    if dossiers:
        siret = identifier.siret if identifier else None
        return _told(query, as_of, FoundBy.IDENTIFIER, dossiers[0], siret=siret)
    if identifier:
        raise NotFound(
            f"Aucune entreprise connue sous le numéro {identifier.siret or identifier.siren}.",
            hint="Vérifiez le numéro, ou cherchez par le nom.",
        )
    found = search(graph, caller, query, limit=CANDIDATES, as_of=as_of)
    best = _designated(found.candidates)
    if best is None:
        if not found.candidates:
            raise NotFound(f"Aucune entreprise connue sous le nom « {query.strip()} ».", hint="Essayez son SIREN.")
        return WhoResult(query=query, as_of=as_of, found_by=FoundBy.AMBIGUOUS, candidates=found.candidates)
    [dossier] = dossiers_of(graph, caller, [best.company.uid], as_of)
    others = tuple(one for one in found.candidates if one is not best)
    return _told(query, as_of, FoundBy.NAME, dossier, candidates=others)


def dossiers_of(graph: Graph, caller: Caller, keys: list[str], as_of: date) -> list[Dossier]:
    """Return what is known of the companies with these SIREN or uids, in one round trip."""
    records = graph.read(CYPHER, caller, keys=keys, masked_name=MASKED_NAME)
    return [dossier_of(record, as_of, caller.organisation) for record in records]


def _designated(candidates: tuple[Found, ...]) -> Found | None:
    if not candidates or candidates[0].score < SURE:
        return None
    if len(candidates) > 1 and candidates[1].score * STANDS_OUT > candidates[0].score:
        return None
    return candidates[0]


def _told(
    query: str,
    as_of: date,
    found_by: FoundBy,
    dossier: Dossier,
    *,
    siret: str | None = None,
    candidates: tuple[Found, ...] = (),
) -> WhoResult:
    known = {name: getattr(dossier, name) for name in Dossier.model_fields}
    return WhoResult(query=query, as_of=as_of, found_by=found_by, siret=siret, candidates=candidates, **known)

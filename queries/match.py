"""Whom a mention designates: one company, some that a person must choose from, or nobody that is known."""

from __future__ import annotations

from collections.abc import Sequence

from graph.store import Graph
from graph.visibility import Caller
from matching import Candidate, Decision, Mention, Outcome
from queries.models import Answer
from queries.registry import registry


class MatchCandidate(Answer):
    """A company that may be meant; `score` is its probability, from 0 to 1, `reasons` say why, in French."""

    uid: str
    siren: str | None
    name: str | None
    score: float
    reasons: tuple[str, ...]


class Match(Answer):
    """What was decided of one mention.

    `siren` and `uid` are of the company linked, or of the best candidate when a person must look; None when it is
    unknown. `absent_siren` is a valid SIREN that was given and that nobody known has.
    """

    decision: Outcome
    uid: str | None = None
    siren: str | None = None
    score: float | None = None
    reasons: tuple[str, ...] = ()
    candidates: tuple[MatchCandidate, ...] = ()
    absent_siren: str | None = None


def match(graph: Graph, caller: Caller, mentions: Sequence[Mention], *, limit: int = 5) -> tuple[Match, ...]:
    """Return what each mention designates, in their order.

    Args:
        graph: the store.
        caller: on whose behalf; a company of partial diffusion is matched by its number alone.
        mentions: cleaned ones.
        limit: how many candidates each keeps.
    """
    known = registry(graph, caller)
    return tuple(_match(known.decide(one), limit) for one in mentions)


def _match(decision: Decision, limit: int) -> Match:
    best = decision.candidate
    if best is None and decision.outcome is Outcome.REVIEW and decision.candidates:
        best = decision.candidates[0]
    return Match(
        decision=decision.outcome,
        uid=best.uid if best else None,
        siren=best.siren if best else None,
        score=round(best.score, 4) if best else None,
        reasons=decision.reasons,
        candidates=tuple(_candidate(one) for one in decision.candidates[:limit]),
        absent_siren=decision.absent_siren,
    )


def _candidate(one: Candidate) -> MatchCandidate:
    return MatchCandidate(
        uid=one.uid, siren=one.siren, name=one.name or None, score=round(one.score, 4), reasons=one.reasons
    )

"""Where an experiment may spread, and what those like it already told: who has not tried, who failed and why."""

from __future__ import annotations

from datetime import date

from graph.store import Graph
from graph.visibility import Caller
from queries.experiments.ledger import Experiment, family, ledger
from queries.likeness import Like, like_territories
from queries.models import Answer

MOST = 5
FEW_KNOWN = "Trop peu de territoires du même niveau sont connus pour en trouver de semblables."


class Spreading(Answer):
    """The territories most like that of a success that have not tried it; `why_none` says why there is none."""

    candidates: tuple[Like, ...]
    tried: tuple[Experiment, ...]
    why_none: str | None = None


class Forerunner(Answer):
    """An experiment on the same theme that ended, and how alike its territory is, where that can be said."""

    experiment: Experiment
    like: Like | None


class Forerunners(Answer):
    """Those like what is about to be tried: failures and what they teach, then successes, then the undecided."""

    failed: tuple[Forerunner, ...]
    succeeded: tuple[Forerunner, ...]
    inconclusive: tuple[Forerunner, ...]


def spreading(
    graph: Graph, caller: Caller, one: Experiment, *, as_of: date | None = None, most: int = MOST
) -> Spreading:
    """Return the territories most like that of a successful experiment in which it has not been tried.

    Tried means: an experiment that members may know of, linked to this one by `REPLICATED_IN` however far, in the
    territory or in a part of it.

    Raises:
        AccessRefused: the caller is not a member.
    """
    every = ledger(graph, caller.across)
    kin = family(every, one.uid or "")
    tried = tuple(each for each in every if each.uid in kin and each.uid != one.uid)
    if one.verdict != "succeeded":
        said = "Elle n'est pas close par une réussite : il n'y a rien encore à proposer ailleurs."
        return Spreading(candidates=(), tried=tried, why_none=said)
    if one.territory is None:
        return Spreading(candidates=(), tried=tried, why_none="Son territoire n'est pas connu.")
    level = one.territory.uid.partition(":")[0]
    there = {place for each in (*tried, one) for place in each.within}
    likes = like_territories(graph, caller, one.territory.uid, as_of=as_of)
    candidates = tuple(like for like in likes if like.territory not in there)[:most]
    why = None
    if not candidates:
        why = "Tous les territoires semblables l'ont déjà tentée." if likes else FEW_KNOWN
        why = "Une région n'a pas de territoire semblable ici." if level == "region" else why
    return Spreading(candidates=candidates, tried=tried, why_none=why)


def forerunners(
    graph: Graph, caller: Caller, theme: str, territory: str, *, as_of: date | None = None, most: int = MOST
) -> Forerunners:
    """Return the experiments of a theme that ended, those of the territories most like one first.

    Raises:
        AccessRefused: the caller is not a member.
    """
    ended = [one for one in ledger(graph, caller.across) if one.ended and theme and one.theme == theme]
    likes = {one.territory: one for one in like_territories(graph, caller, territory, as_of=as_of)} if ended else {}
    known = [Forerunner(experiment=one, like=likes.get(one.territory.uid) if one.territory else None) for one in ended]
    known.sort(key=lambda one: (_distance(one, territory), one.experiment.title or "", one.experiment.uid or ""))
    by_verdict = {verdict: tuple(one for one in known if one.experiment.verdict == verdict)[:most]
                  for verdict in ("failed", "succeeded", "inconclusive")}  # fmt: skip
    return Forerunners(**by_verdict)


def _distance(one: Forerunner, territory: str) -> float:
    """How far: nothing in the very same territory, last where it cannot be said."""
    place = one.experiment.territory
    if place and place.uid == territory:
        return 0.0
    return one.like.distance if one.like else float("inf")

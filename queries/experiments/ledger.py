"""The ledger of experiments: those that a caller may know, found by verdict, theme, territory and words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from graph.schema.projects import ENDED
from graph.store import Graph
from graph.visibility import Caller, Visibility
from matching.text import lower_ascii, words
from queries.cypher import load
from queries.days import shown
from queries.models import Answer

CYPHER = load(__file__)
Verdict = Literal["running", "succeeded", "failed", "inconclusive"]


class Place(Answer):
    """The territory of an experiment."""

    uid: str
    name: str
    population: int | None = None


class Experiment(Answer):
    """One experiment; of one that others only signalled, the institution and the month alone.

    `jobs` are those expected, `jobs_created` and `effect_eur` those reported. `origin` is the experiment that it
    replicates, `within` the territories that hold its own, itself included.
    """

    uid: str | None
    institution_uid: str
    institution: str
    mailbox: str | None
    own: bool
    visibility: Visibility
    signalled: bool
    on: str | None
    recorded_on: str
    territory: Place | None = None
    within: tuple[str, ...] = ()
    origin: str | None = None
    title: str | None = None
    theme: str | None = None
    call: str | None = None
    call_until: str | None = None
    hypothesis: str | None = None
    starts_on: str | None = None
    ends_on: str | None = None
    stage: str | None = None
    verdict: Verdict | None = None
    verdict_on: str | None = None
    lesson: str | None = None
    amount_eur: float | None = None
    jobs: float | None = None
    jobs_created: float | None = None
    effect_eur: float | None = None
    contributes_to_sri: bool | None = None
    first_result: str | None = None
    results: int = 0
    last_result_on: str | None = None

    @property
    def ended(self) -> bool:
        """Whether its verdict is given."""
        return self.verdict in ENDED


class Wanted(Answer):
    """Which experiments: empty takes all. `words` are looked for in titles, hypotheses and lessons."""

    verdict: str = ""
    theme: str = ""
    territory: str = ""
    words: str = ""


def ledger(graph: Graph, caller: Caller, wanted: Wanted | None = None) -> tuple[Experiment, ...]:
    """Return the experiments that the caller may know, the latest first.

    Words are found whatever their case and accents, each at the beginning of a word; `verdict` may be `ended`.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    found = [_experiment(row) for row in graph.read(CYPHER, caller)]
    return tuple(found) if wanted is None else tuple(one for one in found if _is(one, wanted))


def family(found: Iterable[Experiment], uid: str) -> frozenset[str]:
    """Return one experiment with all that it replicates, or that replicate it, however far."""
    links = [(one.origin, one.uid) for one in found if one.origin and one.uid]
    together = {uid}
    while more := {end for pair in links if together & set(pair) for end in pair} - together:
        together |= more
    return frozenset(together)


def _is(one: Experiment, wanted: Wanted) -> bool:
    if wanted.verdict and not (one.verdict == wanted.verdict or (wanted.verdict == "ended" and one.ended)):
        return False
    if wanted.theme and one.theme != wanted.theme:
        return False
    if wanted.territory and wanted.territory not in one.within:
        return False
    return not wanted.words or _speaks_of(one, wanted.words)


def _speaks_of(one: Experiment, text: str) -> bool:
    place = one.territory.name if one.territory else None
    said = words(lower_ascii(" ".join(filter(None, (one.title, one.hypothesis, one.lesson, one.call, place)))))
    return all(any(known.startswith(word) for known in said) for word in words(lower_ascii(text)))


def _experiment(row: dict[str, Any]) -> Experiment:
    said, signalled = row.pop("said") or {}, row["signalled"]
    on = shown(row.pop("earliest"), row.pop("latest"), signalled=signalled)
    if signalled:
        row["recorded_on"] = on or ""
    return Experiment(on=on, **row, **said)

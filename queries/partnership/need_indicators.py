"""The indicators of needs going up: raised, taken care of, answered and how fast; what the Region owes and answers.

All of it stands on the members' layer, on needs told in full: a signalled need says neither its state nor its theme.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from typing import Any
from urllib.parse import urlencode

from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.days import months_before
from queries.partnership.members import REGION_KINDS
from queries.results.model import Action, Indicator, Meaning, MonthValue, Unit
from queries.results.months import month_ends
from queries.scope import Scope, resolve

CYPHER = load(__file__)
LEAST = 3
"""A share or a median of fewer says nothing."""
OVERDUE_DAYS = 90
"""A need without answer for longer is overdue."""
QUESTION = "queries.partnership.need_indicators.need_indicators"
SIGNALLED = "Les besoins seulement signalés n'y sont pas : leur état n'est pas partagé."
NO_CALLS = (
    "Les dispositifs et appels à projets n'y sont que si la Région les enregistre ou les importe ; les "
    "conventions signées comptent sans répondre à un besoin, sauf décision qui le dit."
)
Rows = list[dict[str, Any]]
Measure = Callable[["Facts", str, str], float | None]


class Facts:
    """What was read, and what is counted of it between two days, both included."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.needs: Rows = row["needs"]
        self.territorial: Rows = row["territorial"]
        self.decisions: Rows = [*row["decisions"], *row["agreements"]]

    def raised(self, since: str, until: str) -> float:
        """Needs raised."""
        return len(_between(self.needs, "on", since, until))

    def cared(self, since: str, until: str) -> float:
        """Needs raised then that somebody takes care of, or answered since."""
        return sum(one["status"] in ("taking_care", "done") for one in _between(self.needs, "on", since, until))

    def answered(self, since: str, until: str) -> float:
        """Answers given."""
        return len(self._answered(since, until))

    def delay(self, since: str, until: str) -> float | None:
        """Median days from a need to its answer."""
        dated = [one for one in self._answered(since, until) if one["dated"]]
        delays = [max(0, _days(one["on"], one["answered_on"])) for one in dated]
        return float(median(delays)) if len(delays) >= LEAST else None

    def overdue(self, _since: str, until: str) -> float:
        """Needs that still waited after ninety days."""
        waiting = [one for one in self.needs if one["on"] <= until and one["status"] in ("quo", "not_for_me")]
        return sum(_days(one["on"], until) > OVERDUE_DAYS for one in waiting)

    def recognised(self, since: str, until: str) -> float:
        """Territorial needs recognised."""
        return len(_between(self.territorial, "on", since, until))

    def replied(self, since: str, until: str) -> float:
        """Territorial needs answered."""
        return len(_between(self.territorial, "answered_on", since, until))

    def late(self, _since: str, until: str) -> float:
        """Territorial needs whose answer was due and not there."""
        return sum(1 for one in self.territorial if one["due"] < until and (one["answered_on"] or "9") > until)

    def listened(self, since: str, until: str) -> float | None:
        """Share of the Region's decisions that answer a territorial need."""
        made = _between(self.decisions, "on", since, until)
        replies = len(_between(self.territorial, "answered_on", since, until))
        whole = len(made) + replies
        return (sum(one["answers"] for one in made) + replies) / whole if whole >= LEAST else None

    def _answered(self, since: str, until: str) -> Rows:
        return [one for one in _between(self.needs, "answered_on", since, until) if one["status"] == "done"]


_SAID: tuple[tuple[str, str, str, Unit, str, Measure], ...] = (
    ("besoins-exprimes", "Besoins exprimés", "Besoins exprimés pendant la période.", "number",
     "/besoins", Facts.raised),
    ("besoins-pris-en-charge", "Besoins pris en charge", "Besoins exprimés pendant la période, et aujourd'hui pris en "
     "charge ou traités.", "number", "/besoins?etat=taking_care", Facts.cared),
    ("besoins-traites", "Besoins traités", "Besoins dont la réponse est datée de la période.", "number",
     "/besoins?etat=done", Facts.answered),
    ("delai-de-reponse", "Délai médian de réponse", "Médiane des jours entre un besoin et sa réponse, pour les "
     "réponses de la période ; dite à partir de trois.", "days", "/besoins?etat=done", Facts.delay),
    ("besoins-en-souffrance", "Besoins sans réponse depuis 90 jours", "Besoins encore sans réponse, exprimés plus de "
     "90 jours avant la fin de la période.", "number", "/besoins?etat=quo", Facts.overdue),
    ("besoins-territoriaux", "Besoins territoriaux reconnus", "Besoins reconnus territoriaux pendant la période, dans "
     "toute la région.", "number", "/besoins/territoriaux", Facts.recognised),
    ("reponses-territoriales", "Réponses de la Région", "Besoins territoriaux auxquels la Région a répondu pendant la "
     "période.", "number", "/besoins/territoriaux", Facts.replied),
    ("besoins-territoriaux-en-retard", "Besoins territoriaux en retard", "Besoins territoriaux sans réponse à la fin "
     "de la période, dont l'échéance était passée.", "number", "/besoins/territoriaux", Facts.late),
    ("part-des-decisions", "Décisions de la Région qui répondent à un territoire", "Part, parmi les réponses à des "
     "besoins territoriaux, les décisions enregistrées et les conventions signées par la Région pendant la période, de "
     "celles qui répondent à un besoin territorial ; dite à partir de trois.", "percent", "/besoins/territoriaux",
     Facts.listened),
)  # fmt: skip
MEANINGS = tuple(
    Meaning(Action.PDEC, code, label, definition, QUESTION, page, unit)
    for code, label, definition, unit, page, _ in _SAID
)
MEASURES = tuple(measure for *_, measure in _SAID)
_REGIONAL = frozenset({"besoins-territoriaux", "reponses-territoriales", "besoins-territoriaux-en-retard",
                       "part-des-decisions"})  # fmt: skip


def need_indicators(
    graph: Graph, caller: Caller, territory: str | None, as_of: date, months: int = 12
) -> tuple[Indicator, ...]:
    """Return the indicators of needs over the months that end on a day, each with its value month by month.

    Args:
        graph: the store.
        caller: a member.
        territory: uid such as `epci:200067999`; None is the region. Territorial needs and decisions are the region's.
        as_of: last day.
        months: how many.

    Raises:
        AccessRefused: the caller is not a member.
        Misuse: an unknown territory.
    """
    caller.members_only()
    since, until = months_before(as_of, months).isoformat(), as_of.isoformat()
    place = resolve(graph, caller.across, Scope(territory=(territory,) if territory else ()))
    scope = {name: place.parameters[name] for name in ("communes", "epcis", "departements", "everywhere")}
    [row] = graph.read(CYPHER, caller.across, since=since, until=until, region=list(REGION_KINDS), **scope)
    facts = Facts(row)
    fresh = max((one["recorded"] for one in (*facts.needs, *facts.decisions)), default=None)
    spans = [(f"{end:%Y-%m}-01", end.isoformat()) for end in month_ends(as_of, months)]
    return tuple(
        meaning._replace(page=_page(meaning, territory, since, until)).measured(
            tuple(MonthValue(month=start[:7], value=measure(facts, start, end)) for start, end in spans),
            measure(facts, since, until),
            fresh_on=fresh,
            gaps=NO_CALLS if meaning.code == "part-des-decisions" else None if meaning.code in _REGIONAL else SIGNALLED,
        )
        for meaning, measure in zip(MEANINGS, MEASURES, strict=True)
    )


def _page(meaning: Meaning, territory: str | None, since: str, until: str) -> str:
    """The list of what is counted: of the place and, where it is counted by its day, of the period."""
    if not meaning.page.startswith("/besoins?") and meaning.page != "/besoins":
        return meaning.page
    asked = {"depuis": since, "jusqu": until} if meaning.code in ("besoins-exprimes", "besoins-pris-en-charge") else {}
    if meaning.code == "besoins-en-souffrance":
        asked = {"jusqu": (date.fromisoformat(until) - timedelta(days=OVERDUE_DAYS + 1)).isoformat()}
    more = urlencode(asked | ({"territory": territory} if territory else {}))
    return meaning.page + ("&" if "?" in meaning.page else "?" if more else "") + more if more else meaning.page


def _between(rows: Rows, name: str, since: str, until: str) -> Rows:
    return [one for one in rows if one[name] and since <= one[name][:10] <= until]


def _days(first: str, second: str) -> int:
    return (date.fromisoformat(second[:10]) - date.fromisoformat(first[:10])).days

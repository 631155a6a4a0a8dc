"""The indicators of the first action, DORE itself: its data, what is done with it, where, and what it avoids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from graph.store import Graph
from graph.visibility import Caller
from queries.columns import Seen
from queries.cypher import load
from queries.days import months_before
from queries.indicators import IndicatorScope, counted_in, rates_of
from queries.kept import answered, remembered
from queries.results.model import Action, Indicator, Meaning, MonthValue
from queries.results.months import month_ends, month_of, months_back
from queries.results.sharing import RECENT_DAYS, Place, facts_told, sharing
from queries.scope import Scope
from queries.season import Ints, day_number
from queries.territory_indicators import share
from queries.unsupported_ranking import listed

PLACES = load(__file__, "known_places")
ACTS = load(__file__, "shared_acts")
YEAR = 12
FEW = "trop peu pour le dire"
_DORE = Action.DORE
DATA = Meaning(
    _DORE, "donnees", "Données partagées",
    "Visites, aides, besoins, projets et conventions que les institutions ont mis en commun, depuis le début.",
    "queries.results.sharing.facts_told", "/animation", "number",
)  # fmt: skip
ACTED: Mapping[str, tuple[Meaning, str]] = {
    "support": (
        Meaning(
            _DORE, "aides", "Aides accordées",
            "Aides accordées à des entreprises en douze mois ; chaque mois, celles de ce mois.",
            "queries.results.dore.dore_indicators", "/territoires?indicateur=soutiens", "number",
        ),
        "aucune aide connue",
    ),
    "needs": (
        Meaning(
            _DORE, "besoins-repondus", "Besoins pris en charge",
            "Besoins pris en charge ou traités en douze mois ; chaque mois, ceux de ce mois.",
            "queries.results.dore.dore_indicators", "/besoins?etat=taking_care", "number",
        ),
        "aucun besoin pris en charge n'est connu",
    ),
}  # fmt: skip
_ALIVE = "Celles dont une entreprise a eu une visite, une aide, un besoin ou un projet connu en douze mois."
PLACED = {
    "commune": Meaning(
        _DORE, "communes", "Communes où il se passe quelque chose", _ALIVE,
        "queries.results.dore.dore_indicators", "/territoires", "number",
    ),
    "epci": Meaning(
        _DORE, "epci", "Intercommunalités où il se passe quelque chose", _ALIVE,
        "queries.results.dore.dore_indicators", "/territoires", "number",
    ),
}  # fmt: skip
OF_VISITS = (
    Meaning(
        _DORE, "visites", "Visites faites",
        "Visites faites en douze mois ; une visite commune compte une fois ; chaque mois, celles de ce mois.",
        "queries.indicators.indicators", "/territoires?indicateur=visites", "number",
    ),
    Meaning(
        _DORE, "taux-recouvrement", "Taux de recouvrement",
        "Part des visites faites en douze mois à moins de 90 jours de celle d'une autre institution.",
        "queries.indicators.indicators", "/recouvrements", "percent",
    ),
    Meaning(
        _DORE, "taux-avertis", "Taux d'avertissement",
        "Part des recouvrements de douze mois dont la seconde visite avait été précédée d'un avertissement.",
        "queries.indicators.indicators", "/recouvrements", "percent",
    ),
    Meaning(
        _DORE, "sans-accompagnement", "Part sans accompagnement connu",
        "Part des entreprises, hors diffusion partielle, sans visite, aide, besoin pris en charge ni projet suivi "
        "connus en douze mois.",
        "queries.unsupported.unsupported", "/sans-accompagnement", "percent",
    ),
)  # fmt: skip


MEANINGS = (DATA, *(meaning for meaning, _ in ACTED.values()), *PLACED.values(), *OF_VISITS)


class _Asked(NamedTuple):
    """What every part of the answer is about."""

    graph: Graph
    caller: Caller
    territory: str | None
    as_of: date
    ends: tuple[date, ...]

    @property
    def place(self) -> Place:
        return Place.of(self.territory)

    def rows(self, name: str, cypher: str) -> list[dict[str, Any]]:
        """Records of a text, kept while nothing changes."""
        asked = {**self.place._asdict(), "until": month_of(self.as_of)}
        key = (name, self.place, self.as_of)
        return remembered(self.graph, key, lambda: self.graph.read(cypher, self.caller.across, **asked))

    def series(self, values: list[float | None]) -> tuple[MonthValue, ...]:
        """A value for each month."""
        return tuple(MonthValue(month=month_of(end), value=value) for end, value in zip(self.ends, values, strict=True))


def dore_indicators(
    graph: Graph, caller: Caller, territory: str | None, as_of: date, months: int = YEAR
) -> tuple[Indicator, ...]:
    """Return what tells whether the shared base lives: data, actions, territories, overlaps, warnings, the left alone.

    Args:
        graph: the store.
        caller: a member; everything is counted on the members' layer, the same for all.
        territory: uid of a territory, None for all.
        as_of: the day at which it is counted.
        months: how many months are told, the current one last.

    Raises:
        AccessRefused: the caller is not a member.
        Misuse: an unknown territory.
    """
    caller.members_only()
    asked = _Asked(graph, caller, territory, as_of, month_ends(as_of, months))
    return (_data(asked), *_acts(asked), *_places(asked), *_of_visits(asked))


def _data(asked: _Asked) -> Indicator:
    told = facts_told(asked.graph, asked.caller, asked.territory, asked.as_of)
    by_month = Counter[str]()
    for one in told:
        by_month[one.month] += one.many
    stock: list[float | None] = [
        float(sum(many for month, many in by_month.items() if month <= month_of(end))) for end in asked.ends
    ]
    fresh = max((one.last for one in told), default=None)
    return DATA.measured(asked.series(stock), stock[-1], fresh_on=fresh, gaps=_silent(asked) if told else "rien ici")


def _silent(asked: _Asked) -> str | None:
    found = sharing(asked.graph, asked.caller, asked.territory, as_of=asked.as_of).institutions
    silent = sum(one.days_since > RECENT_DAYS for one in found)
    if not silent:
        return None
    who = "une institution n'a" if silent == 1 else f"{silent} institutions n'ont"
    return f"{who} rien ajouté depuis {RECENT_DAYS} jours"


def _acts(asked: _Asked) -> tuple[Indicator, ...]:
    rows = asked.rows("shared_acts", ACTS)
    made = []
    for kind, (meaning, gap) in ACTED.items():
        known = {row["month"]: float(row["many"]) for row in rows if row["kind"] == kind}
        fresh = max((row["last"] or "" for row in rows if row["kind"] == kind), default="") or None
        since = months_back(month_of(asked.as_of), YEAR - 1)
        year = sum(many for month, many in known.items() if month >= since)
        months = asked.series([known.get(month_of(end), 0.0) for end in asked.ends])
        made.append(meaning.measured(months, year, fresh_on=fresh, gaps=None if known else gap))
    return tuple(made)


def _places(asked: _Asked) -> tuple[Indicator, ...]:
    rows = asked.rows("known_places", PLACES)
    made = []
    for kind, meaning in PLACED.items():
        values: list[float | None] = []
        for month in map(month_of, asked.ends):
            since = months_back(month, YEAR - 1)
            values.append(float(len({row[kind] for row in rows if since <= row["month"] <= month} - {""})))
        made.append(meaning.measured(asked.series(values), values[-1], gaps=None if rows else "aucun fait connu ici"))
    return tuple(made)


def _of_visits(asked: _Asked) -> tuple[Indicator, ...]:
    scope = Scope(territory=(asked.territory,)) if asked.territory and asked.place.level else Scope()
    periods = [(end.replace(day=1), end) for end in asked.ends]
    year = (months_before(asked.as_of, YEAR), asked.as_of)

    def make(seen: Seen) -> list[list[float | None]]:
        rates = [_rates(seen, *period) for period in (*periods, year)]
        return [
            [float(one["visits_done"]) for one in rates],
            [share(one["visits_overlapping"], one["visits_done"]) for one in rates],
            [share(one["overlaps_warned"], one["overlaps"]) for one in rates],
            [_alone(seen, end) for end in (*asked.ends, asked.as_of)],
        ]

    found = answered(asked.graph, asked.caller, scope, make, key=("dore_indicators", asked.as_of, len(asked.ends)))
    told = facts_told(asked.graph, asked.caller, asked.territory, asked.as_of)
    fresh = max((one.last for one in told if one.kind == "visits"), default=None)
    return tuple(
        meaning.measured(
            asked.series(values[:-1]),
            values[-1],
            fresh_on=fresh,
            gaps="trop peu pour le dire" if values[-1] is None else None,
        )
        for meaning, values in zip(OF_VISITS, found, strict=True)
    )


def _rates(seen: Seen, since: date, until: date) -> dict[str, Any]:
    counted = counted_in(seen, IndicatorScope(since=since, until=until), day_number(until))
    everything: Ints = seen.columns.season.company * 0
    return rates_of(counted, everything, 1)[0]


def _alone(seen: Seen, day: date) -> float | None:
    found = listed(seen, months_before(day, YEAR), day)
    inside = found.ranking.state == 0
    if seen.inside is not None:
        inside = inside & seen.inside
    return share(len(found.order), int(inside.sum()))

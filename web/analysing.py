"""What the centrality report says, on its page and in its files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.store import Graph
from graph.visibility import Caller
from queries.analytics import (
    Around,
    CentralityOptions,
    CentralityReport,
    Evolution,
    Group,
    Measure,
    Mode,
    Network,
    evolution,
    groups,
    institutions,
    measured,
    network_since,
    report,
    spread,
)
from queries.analytics.answers import Row
from queries.analytics.kept import kept
from web.drawing import KINDS_FR, MEASURES_FR, group_name, page_of
from web.french import number, percent, plural
from web.tables import Cell

FIRST = 10
GAINED = 6


@dataclass(frozen=True, slots=True)
class Analysis:
    """A report, and what its pictures are made of.

    Args:
        report: the measures.
        measured: the measured network, for the files.
        groups: its communities, as people call them.
        change: what changed since the day asked for, if one was.
    """

    report: CentralityReport
    measured: Network
    groups: dict[int, Group]
    change: Evolution | None

    @property
    def names(self) -> dict[int, str]:
        """The name of each group."""
        return {number_: group_name(group) for number_, group in self.groups.items()}

    @property
    def first(self) -> list[dict[str, Any]]:
        """The bars of the first actors, by the measure that ranks them (by links, when groups do)."""
        by = Measure.DEGREE if self.report.ranked_by is Measure.COMMUNITY else self.report.ranked_by
        actors = self.measured.actors
        values = self.measured.measures[by.value]
        order = sorted(range(len(actors)), key=lambda position: -values[position])[:FIRST]
        highest = max((values[position] for position in order), default=0) or 1
        return [
            {
                "label": actors[position].label,
                "address": page_of(actors[position]),
                "share": values[position] / highest,
                "text": said(by, values[position]),
            }
            for position in order
        ]

    @property
    def bins(self) -> list[dict[str, Any]]:
        """The bars of how links are spread over actors."""
        found = spread(self.measured)
        highest = max((one.actors for one in found), default=0) or 1
        return [
            {
                "label": plural(one.low, "lien") if one.low == one.high else f"{one.low} à {plural(one.high, 'lien')}",
                "address": "",
                "share": one.actors / highest,
                "text": plural(one.actors, "acteur"),
            }
            for one in found
        ]

    def before(self, row: Row) -> int | None:
        """How many links an actor had on the day compared with; None when it had none."""
        return self.change.links_before.get(row.id) if self.change else None


def analyse(graph: Graph, caller: Caller, around: Around, options: CentralityOptions, before: date | None) -> Analysis:
    """Return the report of a network, the same for all members, compared with its state of a day when one is given."""
    now, then = network_since(graph, caller, around, before)
    answer, with_measures = report(now, options)
    shown = _shown(now, options)
    named = kept("groups", shown, lambda: groups(shown, measured(shown)))
    change = evolution(shown, _shown(then, options), before, limit=GAINED) if then and before else None
    return Analysis(answer, with_measures, named, change)


def _shown(drawn: Network, options: CentralityOptions) -> Network:
    return drawn if options.mode is Mode.ACTORS else institutions(drawn)


def said(by: Measure, value: float | int) -> str:
    """Write the value of a measure.

    >>> said(Measure.DEGREE, 12), said(Measure.BETWEENNESS, 0.1234)
    ('12', '12,3\u202f%')
    """
    return percent(value, 1) if by in (Measure.BETWEENNESS, Measure.PAGERANK) else number(value)


def cells(found: Analysis) -> list[list[Cell]]:
    """Return the table of the actors as a file holds it, its header first."""
    names = found.names
    header: list[Cell] = ["rang", "acteur", "nature", "SIREN", *(MEASURES_FR[one.value][0].lower() for one in Measure)]
    compared = [f"liens au {found.change.day:%Y-%m-%d}"] if found.change else []
    rows: list[list[Cell]] = [[*header, "nom du groupe", *compared]]
    for row in found.report.rows:
        measures: list[Cell] = [getattr(row, one.value) for one in Measure]
        then: list[Cell] = [found.before(row) or 0] if found.change else []
        rows.append([row.rank, row.label, KINDS_FR[row.kind], row.siren, *measures, names[row.community], *then])
    return rows


def sheets(found: Analysis) -> dict[str, list[list[Cell]]]:
    """Return the workbook of a report: actors, groups, who links them, what the words mean."""
    names, answer = found.names, found.report
    communities: list[list[Cell]] = [
        [one.number, names[one.number], one.size, one.operators, one.companies] for one in answer.communities
    ]
    brokers: list[list[Cell]] = [
        [one.label, KINDS_FR[one.kind], one.betweenness, one.communities] for one in answer.brokers
    ]
    meanings: list[list[Cell]] = [[name, meaning] for name, meaning in MEASURES_FR.values()]
    return {
        "Acteurs": cells(found),
        "Groupes": [["groupe", "nom", "acteurs", "institutions", "entreprises"], *communities],
        "Intermédiaires": [["acteur", "nature", "intermédiarité", "groupes touchés"], *brokers],
        "Lisez-moi": [["Périmètre", answer.perimeter], *meanings, ["Méthode", answer.betweenness.statement]],
    }

"""Seasons drawn at random, and the overlaps they hold by the definition, written a second time, naively."""

from __future__ import annotations

import random
from datetime import date, timedelta

from graph import Graph
from tests.given import given

Drawn = tuple[str, date, date, frozenset[str]]
"""A visit that counts: company, first and last day it may have taken place on, institutions."""
Pair = tuple[str, int, frozenset[frozenset[str]]]
"""An overlap: company, days apart, the two sets of institutions."""


def draw_season(graph: Graph, seed: int) -> list[Drawn]:
    """Draw a season of 20 to 200 visits, and return those that count."""
    rng = random.Random(seed)
    operators = [f"o{number}" for number in range(6)]
    rows, kept = [], []
    for number in range(rng.randint(20, 200)):
        company, on = f"C{rng.randint(1, 6)}", date(2026, 1, 1) + timedelta(days=rng.randint(0, 400))
        first, last, level = on, on, "shared"
        if rng.random() < 0.25:
            level, first = "signalled", on.replace(day=1)
            last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        took_part = set()
        for operator in rng.sample(operators, rng.choice([1, 1, 1, 2, 3])):
            cancelled = rng.random() < 0.15
            took_part |= set() if cancelled else {operator}
            rows.append(
                {
                    "company": company,
                    "operator": operator,
                    "edge": {
                        "uid": f"{number}-{operator}",
                        "visit": f"v{number}",
                        "on": on.isoformat(),
                        "earliest": first.isoformat(),
                        "latest": last.isoformat(),
                        "visibility": level,
                        "status": "cancelled" if cancelled else rng.choice(["done", "planned"]),
                    },
                }
            )
        if took_part:
            kept.append((company, first, last, frozenset(took_part)))
    rng.shuffle(rows)
    given(
        graph,
        *(f"(:Operator {{uid: '{uid}', name: '{uid}'}})" for uid in operators),
        *(f"(:Company {{uid: 'C{n}'}})" for n in range(1, 7)),
    )
    graph.write(
        "UNWIND $rows AS row MATCH (o:Operator {uid: row.operator}) MATCH (c:Company {uid: row.company}) "
        "CREATE (o)-[v:VISITED]->(c) SET v = row.edge, v.role = 'lead', v.owner = o.uid, v.recorded_at = "
        "'2026-01-01'",
        rows=rows,
    )
    return kept


def expected(visits: list[Drawn], window: int) -> list[Pair]:
    """The definition, day by day: the nearest two days that the visits may have taken place on."""

    def days(first: date, last: date) -> list[date]:
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    found = []
    for place, (company, first, last, who) in enumerate(visits):
        for other, other_first, other_last, other_who in visits[:place]:
            if other != company or who <= other_who or other_who <= who:
                continue
            apart = min(abs((a - b).days) for a in days(first, last) for b in days(other_first, other_last))
            if apart <= window:
                found.append((company, apart, frozenset({who, other_who})))
    return sorted(found, key=repr_of)


def repr_of(row: Pair) -> tuple[str, int, list[list[str]]]:
    return (row[0], row[1], sorted(sorted(who) for who in row[2]))

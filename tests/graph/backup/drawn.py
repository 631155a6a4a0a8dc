"""A graph with a value of every type, reference data, facts, and edges between the same ends twice."""

from __future__ import annotations

from neo4j.spatial import CartesianPoint, WGS84Point
from neo4j.time import Date, DateTime, Duration, Time

from graph.store import Graph
from tests.given import given

VALUES = {
    "a_text": 'é « " \\ \n\u2028 𝄞',
    "a_number": -(2**63),
    "a_share": 0.1,
    "a_whole_share": 2.0,
    "without_end": float("inf"),
    "no_number": float("nan"),
    "a_truth": True,
    "some_bytes": b"\x00\xff",
    "a_day": Date(2026, 11, 22),
    "an_hour": Time(1, 2, 3, 4),
    "an_instant_of_nobody": DateTime(2026, 11, 22, 1, 2, 3, 123456789),
    "a_duration": Duration(months=1, days=-2, seconds=3, nanoseconds=4),
    "a_place": WGS84Point((2.3, 49.9)),
    "a_corner": CartesianPoint((1.0, 2.0, 3.0)),
    "some_texts": ["a", "b"],
    "some_days": [Date(2026, 1, 1), Date(2026, 1, 2)],
    "nothing_yet": [],
}
# With a zone they are made by the database itself, in both of its forms and in the hour that summer time repeats.
ZONED = """
MATCH (c:Company {uid: '100000009'})
SET c.in_amiens = datetime('2026-10-25T02:30:00.000000001+01:00[Europe/Paris]'),
    c.before = datetime('2026-10-25T02:30:00+02:00[Europe/Paris]'),
    c.offset = datetime('2026-07-01T12:00:00-03:30'), c.hour = time('12:00:00.5+02:00')
"""


def draw(graph: Graph) -> None:
    """Draw it."""
    given(
        graph,
        "(cci:Operator {uid: 'cci', name: 'CCI'})-[:VISITED {uid: 'v1', on: '2026-03-01', note: 'à rappeler'}]->"
        "(c:Company {uid: '100000009', siren: '100000009'})",
        "(cci)-[:VISITED {uid: 'v2', on: '2026-04-01', visibility: 'private'}]->(c)",
        "(s:Establishment {siret: '10000000900017', siren: '100000009'})-[:SITE_OF]->(c)",
        "(t:Territory {uid: 'commune:80021', code: '80021', level: 'commune', name: 'Amiens'})",
        "(s)-[:LOCATED_IN]->(t)",
        "(c)-[:LOCATED_IN {since: date('2020-01-01')}]->(t)",
        "(c)-[:LOCATED_IN {since: date('2021-01-01')}]->(t)",
        "(:Counter {name: 'companies', value: 3})",
        "(:Contact {uid: 'p1', owner: 'cci', name: 'Ada', visibility: 'private'})",
    )
    graph.write("MATCH (c:Company {uid: '100000009'}) SET c += $values", values=VALUES)
    graph.write(ZONED)

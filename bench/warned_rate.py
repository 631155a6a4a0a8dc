"""The warned rate of the season: each visit announced on its own day, when only earlier days are known."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

from bench.homes import DATA, own_graph
from bench.season import TODAY, TrueRow, jobs, read_truth
from graph import MEMBER, Graph
from graph.errors import NotFound
from ingest.forms import FormTable, preview
from ingest.operators import Operators
from ingest.request import Request
from ingest.run import ingest_file, ingest_table
from queries.before_visit import NewVisit, before_visit


def replay(truth: list[TrueRow]) -> dict[str, Any]:
    """The warned rate: each row is announced on its own day, when only earlier days are known; then it is recorded.

    An overlap of the truth is warned of when announcing its second visit names its first one, by day and institution.
    """
    expected = json.loads((DATA / "visits/truth/pairs.json").read_text(encoding="utf-8"))
    warned: set[Warning_] = set()
    with own_graph() as graph:
        for path, source, operator in jobs(truth)[:2]:
            ingest_file(graph, path, Request(source=source, operator=operator, create_operator=True, today=TODAY))
        for institution in sorted({row.institution for row in truth}):
            table = FormTable({"nom": institution})
            ingest_table(graph, table, Request(source="operators", today=TODAY))
        names = Operators(graph)
        ordered = sorted(truth, key=lambda row: (row.on, row.institution, row.file, row.line))
        for number, row in enumerate(ordered):
            announce(graph, row, names.find(row.institution) or "", warned)
            if number % 500 == 0:
                print("replay", row.on, file=sys.stderr)
        told = sum(is_warned(pair, warned) for pair in expected)
        figures = {"overlaps": len(expected), "warned": told, "rate": round(told / len(expected), 4)}
        print("warned rate", figures, file=sys.stderr)
    return figures


Warning_ = tuple[str, str, str, str, str]
"""Company, day and institution of the visit announced; day and institution of the visit it was warned of."""
HEADERS = ("date", "name", "siret", "code postal", "commune", "theme", "objet", "statut", "ref conjointe")


def announce(graph: Graph, row: TrueRow, operator: str, warned: set[Warning_]) -> None:
    """Ask what the visit of a row would overlap, then record it."""
    cells = dict(zip(HEADERS, (row.on, *row.cells[1:]), strict=True))
    today = date.fromisoformat(row.on)
    request = Request(source="visits", operator=row.institution, today=today)
    if row.cells[7] != "annulée":
        company = preview(graph, cells, request).company
        if company is not None:
            warned.update(warnings(graph, row, NewVisit(company=company, on=today, operators=(operator,))))
    ingest_table(graph, FormTable(cells), request)


def warnings(graph: Graph, row: TrueRow, visit: NewVisit) -> Iterator[Warning_]:
    try:
        answer = before_visit(graph, MEMBER, visit, as_of=visit.on)
    except NotFound:
        return  # the company is not known yet: nobody has been there
    for overlap in answer.overlaps:
        for other in overlap.visits:
            for name in other.operators:
                yield row.siren, row.on, row.institution, str(other.on), name


def is_warned(pair: list[Any], warned: set[Warning_]) -> bool:
    siren, (first, *first_names), (second, *second_names) = pair
    if first > second:
        first, second, first_names, second_names = second, first, second_names, first_names
    return any((siren, second, name, first, other) in warned for name in second_names for other in first_names)


if __name__ == "__main__":
    print(
        json.dumps(
            {"bench": "warned_rate", **replay(read_truth())} if DATA.is_dir() else {"skipped": "no ../shared/data"}
        )
    )

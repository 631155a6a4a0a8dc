"""The figures of the invented season, on real companies: what was linked, found and warned of, against the truth.

    python -m bench.season [--skip-replay]

Ingests the company list, the institutions, the support and the twelve visit files of `../shared/data` into an empty
graph of its own, asks the questions, and compares with `visits/truth`. Prints one JSON line. Skips, with a reason,
where the data is absent.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from bench.homes import DATA, own_graph
from graph import MEMBER, Graph
from ingest.operators import Operators
from ingest.request import Request
from ingest.run import ingest_file
from queries.models import Page
from queries.overlaps import OverlapScope, overlaps
from queries.unsupported import UnsupportedScope, unsupported

TODAY = date(2026, 11, 20)
YEAR_BEFORE = TODAY - timedelta(days=365)
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y")
Pair = tuple[str, frozenset[tuple[str, str]]]


class TrueRow(NamedTuple):
    """A row of a visit file, and whom it truly speaks of."""

    file: str
    line: int
    institution: str
    visit: str
    siren: str
    identifier: str
    on: str
    cells: tuple[str, ...]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--skip-replay", action="store_true", help="without the replay in order of time (minutes)")
    options = parser.parse_args()
    if not DATA.is_dir():
        print(json.dumps({"skipped": "../shared/data is absent"}))
        return 0
    truth = read_truth()
    with own_graph() as graph:
        figures = figures_of(graph, truth)
    if not options.skip_replay:
        from bench.warned_rate import replay  # it reads the same truth

        figures["warned_rate"] = replay(truth)
    print(json.dumps(figures, ensure_ascii=False))
    return 0


COUNTS = {"file", "read", "written", "unchanged", "repeated", "review", "refused", "skipped"}


def figures_of(graph: Graph, truth: list[TrueRow]) -> dict[str, Any]:
    """Everything but the replay: what was taken in, linked and found, and that a second run writes nothing."""
    reports = ingest_all(graph, truth)
    figures: dict[str, Any] = {
        "files": [report.model_dump(include=COUNTS) for report in reports],
        "adds_up": all(report.adds_up for report in reports),
        "contracts_as_support": contracts_as_support(graph),
        "linking": linking(graph, truth),
        "overlaps": overlap_figures(graph),
        "support_within_a_year": unsupported_figures(graph, truth),
    }
    figures["second_run_written"] = sum(report.written for report in ingest_all(graph, truth))
    return figures


def read_truth() -> list[TrueRow]:
    with (DATA / "visits/truth/rows.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    files = {name: read_cells(DATA / "visits" / name) for name in {row["file"] for row in rows}}
    return [
        TrueRow(row["file"], int(row["row"]), row["institution"], row["visit"], row["siren"], row["identifier"],
                iso(files[row["file"]][int(row["row"])][0]), tuple(files[row["file"]][int(row["row"])]))
        for row in rows
    ]  # fmt: skip


def read_cells(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    separator = max(";,\t", key=text.split("\n", 1)[0].count)
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def iso(cell: str) -> str:
    for style in DAYS:
        try:
            return datetime.strptime(cell, style).date().isoformat()
        except ValueError:
            continue
    raise ValueError(cell)


def jobs(truth: list[TrueRow]) -> list[tuple[Path, str, str | None]]:
    lists: list[tuple[Path, str, str | None]] = [
        (DATA / "region/entreprises_hdf.csv", "companies", None),
        (DATA / "region/operateurs_hdf.csv", "operators", None),
        (DATA / "region/soutiens_hdf.csv", "support", None),
    ]
    institutions = sorted({(row.file, row.institution) for row in truth})
    return lists + [(DATA / "visits" / file, "visits", institution) for file, institution in institutions]


def ingest_all(graph: Graph, truth: list[TrueRow]) -> list[Any]:
    reports = []
    for path, source, operator in jobs(truth):
        request = Request(source=source, operator=operator, create_operator=True, today=TODAY)
        reports.append(ingest_file(graph, path, request))
        print(reports[-1].file, reports[-1].seconds, "s", file=sys.stderr)
    return reports


def contracts_as_support(graph: Graph) -> int:
    [found] = graph.system_read(
        "MATCH ()-[s:SUPPORTED]->() WHERE toLower(s.scheme) STARTS WITH 'marché public' RETURN count(s) AS n"
    )
    return int(found["n"])


def linking(graph: Graph, truth: list[TrueRow]) -> dict[str, Any]:
    """Of each kind of row, how many are linked right, linked wrong, or wait for a person."""
    operators = Operators(graph)
    linked: Counter[tuple[str, str, str]] = Counter()
    unnamed: Counter[tuple[str, str]] = Counter()
    for edge in graph.system_read(
        "MATCH (o:Operator)-[v:VISITED]->(c:Company) RETURN o.uid AS o, v.on AS on, c.siren AS siren"
    ):
        if edge["siren"]:
            linked[edge["o"], edge["on"], edge["siren"]] += 1
        else:
            unnamed[edge["o"], edge["on"]] += 1
    waiting = {
        (review["file"], review["line"])
        for review in graph.system_read(
            "MATCH (r:Review {source_uid: 'visits', status: 'open'}) WHERE r.line IS NOT NULL "
            "RETURN r.file AS file, r.line AS line"
        )
    }
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    to_company_without_siren: list[str] = []
    wrong = 0
    for row in truth:
        total[row.identifier] += 1
        uid = operators.find(row.institution) or ""
        if linked[uid, row.on, row.siren]:
            right[row.identifier] += 1
        elif (row.file, row.line + 1) in waiting:
            continue
        elif unnamed[uid, row.on]:
            to_company_without_siren.append(f"{row.file}:{row.line + 1} {row.cells[1]} ({row.siren})")
        else:
            wrong += 1
    return {
        "right": {kind: f"{right[kind]}/{total[kind]}" for kind in sorted(total)},
        "wrong": wrong,
        "wrong_share": round(wrong / len(truth), 5),
        "in_review": len(waiting),
        "linked_to_a_company_whose_siren_fails_luhn": to_company_without_siren,
    }


def overlap_figures(graph: Graph) -> dict[str, Any]:
    """Precision and recall of the pairs, by company, days and institutions."""
    found = overlaps(graph, MEMBER, OverlapScope(window_days=90), as_of=TODAY, page=Page(limit=0))
    ours = Counter(
        pair_of(one.siren or "", *((str(visit.on), visit.operators) for visit in one.visits)) for one in found.overlaps
    )
    expected = json.loads((DATA / "visits/truth/pairs.json").read_text(encoding="utf-8"))
    theirs = Counter(pair_of(siren, *((day, names) for day, *names in visits)) for siren, *visits in expected)
    common = sum((ours & theirs).values())
    return {
        "expected": sum(theirs.values()),
        "found": sum(ours.values()),
        "precision": round(common / sum(ours.values()), 4),
        "recall": round(common / sum(theirs.values()), 4),
        "missed": [str(pair) for pair in list(theirs - ours)[:5]],
        "unexpected": [str(pair) for pair in list(ours - theirs)[:5]],
    }


def pair_of(siren: str, *visits: tuple[str, Any]) -> tuple[str, tuple[Any, ...]]:
    return siren, tuple(sorted((day, tuple(sorted(names))) for day, names in visits))


def unsupported_figures(graph: Graph, truth: list[TrueRow]) -> dict[str, Any]:
    """Companies of the season with and without a visit done in the year before, against `unsupported`."""
    with (DATA / "region/entreprises_hdf.csv").open(encoding="utf-8") as stream:
        season = {row["siren"] for row in csv.DictReader(stream) if row["commune"]}
    done = {
        row.siren for row in truth
        if row.cells[7] == "réalisée" and YEAR_BEFORE.isoformat() <= row.on <= TODAY.isoformat()
    }  # fmt: skip
    answer = unsupported(graph, MEMBER, UnsupportedScope(since=YEAR_BEFORE), as_of=TODAY, page=Page(limit=0))
    without = {company.siren for company in answer.companies} & season
    expected = season - done
    in_review = {
        row.siren for row in truth for review in graph.system_read(
            "MATCH (r:Review {status: 'open', file: $file, line: $line}) RETURN r.uid", file=row.file, line=row.line + 1
        ) if review
    } if without - expected else set()  # fmt: skip
    registered = {record["siren"] for record in graph.system_read("MATCH (c:Company) RETURN c.siren AS siren")}
    return {
        "season": len(season),
        "visited_truth": len(season & done),
        "without_truth": len(expected),
        "without_found": len(without),
        "said_without_but_visited": sorted(without - expected),
        "of_which_in_review": sorted((without - expected) & in_review),
        "said_visited_but_without": sorted((expected & registered) - without),
        "siren_fails_luhn_so_not_in_graph": sorted(season - registered),
        "masked": answer.out_of_scope.masked,
    }


if __name__ == "__main__":
    raise SystemExit(main())

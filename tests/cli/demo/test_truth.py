"""The truth is what the files say: worked out again from their cells, by the plainest means."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from tests.cli.demo.conftest import Generated, facts
from tests.cli.demo.test_generate import parsed

TODAY = date(2026, 11, 20)
SINCE = TODAY - timedelta(days=365)


@dataclass
class Seen:
    """A visit as its rows tell it."""

    siren: str
    on: date
    status: str
    level: str
    operators: set[str] = field(default_factory=set)

    @property
    def bounds(self) -> tuple[date, date]:
        if self.level != "Signalé":
            return self.on, self.on
        start = self.on.replace(day=1)
        return start, (start + timedelta(days=40)).replace(day=1) - timedelta(days=1)


@pytest.fixture(scope="module")
def seen(small: Generated) -> dict[str, Seen]:
    """All visits, put together again from the rows that the truth says are one."""
    truths = {(row["file"], int(row["line"])): row for row in small.truth("rows.csv")}
    visits: dict[str, Seen] = {}
    for source, name, table in small.tables():
        if source != "visits":
            continue
        for row in facts(table):
            truth = truths[(name, row.line)]
            if not truth["fact"] or truth["expected"] in {"refused", "unknown"}:
                continue
            level = row.cells[9] if len(row.cells) > 9 else ""
            on = parsed(row.cells[0])
            assert isinstance(on, date)
            visit = visits.setdefault(truth["fact"], Seen(truth["siren"], on, row.cells[7].lower(), level))
            assert (visit.on, visit.siren, visit.status) == (on, truth["siren"], row.cells[7].lower())
            visit.operators.add(truth["institution"])
    return visits


def test_overlaps_are_those_that_a_plain_comparison_of_all_pairs_finds(small: Generated, seen: dict[str, Seen]) -> None:
    by_company = defaultdict(list)
    for visit in seen.values():
        if visit.status != "annulée" and visit.level != "Réservé":
            by_company[visit.siren].append(visit)
    found = set()
    for siren, visits in by_company.items():
        for rank, one in enumerate(visits):
            for two in visits[rank + 1 :]:
                apart = max((two.bounds[0] - one.bounds[1]).days, (one.bounds[0] - two.bounds[1]).days, 0)
                if apart <= 90 and one.operators - two.operators and two.operators - one.operators:
                    pair = sorted((each.on.isoformat(), "|".join(sorted(each.operators))) for each in (one, two))
                    found.add((siren, *pair))
    told = {
        (
            row["siren"],
            *sorted([(row["first_on"], row["first_institutions"]), (row["second_on"], row["second_institutions"])]),
        )
        for row in small.truth("overlaps.csv")
    }
    assert len(told) > 1_000
    assert told == found


def test_unsupported_companies_are_those_without_any_contact_in_the_files(
    small: Generated, seen: dict[str, Seen]
) -> None:
    contacts: dict[str, list[date]] = defaultdict(list)
    for visit in seen.values():
        if visit.status == "réalisée" and visit.on <= TODAY and visit.level != "Réservé":
            contacts[visit.siren].append(visit.on)
    truths = {(row["file"], int(row["line"])): row["siren"] for row in small.truth("rows.csv")}
    day_columns = {"soutiens-scdl.csv": 2, "soutiens-fonds.csv": 4, "soutiens-cma.csv": 4, "projets.csv": 11}
    for source, name, table in small.tables():
        for row in facts(table):
            if name in day_columns:
                contacts[truths[(name, row.line)]].append(as_day(row.cells[day_columns[name]]))
            elif source == "needs" and row.cells[7] in {"prise en charge", "traité"}:
                contacts[truths[(name, row.line)]].append(as_day(row.cells[8]))
    expected = set()
    for row in facts(small.table("entreprises.csv", "companies")):
        siren, is_open, is_masked = row.cells[0], row.cells[11] == "A", row.cells[12] == "P"
        if is_open and not is_masked and max(contacts[siren], default=date.min) < SINCE:
            expected.add(siren)
    told = {row["siren"] for row in small.truth("unsupported.csv")}
    assert len(told) > 500
    assert told == expected


def as_day(cell: str) -> date:
    day = parsed(cell)
    assert isinstance(day, date)
    return day


def test_each_planted_case_shows_what_it_says(small: Generated) -> None:
    cases = json.loads((small.folder / "truth" / "planted.json").read_text(encoding="utf-8"))
    overlaps = [row["siren"] for row in small.truth("overlaps.csv")]
    unsupported = {row["siren"] for row in small.truth("unsupported.csv")}
    assert len(cases) >= 20
    for case in cases:
        for company in case["companies"]:
            assert overlaps.count(company["siren"]) == case["overlaps"], case
            assert (company["siren"] in unsupported) == case["unsupported"], case


def test_planted_companies_are_apart_from_chance(small: Generated) -> None:
    cases = json.loads((small.folder / "truth" / "planted.json").read_text(encoding="utf-8"))
    sirens = [company["siren"] for case in cases for company in case["companies"]]
    assert len(set(sirens)) == len(sirens)


def test_the_namesakes_share_name_and_commune_and_nothing_else(small: Generated) -> None:
    cases = json.loads((small.folder / "truth" / "planted.json").read_text(encoding="utf-8"))
    [one, two] = next(case["companies"] for case in cases if case["case"] == "homonyms")
    rows = {row.cells[0]: row.cells for row in facts(small.table("entreprises.csv", "companies"))}
    first, second = rows[one["siren"]], rows[two["siren"]]
    assert (first[2], first[8]) == (second[2], second[8])
    assert first[1] != second[1]
    doubtful = [row for row in small.truth("rows.csv") if row["siren"] == one["siren"] and row["expected"] == "review"]
    assert len(doubtful) == 1


def test_counts_of_the_manifest_are_those_of_the_truth(small: Generated) -> None:
    counts = small.region.counts
    assert counts["overlaps"] == len(small.truth("overlaps.csv"))
    assert counts["unsupported"] == len(small.truth("unsupported.csv"))
    assert counts["fact_rows"] == len(small.truth("rows.csv"))


def test_a_contradicted_identifier_stands_beside_the_name_of_a_neighbour(small: Generated) -> None:
    cases = json.loads((small.folder / "truth" / "planted.json").read_text(encoding="utf-8"))
    [neighbour] = next(case["companies"] for case in cases if case["case"] == "neighbour")
    [told] = [row for row in small.truth("rows.csv") if (row["identifier"], row["expected"]) == ("id", "review")]
    rows = {row.line: row.cells for row in facts(small.table(told["file"], "visits"))}
    cells = rows[int(told["line"])]
    assert cells[1] == neighbour["name"]
    assert cells[2].startswith(told["siren"])
    assert neighbour["siren"] != told["siren"]

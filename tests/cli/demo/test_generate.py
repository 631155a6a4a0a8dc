"""The files: the same for a seed, in every dialect, read by the real reader as they were written."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from cli.demo import generate, read_manifest
from graph.errors import Misuse, NotFound, Refused
from graph.fictional import is_fictional_siren
from ingest.binding import bind
from ingest.reference.tables import communes
from ingest.sources import SOURCES
from tests.cli.demo.conftest import Generated, facts

ROOT = Path(__file__).resolve().parents[3]
ONCE = """import sys; from pathlib import Path; from cli.demo import generate
generate(Path(sys.argv[1]), companies=300)"""


def digest(folder: Path) -> dict[str, str]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def test_the_same_seed_gives_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    for name, hash_seed in (("one", "1"), ("two", "4242")):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        subprocess.run([sys.executable, "-c", ONCE, str(tmp_path / name)], cwd=ROOT, env=environment, check=True)
    assert digest(tmp_path / "one") == digest(tmp_path / "two")
    assert len(digest(tmp_path / "one")) > 30


def test_another_seed_gives_another_region(tmp_path: Path) -> None:
    generate(tmp_path / "one", companies=300, seed=1)
    generate(tmp_path / "two", companies=300, seed=2)
    one, two = digest(tmp_path / "one"), digest(tmp_path / "two")
    assert {name for name in one if one[name] == two[name]} <= {"LISEZMOI.txt", "operateurs.csv"}


TRIED = ("experiments", "experiment_indicators", "experiment_results", "experiment_difficulties")


def test_the_manifest_tells_again_what_was_generated(small: Generated) -> None:
    assert read_manifest(small.folder) == small.region
    sources = [each.source for each in small.region.files]
    assert sources[:2] == ["operators", "companies"]
    partnership = {"agreements", "agreement_actions", "strategies", "consultations"}
    means = {"posts", "trainings", "envelopes", "commitments", "committees", "agenda", "referrals"}
    assert (
        set(sources)
        == {"operators", "companies", "visits", "support", "needs", "projects", *TRIED, *means} | partnership
    )


def test_every_file_of_the_manifest_is_read_with_as_many_rows_as_it_says(small: Generated) -> None:
    for (_, name, table), each in zip(small.tables(), small.region.files, strict=True):
        totals = sum(row.skip == "total" for row in table.rows())
        assert len(facts(table)) + totals == each.rows, name
        assert not any(row.refusal for row in table.rows()), name


def test_every_header_is_known_to_the_source_that_reads_it(small: Generated) -> None:
    unknown = {
        (source, header)
        for source, _, table in small.tables()
        for header in bind(SOURCES[source], table.header).unknown
    }
    assert unknown <= {("operators", "secteurs")}


def test_the_files_come_in_several_formats_encodings_and_separators(small: Generated) -> None:
    tables = [table for _, _, table in small.tables()]
    assert {table.format for table in tables} == {"csv", "xlsx"}
    assert {table.encoding for table in tables} >= {"utf-8", "cp1252"}
    assert {table.separator for table in tables} >= {";", ",", "\t"}


def test_the_truth_names_the_line_and_the_company_of_each_row(small: Generated) -> None:
    """A whole identifier in the cells is the company's that the truth names, on the line it names."""
    sources = {each.file: each.source for each in small.region.files}
    by_file: dict[str, dict[int, dict[str, str]]] = {}
    for row in small.truth("rows.csv"):
        by_file.setdefault(row["file"], {})[int(row["line"])] = row
    checked = 0
    for name, truths in by_file.items():
        rows = {row.line: row.cells for row in facts(small.table(name, sources[name]))}
        assert rows.keys() == truths.keys(), name
        for line, truth in truths.items():
            if truth["identifier"] in {"id", "id_spaced", "id_vat"}:
                digits = [cell.replace(" ", "") for cell in rows[line]]
                assert any(truth["siren"] in cell for cell in digits), (name, line)
                checked += 1
    assert checked > 3_000


def test_every_company_is_fictional_in_a_real_commune_with_its_postcode(small: Generated) -> None:
    rows = facts(small.table("entreprises.csv", "companies"))
    for siren, siret, *_, postcode, town, code, _, _, _, _, _, _ in (row.cells for row in rows):
        assert is_fictional_siren(siren)
        assert siret.startswith(siren)
        assert postcode in communes()[code].postcodes
        assert town == communes()[code].name.upper()
        assert communes()[code].region == "32"


def test_companies_are_many_small_ones_and_few_large_ones(small: Generated) -> None:
    sizes = Counter(row.cells[9] for row in facts(small.table("entreprises.csv", "companies")))
    assert sizes["NN"] + sizes["00"] > 800
    assert 0 < sizes["22"] + sizes["31"] + sizes["32"] + sizes["41"] < 60


def test_some_companies_are_closed_masked_or_of_the_social_economy(small: Generated) -> None:
    rows = [row.cells for row in facts(small.table("entreprises.csv", "companies"))]
    for column, value in ((11, "C"), (12, "P"), (13, "O")):
        assert 20 < sum(row[column] == value for row in rows) < 400


def test_most_companies_get_no_visit_and_some_get_five_in_a_quarter(small: Generated) -> None:
    from datetime import date

    days: dict[str, list[date]] = {}
    seen = set()
    for _, name, table in small.tables():
        if not name.startswith("visites"):
            continue
        dates = {row.line: row.cells[0] for row in facts(table)}
        for truth in small.truth("rows.csv"):
            if truth["file"] == name and truth["fact"] and truth["fact"] not in seen:
                seen.add(truth["fact"])
                days.setdefault(truth["siren"], []).append(parsed(dates[int(truth["line"])]))
    assert 0.4 < 1 - len(days) / 2_000 < 0.7
    crowded = [each for each in days.values() if len(each) > 4 and any(
        (late - early).days <= 91 for early, late in zip(sorted(each), sorted(each)[4:], strict=False)
    )]  # fmt: skip
    assert len(crowded) > 40


def parsed(cell: str) -> object:
    from datetime import datetime

    for known in ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"):
        try:
            return datetime.strptime(cell, known).date()
        except ValueError:
            continue
    raise AssertionError(cell)


def test_the_season_goes_down_in_august_and_on_sundays(small: Generated) -> None:
    months: Counter[str] = Counter()
    table = small.table("visites-cci-fictive-hauts-de-france.csv", "visits")
    for row in facts(table):
        months[row.cells[0][5:7]] += 1
    assert months["08"] < 0.6 * months["10"]


def test_the_accidents_of_spreadsheets_are_all_there(small: Generated) -> None:
    expected = Counter(row["expected"] for row in small.truth("rows.csv"))
    assert expected.keys() >= {"linked", "linked_or_review", "review", "refused", "repeated", "unknown"}
    kinds = Counter(row["identifier"] for row in small.truth("rows.csv"))
    assert kinds.keys() >= {"id", "id_spaced", "id_vat", "id_typo", "id_scientific", "name"}
    cells = [
        cell
        for _, name, table in small.tables()
        if name.startswith("visites")
        for row in facts(table)
        for cell in row.cells
    ]
    for accident in ("30/02/2026", "12/31/2025", "=2+2 à vérifier"):
        assert accident in cells, accident
    assert sum("mandat ad hoc" in cell for cell in cells) == 1
    assert any(cell.endswith("E+13") and "," in cell for cell in cells)
    assert {"Réservé", "Signalé", "Partagé", "Open data"} <= set(cells)
    assert any(row.skip == "blank" for _, _, table in small.tables() for row in table.rows())


def test_a_pasted_row_follows_the_row_it_repeats(small: Generated) -> None:
    for before, row in pairwise(small.truth("rows.csv")):
        if row["expected"] == "repeated":
            assert (row["file"], row["fact"], row["siren"]) == (
                before["file"],
                before["fact"],
                before["siren"],
            )


def test_an_earlier_demo_is_replaced_whole(tmp_path: Path) -> None:
    generate(tmp_path, companies=400, seed=5)
    first = digest(tmp_path)
    (tmp_path / "entreprises.parquet").write_bytes(b"left by a larger region")
    generate(tmp_path, companies=400, seed=5)
    assert digest(tmp_path) == first


def test_a_folder_with_anything_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "comptes.csv").write_text("précieux", encoding="utf-8")
    with pytest.raises(Refused, match="autre chose"):
        generate(tmp_path, companies=300)
    assert [path.name for path in tmp_path.iterdir()] == ["comptes.csv"]


def test_a_folder_without_a_manifest_is_no_region(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"manifest\.json"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("companies", [0, 199, 1_000_000])
def test_a_number_of_companies_that_cannot_be_is_said_so(companies: int, tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="200"):
        generate(tmp_path / "demo", companies=companies)
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize("region", ["11", "02"])
def test_another_region_works_as_well(region: str, tmp_path: Path) -> None:
    made = generate(tmp_path, companies=600, region=region)
    assert made.region == region
    assert made.counts["visits"] > 400


def test_chunks_do_not_share_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.demo.region.CHUNK", 300)
    region = generate(tmp_path, companies=1_000)
    generated = Generated(tmp_path, region)
    rows = facts(generated.table("entreprises.csv", "companies"))
    assert len({row.cells[0] for row in rows}) == 1_000
    assert len({row.cells[1] for row in rows}) == len(rows)
    owners: dict[str, set[str]] = {}
    for row in generated.truth("rows.csv"):
        owners.setdefault(row["fact"], set()).add(row["siren"])
    assert all(len(sirens) == 1 for fact, sirens in owners.items() if fact)


def test_a_large_list_comes_as_parquet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.demo.region.LARGE", 500)
    region = generate(tmp_path, companies=500)
    generated = Generated(tmp_path, region)
    assert not (tmp_path / "entreprises.csv").exists()
    assert len(facts(generated.table("entreprises.parquet", "companies"))) == region.counts["register_rows"]
    assert not (tmp_path / "truth" / "overlaps.csv").exists()
    assert region.counts["overlaps"] > 0


@pytest.mark.parametrize("seed", range(8))
def test_the_smallest_region_has_room_for_all_planted_cases(seed: int, tmp_path: Path) -> None:
    assert generate(tmp_path, companies=200, seed=seed).counts["overlaps"] > 0

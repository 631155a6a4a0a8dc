"""The twelve messy visit files and the open data of the region, against what is known of them."""

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest

from ingest.cleaning import DateOrder, check_free_text, parse_day, parse_identifier, parse_text, settle
from ingest.reading import Table, open_table

VISITS = (
    "date", "date visite", "date de la visite", "jour", "entreprise", "raison sociale", "societe",
    "siret", "siren", "n siren", "code postal", "cp", "commune", "ville", "statut", "etat",
)  # fmt: skip
WRONG_AT_THE_SOURCE = {"000004104", "451941219"}
"""Published with a wrong key: Auchan Béthune (a SIREN padded into a SIRET) and Automécapièces."""
REGION = ("siren", "siret", "nom", "source", "montant", "dispositif", "commune")


def column(table: Table, *names: str) -> list[str]:
    [index] = [place for place, name in enumerate(table.header) if name.lower() in names]
    return [row.cells[index] for row in table.rows()]


def truth(shared_data: Path) -> dict[str, list[dict[str, str]]]:
    with (shared_data / "visits" / "truth" / "rows.csv").open(encoding="utf-8", newline="") as lines:
        files: dict[str, list[dict[str, str]]] = {}
        for row in csv.DictReader(lines):
            files.setdefault(row["file"], []).append(row)
    return files


def test_every_row_of_the_twelve_visit_files_is_read(shared_data: Path) -> None:
    expected = truth(shared_data)
    assert sum(map(len, expected.values())) == 6_445
    for name, known in expected.items():
        table = open_table(shared_data / "visits" / name, VISITS)
        rows = list(table.rows())
        assert len(rows) == len(known), name
        assert all(row.skip is None and row.refusal is None for row in rows), name
        assert [row.line for row in rows] == list(range(2, len(rows) + 2)), name
        assert table.findings == [], name


def test_whole_identifiers_are_the_true_ones_and_no_wrong_one_is_kept(
    shared_data: Path,
) -> None:
    found: Counter[str] = Counter()
    for name, known in truth(shared_data).items():
        table = open_table(shared_data / "visits" / name, VISITS)
        cells = column(table, "siret", "n° siren")
        for cell, row in zip(cells, known, strict=True):
            identifier = parse_identifier(cell)
            if row["identifier"] in ("id", "id_spaced") and row["siren"] not in WRONG_AT_THE_SOURCE:
                assert identifier.siren == row["siren"], (name, row, cell)
            if identifier.siren and not (identifier.note and identifier.note.severity == "doubt"):
                assert identifier.siren == row["siren"], (name, row, cell)
            found[row["identifier"] + ":" + (identifier.note.code if identifier.note else "")] += 1
    assert found["id:"] > 3_000
    assert sum(count for key, count in found.items() if key.startswith("id_spaced:")) > 300


def test_the_dates_of_every_visit_file_are_settled_as_french_and_read(shared_data: Path) -> None:
    for name in truth(shared_data):
        cells = column(
            open_table(shared_data / "visits" / name, VISITS),
            "date",
            "jour",
            "date_visite",
            "date de la visite",
        )
        settled = settle(cells)
        assert (settled.order, settled.note) == (DateOrder.DAY_FIRST, None), name
        for cell in cells:
            found = parse_day(cell, settled.order)
            assert found.value is not None, (name, cell)
            assert found.value.is_exact
            assert 2024 <= found.value.earliest.year <= 2027


def test_names_and_purposes_of_the_visits_are_plain_text(shared_data: Path) -> None:
    for name in truth(shared_data):
        for row in open_table(shared_data / "visits" / name, VISITS).rows():
            assert parse_text(row.cells[1]).value
            assert parse_text(row.cells[1]).note is None
            assert check_free_text(row.cells[6]) is None


@pytest.mark.parametrize("name", ["entreprises_hdf.csv", "operateurs_hdf.csv", "soutiens_hdf.csv"])
def test_the_open_data_of_the_region_is_read_as_the_standard_library_does(shared_data: Path, name: str) -> None:
    path = shared_data / "region" / name
    with path.open(encoding="utf-8", newline="") as lines:
        _, *expected = list(csv.reader(lines))
    table = open_table(path, REGION)
    assert [row.cells for row in table.rows()] == expected
    assert all(row.skip is None and row.refusal is None for row in table.rows())


def test_the_names_of_a_whole_registry_are_hardly_ever_taken_for_empty(shared_data: Path) -> None:
    with gzip.open(shared_data / "matching" / "registry.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        names = [row["nom"] for row in csv.DictReader(lines)]
    empty = Counter(name for name in names if parse_text(name).value is None and name.strip())
    assert len(names) > 150_000
    assert sum(empty.values()) <= 10, empty

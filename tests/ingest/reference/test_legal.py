from __future__ import annotations

import csv
import itertools
from pathlib import Path

import pytest

from ingest.reference.legal import parse_nature_juridique, parse_tranche, tranche_bounds
from ingest.reference.vocabularies import vocabulary

COMPANIES = Path(__file__).resolve().parents[4] / "shared" / "data" / "region" / "entreprises_hdf.csv"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("5710", "5710"),
        ("5710.0", "5710"),
        ("SAS", "5710"),
        ("S.A.S.", "5710"),
        ("SAS, société par actions simplifiée", "5710"),
        ("société à responsabilité limitée", "5499"),
        ("eurl", "5498"),
        ("Association loi 1901", "9220"),
        ("SA à conseil d'administration (s.a.i.)", "5599"),
        ("Entreprise individuelle", "1000"),
        ("GAEC", "6533"),
        ("Commune", "7210"),
    ],
)
def test_legal_forms_are_read_from_codes_labels_and_usual_names(cell, code) -> None:
    parsed = parse_nature_juridique(cell)
    assert (parsed.value, parsed.note) == (code, None)


def test_an_unknown_legal_form_is_a_doubt() -> None:
    parsed = parse_nature_juridique("Confrérie")
    assert parsed.code is None
    assert parsed.note is not None
    assert parsed.note.severity.value == "doubt"


def test_codes_of_legal_forms_have_four_digits_and_every_family_is_there() -> None:
    codes = [entry.code for entry in vocabulary("formes_juridiques").entries]
    assert all(len(code) == 4 and code.isdigit() for code in codes)
    assert {code[0] for code in codes} == set("0123456789")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("NN", "NN"),
        ("00", "00"),
        ("0", "00"),
        ("0 salarié", "00"),
        ("Unités non employeuses", "NN"),
        ("1 ou 2 salariés", "01"),
        ("1 à 2", "01"),
        ("3 à 5 salariés", "02"),
        ("6-9", "03"),
        ("10/19", "11"),
        ("1 000 à 1 999 salariés", "42"),
        ("10 000 salariés et plus", "53"),
        ("12", "12"),
        ("150", "22"),
        ("7", "03"),
        ("7 personnes", "03"),
        ("25000", "53"),
    ],
)
def test_size_bands_are_read_from_codes_labels_ranges_and_numbers(cell, code) -> None:
    parsed = parse_tranche(cell)
    assert (parsed.value, parsed.note) == (code, None)


def test_twelve_is_a_number_of_people_where_the_column_counts_people() -> None:
    assert parse_tranche("12", headcount=True).code == "11"


@pytest.mark.parametrize("cell", ["plus de 50", "beaucoup", "15 à 25", "-3 salariés"])
def test_an_unclear_size_is_a_doubt(cell) -> None:
    parsed = parse_tranche(cell)
    assert parsed.code is None
    assert parsed.note is not None
    assert parsed.note.code == "tranche-unknown"


def test_bands_follow_each_other_without_hole_or_overlap() -> None:
    bounds = [tranche_bounds(e.code) for e in vocabulary("tranches_effectif").entries if e.code != "NN"]
    for (_, most), (least, _) in itertools.pairwise(bounds):
        assert most is not None
        assert least == most + 1
    assert bounds[0] == (0, 0)
    assert bounds[-1] == (10_000, None)


@pytest.mark.skipif(not COMPANIES.exists(), reason="les données partagées ne sont pas là")
def test_every_legal_form_and_size_of_the_real_company_list_is_understood() -> None:
    with COMPANIES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {r["nature_juridique"] for r in rows if parse_nature_juridique(r["nature_juridique"]).note} == set()
    assert {r["effectif"] for r in rows if parse_tranche(r["effectif"]).note} == set()

from __future__ import annotations

import pytest

from ingest.reference.naf import naf_ancestors, parse_naf
from ingest.reference.tables import NAF2025, REV2, naf2, naf2025


@pytest.mark.parametrize(
    "cell", ["56.29B", "5629B", "5629b", " 56.29 b ", "56 29B", "56.29B - Autres services", "I5629B"]
)
def test_ways_of_writing_one_code_are_one(cell) -> None:
    parsed = parse_naf(cell)
    assert parsed.note is None
    assert parsed.naf is not None
    assert (parsed.value, parsed.naf.nomenclature, parsed.naf.level) == ("56.29B", REV2, 5)
    assert parsed.naf.uid == "naf2:56.29B"


@pytest.mark.parametrize(
    ("cell", "code", "level"),
    [("C", "C", 1), ("10", "10", 2), ("107", "10.7", 3), ("10.71", "10.71", 4), ("10.7", "10.7", 3)],
)
def test_every_level_is_understood(cell, code, level) -> None:
    naf = parse_naf(cell).naf
    assert naf is not None
    assert (naf.code, naf.level) == (code, level)


def test_the_nomenclature_of_a_sub_class_is_known_by_its_code() -> None:
    naf = parse_naf("6210Y").naf
    assert naf is not None
    assert naf.nomenclature == NAF2025
    assert naf.uid == "naf2025:62.10Y"


def test_a_division_is_of_the_nomenclature_that_the_file_uses() -> None:
    assert parse_naf("62").naf != parse_naf("62", nomenclature=NAF2025).naf
    naf = parse_naf("62", nomenclature=NAF2025).naf
    assert naf is not None
    assert naf.nomenclature == NAF2025


@pytest.mark.parametrize(
    ("cell", "code"),
    [("741G", "naf-2003"), ("111Z", "naf-zero"), ("99.98Z", "naf-unknown"), ("informatique", "naf-unknown")],
)
def test_what_is_not_sure_is_a_doubt(cell, code) -> None:
    parsed = parse_naf(cell)
    assert parsed.naf is None
    assert parsed.note is not None
    assert (parsed.note.severity.value, parsed.note.code) == ("doubt", code)


def test_an_empty_cell_is_no_fault() -> None:
    for cell in (None, "", "-", "n/c"):
        assert (parse_naf(cell).naf, parse_naf(cell).note) == (None, None)


def test_every_code_of_both_nomenclatures_is_read_back() -> None:
    for nomenclature, nodes in ((REV2, naf2()), (NAF2025, naf2025())):
        for node in nodes.values():
            for cell in (node.code, node.code.replace(".", "").lower()):
                naf = parse_naf(cell, nomenclature=nomenclature).naf
                assert naf is not None
                assert (naf.code, naf.nomenclature) == (node.code, nomenclature)


def test_the_levels_above_lead_to_the_section() -> None:
    naf = parse_naf("10.71C").naf
    assert naf is not None
    assert [above.code for above in naf_ancestors(naf)] == ["10.71", "10.7", "10", "C"]

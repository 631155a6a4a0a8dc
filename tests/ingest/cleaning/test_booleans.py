import pytest

from ingest.cleaning import parse_boolean
from ingest.notes import Severity


@pytest.mark.parametrize(
    "cell", ["oui", "Oui", "OUI ", "O", "o", "x", "X", "1", "1.0", "vrai", "VRAI", "true", "✓", "yes"]
)
def test_the_ways_of_saying_yes(cell: str) -> None:
    assert (parse_boolean(cell).value, parse_boolean(cell).note) == (True, None)


@pytest.mark.parametrize("cell", ["non", "Non", "N", "n", "0", "faux", "FALSE", "no"])
def test_the_ways_of_saying_no(cell: str) -> None:
    assert (parse_boolean(cell).value, parse_boolean(cell).note) == (False, None)


@pytest.mark.parametrize("cell", ["", " ", "-", "n/c", "#N/A"])
def test_an_empty_cell_is_neither(cell: str) -> None:
    assert (parse_boolean(cell).value, parse_boolean(cell).note) == (None, None)


@pytest.mark.parametrize("cell", ["peut-être", "2", "oui et non"])
def test_anything_else_is_a_doubt(cell: str) -> None:
    found = parse_boolean(cell)
    assert found.value is None
    assert found.note is not None
    assert found.note.severity is Severity.DOUBT
    assert cell in found.note.message

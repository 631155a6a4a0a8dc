import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning import parse_email, parse_person, parse_phone
from ingest.notes import Severity


@pytest.mark.parametrize(
    "cell",
    [
        "Ada Dupont et Jean Petit",
        "Ada Dupont / Jean Petit",
        "Ada Dupont; Jean Petit",
        "Ada Dupont\nJean Petit",
        "M. et Mme Dupont",
        "Ada Dupont, Jean Petit",
        "A. Dupont & J. Petit",
        "Mme Dupont, M. Petit",
        "Dupont, Petit, Durand",
    ],
)
def test_several_people_in_a_cell_are_a_doubt(cell: str) -> None:
    found = parse_person(cell)
    assert found.note is not None
    assert (found.note.severity, found.note.code) == (Severity.DOUBT, "several-people")


@pytest.mark.parametrize(
    "cell", ["Mme Ada Dupont", "DUPONT, Jean", "Jean-Pierre de La Tour", "M. Yvan Etienne", "O'Neil Ada"]
)
def test_one_person_is_one(cell: str) -> None:
    assert (parse_person(cell).value, parse_person(cell).note) == (cell, None)


@pytest.mark.parametrize(
    "cell", ["a@b.fr;c@d.fr", "a@b.fr, c@d.fr", "a@b.fr c@d.fr", "Ada <a@b.fr> / c@d.fr", "a@b.fr\nc@d.fr"]
)
def test_several_addresses_in_a_cell_are_a_doubt_that_names_them(cell: str) -> None:
    found = parse_email(cell)
    assert found.value is None
    assert found.note is not None
    assert (found.note.severity, found.note.code) == (Severity.DOUBT, "several-emails")
    assert "a@b.fr" in found.note.message
    assert "c@d.fr" in found.note.message


def test_an_address_is_put_in_lower_case_and_taken_out_of_what_surrounds_it() -> None:
    assert (parse_email("Ada@Exemple.FR").value, parse_email("Ada@Exemple.FR").note) == (
        "ada@exemple.fr",
        None,
    )
    assert parse_email("Ada Dupont <ada@exemple.fr>").value == "ada@exemple.fr"
    assert parse_email("a@b.fr ; A@B.fr").value == "a@b.fr"


def test_what_is_no_address_is_said_and_does_not_stop_the_row() -> None:
    for cell in ("ada.exemple.fr", "ada@", "voir Jean"):
        found = parse_email(cell)
        assert found.value is None
        assert found.note is not None
        assert found.note.severity is Severity.INFO


@pytest.mark.parametrize(
    "cell",
    [
        "0322000000",
        "03 22 00 00 00",
        "03.22.00.00.00",
        "+33 3 22 00 00 00",
        "+33 (0)3 22 00 00 00",
        "0033322000000",
        "33322000000",
        "Tél. : 03-22-00-00-00",
        "322000000",
    ],
)
def test_french_numbers_have_one_form(cell: str) -> None:
    assert parse_phone(cell).value == "+33322000000"


def test_foreign_numbers_are_kept_and_nonsense_is_not() -> None:
    assert parse_phone("+32 2 555 12 12").value == "+3225551212"
    for cell in ("12", "bureau", "00 00 00 00 00"):
        assert parse_phone(cell).value is None


def test_several_numbers_in_a_cell_are_a_doubt() -> None:
    for cell in ("03 22 00 00 00 / 06 00 00 00 01", "0322000000 ou 0600000001", "0322000000;0600000001"):
        note = parse_phone(cell).note
        assert note is not None
        assert (note.severity, note.code) == (Severity.DOUBT, "several-phones")


@given(st.integers(100_000_000, 999_999_999))
def test_every_french_number_is_read_from_its_usual_writing(digits: int) -> None:
    national = f"0{digits}"
    spaced = " ".join(national[index : index + 2] for index in range(0, 10, 2))
    assert parse_phone(spaced).value == parse_phone(national).value == f"+33{digits}"


@given(st.text(max_size=40))
def test_no_text_raises(cell: str) -> None:
    parse_person(cell)
    parse_email(cell)
    parse_phone(cell)

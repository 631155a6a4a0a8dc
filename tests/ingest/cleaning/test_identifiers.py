import pytest
import stdnum.fr.siren
import stdnum.fr.siret
from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning import (
    Identifier,
    is_siren,
    is_siret,
    parse_identifier,
    parse_pair,
    parse_siren,
    parse_siret,
)
from ingest.cleaning.checksums import luhn, vat_key
from ingest.notes import Note, Severity

SIREN, SIRET = "732829320", "73282932000074"
LOW = "005420021"  # a SIREN may begin with zeros


def code(note: Note | None) -> str | None:
    return note.code if note else None


def with_luhn_key(digits: str) -> str:
    return next(digits + key for key in "0123456789" if luhn(digits + key))


SIRENS = st.integers(0, 99_999_999).map(lambda n: with_luhn_key(f"{n:08d}")).filter(lambda s: s != "0" * 9)
# An establishment is numbered from 0001: a NIC of zeros is nobody's, and reads as the decimals of a SIREN.
SIRETS = st.builds(lambda siren, nic: with_luhn_key(siren + f"{nic:04d}"), SIRENS, st.integers(1, 9_999))


@given(st.integers(0, 10**14 - 1).map(lambda n: f"{n:014d}"))
def test_valid_sirets_are_those_of_stdnum_but_for_the_zeros(digits: str) -> None:
    assert is_siret(digits) == (stdnum.fr.siret.is_valid(digits) and digits[:9] != "0" * 9)
    assert is_siren(digits[:9]) == (stdnum.fr.siren.is_valid(digits[:9]) and digits[:9] != "0" * 9)


@given(SIRETS)
def test_every_siret_with_a_right_key_is_understood_without_a_word(siret: str) -> None:
    assert stdnum.fr.siret.is_valid(siret)
    assert parse_identifier(siret, "siret") == Identifier(siret[:9], siret)
    assert parse_identifier(siret[:9], "siren") == Identifier(siret[:9])


@given(
    SIRETS,
    st.sampled_from([" ", "\xa0", "\u202f", ".", "-", "\u200b", "  "]),
    st.sampled_from([(3, 6, 9), (9,), (1, 2, 13)]),
)
def test_separators_anywhere_are_repaired_and_said(siret: str, separator: str, cuts: tuple[int, ...]) -> None:
    written = "".join(separator * (index in cuts) + digit for index, digit in enumerate(siret))
    found = parse_siret(written)
    assert found.value == siret
    assert found.note is not None
    assert (found.note.severity, found.note.code) == (Severity.REPAIR, "identifier-rewritten")
    assert siret in found.note.message


@pytest.mark.parametrize(
    "written",
    [
        f" {SIRET}",
        f"{SIRET}.0",
        f"{SIRET},00",
        f'="{SIRET}"',
        f"'{SIRET}",
        f"SIRET : {SIRET}",
        f"N° SIRET {SIRET}",
    ],
)
def test_what_programs_put_around_an_identifier_is_taken_off(written: str) -> None:
    assert (parse_siret(written).value, code(parse_siret(written).note)) == (SIRET, "identifier-rewritten")


@pytest.mark.parametrize("decimals", [".0", ",00", ".00000"])
def test_a_siren_with_decimals_of_zeros_stays_a_siren(decimals: str) -> None:
    assert parse_siren(LOW + decimals).value == LOW
    assert code(parse_siret(LOW + decimals).note) == "column-swapped"


@pytest.mark.parametrize("written", ["FR44732829320", "FR 44 732 829 320", "fr44732829320"])
def test_a_vat_number_gives_its_siren(written: str) -> None:
    found = parse_identifier(written)
    assert (found.siren, code(found.note)) == (SIREN, "vat-number")
    assert found.note is not None
    assert found.note.severity is Severity.REPAIR


def test_a_vat_number_with_a_wrong_key_is_evidence_only() -> None:
    found = parse_identifier("FR45732829320")
    assert (found.siren, found.evidence_siren, code(found.note)) == (None, SIREN, "identifier-invalid")


@given(SIRENS)
def test_the_key_of_a_vat_number_is_that_of_stdnum(siren: str) -> None:
    assert stdnum.fr.siren.to_tva(siren) == vat_key(siren) + siren


@pytest.mark.parametrize(("written", "siren", "siret"), [("5420021", None, None), ("05420021", LOW, None)])
def test_a_lost_leading_zero_is_a_doubt_with_the_padded_value(
    written: str, siren: str | None, siret: str | None
) -> None:
    found = parse_identifier(written)
    assert (found.siren, found.siret) == (siren, siret)
    assert code(found.note) == ("leading-zero-lost" if siren else "identifier-invalid")


@given(SIRETS.filter(lambda siret: siret.startswith("0")))
def test_thirteen_digits_are_a_doubt_with_the_padded_siret(siret: str) -> None:
    for written in (siret[1:], f"{siret[1:]}.0"):
        found = parse_identifier(written, "siret")
        assert (found.siren, found.siret) == (siret[:9], siret)
        assert found.note is not None
        assert (found.note.severity, found.note.code) == (Severity.DOUBT, "leading-zero-lost")
        assert siret in found.note.message


@pytest.mark.parametrize("written", ["8,22E+13", "8.22E+13", "8,22e13", "4,9137E+13", "7E+8"])
def test_scientific_notation_has_lost_the_identifier(written: str) -> None:
    found = parse_identifier(written, "siret")
    assert found[:3] == (None, None, None)
    assert found.note is not None
    assert (found.note.severity, found.note.code) == (Severity.INFO, "identifier-lost")


def test_scientific_notation_with_all_its_digits_has_lost_nothing() -> None:
    assert parse_siret("7,3282932000074E+13").value == SIRET


@pytest.mark.parametrize(
    "written",
    [
        "732829321",
        "000000000",
        "00000000000000",
        "７３２８２９３２０",
        "٧٣٢٨٢٩٣٢٠",
        "12345",
        "abc",
        "W595001234",
    ],
)
def test_what_cannot_be_an_identifier_is_never_kept_as_one(written: str) -> None:
    found = parse_identifier(written)
    assert found[:3] == (None, None, None)
    assert found.note is not None
    assert (found.note.severity, found.note.code) == (Severity.INFO, "identifier-invalid")


@given(SIRETS, st.integers(9, 13), st.integers(1, 9))
def test_a_damaged_siret_gives_its_valid_siren_as_evidence(siret: str, place: int, change: int) -> None:
    wrong = siret[:place] + str((int(siret[place]) + change) % 10) + siret[place + 1 :]
    found = parse_siret(wrong)
    if is_siret(wrong):  # La Poste's rule can be met by chance
        assert wrong.startswith("356000000")
        return
    assert (found.value, found.evidence, code(found.note)) == (None, siret[:9], "identifier-invalid")


def test_a_siret_whose_siren_is_wrong_too_gives_no_evidence() -> None:
    assert parse_siret("12345678900011").evidence is None


def test_la_poste_has_its_own_rule() -> None:
    assert parse_siret("35600000049837") == parse_siret("35600000049837")
    assert parse_siret("35600000049837").value == "35600000049837"
    assert parse_siret("35600000000048").value == "35600000000048"
    assert parse_siret("35600000049838").value is None
    assert not luhn("35600000049837")


def test_an_identifier_in_the_column_of_the_other_kind_is_understood_by_its_length() -> None:
    in_siret, in_siren = (
        parse_identifier(SIREN, "siret"),
        parse_identifier(f"{SIRET[:9]} {SIRET[9:]}", "siren"),
    )
    assert (in_siret.siren, in_siret.siret, code(in_siret.note)) == (SIREN, None, "column-swapped")
    assert (in_siren.siren, in_siren.siret, code(in_siren.note)) == (SIREN, SIRET, "column-swapped")
    assert parse_siren(SIRET).value == SIREN
    assert (parse_siret(SIREN).value, parse_siret(SIREN).evidence) == (None, SIREN)
    assert parse_identifier(SIREN).note is None


@pytest.mark.parametrize("cell", ["", "  ", "-", "n/c", "#N/A", "NULL", "néant"])
def test_an_empty_cell_says_nothing(cell: str) -> None:
    assert parse_identifier(cell) == Identifier()


def test_two_columns_that_agree_say_nothing_more() -> None:
    assert parse_pair(SIREN, SIRET) == Identifier(SIREN, SIRET)
    assert parse_pair("", SIRET) == Identifier(SIREN, SIRET)
    assert parse_pair(SIREN, "-") == Identifier(SIREN)


def test_two_columns_that_contradict_each_other_go_to_review_without_either() -> None:
    found = parse_pair("552100554", SIRET)
    assert found[:3] == (None, None, None)
    assert found.note is not None
    assert (found.note.severity, found.note.code) == (Severity.DOUBT, "identifiers-disagree")
    assert "552100554" in found.note.message
    assert SIRET in found.note.message


def test_a_siren_that_a_damaged_siret_contradicts_goes_to_review() -> None:
    assert code(parse_pair("552100554", SIRET[:-1] + "5").note) == "identifiers-disagree"


def test_swapped_columns_are_put_right_when_the_lengths_say_so() -> None:
    found = parse_pair(SIRET, SIREN)
    assert found[:2] == (SIREN, SIRET)
    assert found.note is not None
    assert (found.note.severity, found.note.code) == (Severity.REPAIR, "column-swapped")


def test_a_lost_zero_that_the_other_column_confirms_is_a_repair() -> None:
    siret = with_luhn_key(LOW + "0001")
    for pair in ((LOW[1:], siret), (LOW, siret[1:])):
        found = parse_pair(*pair)
        assert found[:2] == (LOW, siret)
        if found.note is not None:
            assert (found.note.severity, found.note.code) == (Severity.REPAIR, "leading-zero-lost")


@given(st.text(max_size=20), st.sampled_from(["siren", "siret", "any"]))
def test_no_text_raises_and_what_is_kept_is_valid(cell: str, column: str) -> None:
    found = parse_identifier(cell, column)  # type: ignore[arg-type]
    assert found.siren is None or is_siren(found.siren)
    assert found.siret is None or is_siret(found.siret)
    assert found.siret is None or found.siret[:9] == found.siren

import pytest

from matching.names import name_forms
from matching.similarity import Likeness, compare, prepare, slip


def alike(said: str, known: str, keys: tuple[str, ...] = ()) -> Likeness:
    def rarity(word: str) -> float:
        return 0.1 if word in {"transport", "association", "centre"} else 1.0

    return compare(prepare(name_forms(said)[0], rarity), name_forms(known)[0].core, False, keys, rarity)


def test_the_same_letters_are_the_same_name_spaces_apart() -> None:
    assert alike("POMPES FUNEBRES FOB", "Pompes Funèbres F.O.B").same
    assert alike("DAMEBLANCHE", "Dame Blanche").same
    assert not alike("DAME BLANCHE", "DAME NOIRE").same


def test_a_rare_word_missing_costs_more_than_a_common_one() -> None:
    without_rare = alike("TRANSPORTS DUPONT", "TRANSPORTS")
    without_common = alike("TRANSPORTS DUPONT", "DUPONT")
    assert without_common.said > 0.8
    assert without_rare.said < 0.2


@pytest.mark.parametrize("typed", ["WHRLPOOL", "WHIRLPOLO", "WHHIRLPOOL", "WHIRLPOO"])
def test_a_miswritten_word_still_counts(typed: str) -> None:
    assert alike(typed, "WHIRLPOOL").said > 0.7


def test_a_word_cut_short_still_counts() -> None:
    assert alike("ENSEMB SOLIDAIRE ORIENT", "ENSEMBLE SOLIDAIRE ORIENTATION").said > 0.7


def test_numbers_that_differ_are_told() -> None:
    assert alike("TAXI 21", "TAXI 22").numbers_differ == 1.0
    assert alike("TAXI 21", "TAXI").numbers_differ == 0.5
    assert alike("TAXI 21", "TAXI 21").numbers_differ == 0.0


def test_the_town_of_the_entry_is_no_foreign_word_in_the_mention() -> None:
    assert alike("IBIS AMIENS", "IBIS", ("namiens",)).said < 0.6
    assert alike("IBIS BRON", "IBIS", ("nbron",)).said == pytest.approx(1.0)


@pytest.mark.parametrize(("said", "known"), [("sarpnord", "saprnord"), ("pharmtais", "pharmatis"), ("tubess", "tubes")])
def test_one_slip_is_a_swap_a_loss_or_a_double(said: str, known: str) -> None:
    assert slip(said, known) == (min(len(said), len(known)) >= 6)


def test_two_slips_or_a_short_name_are_no_slip() -> None:
    assert not slip("moulins", "marlins")
    assert not slip("abc", "abd")


def test_one_letter_for_another_is_no_slip() -> None:
    assert not slip("sciimmopb", "sciimmocb")

from rapidfuzz.distance import OSA

from matching.linking.typos import Misspellings

WORDS = ["galvanisation", "boulangerie", "artois", "arras", "lens", "lesaffre", "12345", "moulin", "moulins"]


def near(word: str) -> set[str]:
    _, numbers = Misspellings(WORDS, list(range(len(WORDS)))).near([word])
    return {WORDS[at] for at in numbers}


def test_a_letter_swapped_lost_added_or_changed_is_found() -> None:
    for written in ("galvanisatoin", "galvanisaton", "galvanissation", "galvanization", "alvanisation"):
        assert near(written) == {"galvanisation"}


def test_exactly_the_words_at_one_slip_are_found() -> None:
    for written in ("moulin", "moulims", "aras", "lans", "artoi", "xyzt"):
        expected = {word for word in WORDS if not word.isdigit() and OSA.distance(written, word) == 1}
        assert near(written) == expected


def test_numbers_are_not_miswritten_and_nothing_gives_nothing() -> None:
    assert near("12346") == set()
    assert [list(one) for one in Misspellings([], []).near(["lens"])] == [[], []]
    assert [list(one) for one in Misspellings(WORDS, list(range(9))).near([])] == [[], []]

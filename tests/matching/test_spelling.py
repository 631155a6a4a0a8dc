from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from matching.spelling import Alike, Spellings
from tests.matching.builders import company, registry

NAMES = ["galvanisation", "galvanoplastie", "boulangerie", "blumeray", "saintjeandupin", "mjc"]


def spellings() -> Spellings:
    made = Spellings()
    made.add(enumerate(NAMES))
    return made


def near(typed: str) -> dict[str, Alike]:
    return {NAMES[one.owner]: one for one in spellings().near(typed)}


def test_a_whole_name_is_found_at_two_slips_wherever_they_are() -> None:
    assert near("lbumreay") == {"blumeray": Alike(3, 2, False)}
    assert near("galvanizatoin")["galvanisation"].slips == 2
    assert near("boulangrie")["boulangerie"].slips == 1
    assert not near("lubmreya").get("blumeray")


def test_a_beginning_is_found_while_it_is_typed_slips_included() -> None:
    assert set(near("galva")) == set(near("glavan")) == {"galvanisation", "galvanoplastie"}
    assert near("galvani")["galvanisation"] == Alike(0, 0, True)
    assert near("saitnjea")["saintjeandupin"] == Alike(4, 1, True)


def test_short_texts_are_not_guessed_at() -> None:
    assert not near("mjd")
    assert not near("")
    assert not Spellings().near("galvanisation")


def test_names_added_later_are_found_as_well() -> None:
    made = spellings()
    made.add([(9, "blumeraie")])
    assert {one.owner for one in made.near("blumeray")} == {3, 9}


@st.composite
def slipped(draw: st.DrawFn) -> tuple[str, str]:
    """A name, and the same after two slips at most."""
    letters = st.sampled_from("abcdefgstn019")
    name = typed = draw(st.text(letters, min_size=8, max_size=40))
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(typed) - 2))
        put = draw(st.sampled_from([typed[at + 1] + typed[at], typed[at + 1], typed[at : at + 2] + draw(letters)]))
        typed = typed[:at] + put + typed[at + 2 :]
    return name, typed


@given(slipped())
def test_no_name_at_two_slips_is_missed(case: tuple[str, str]) -> None:
    name, typed = case
    slips = OSA.distance(name, typed)
    assume(slips <= 2)  # two slips on the same letters may count for three
    made = Spellings()
    made.add([(0, "autrechose"), (7, name)])
    found = [one for one in made.near(typed) if one.owner == 7]
    assert found
    assert found[0].slips <= slips


def test_the_search_box_says_how_a_name_was_found() -> None:
    engine = registry(company("BLUMERAY", siren="349387050"), company("GALVANISATION DE L'ARTOIS", siren="552081317"))
    assert engine.search("lbumreay")[0].siren == "349387050"
    assert "nom à deux lettres près" in engine.search("lbumreay")[0].reasons
    assert "nom qui commence ainsi à une lettre près" in engine.search("glavanisa")[0].reasons

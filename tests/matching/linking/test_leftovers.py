"""What is left on both sides of a pair, counted by hand on names of which every word is known."""

from __future__ import annotations

from functools import cache

from matching import Entry, Mention
from matching.linking.engine import Engine
from tests.matching.builders import company, crowd

BAKER = company("BOULANGERIE LEGRANDIN", "AUX EPIS", siren="600000001", town="DOUAI", postcode="59500", naf="10.71C")
OTHER = company("BOULANGERIE MARTINOT", siren="600000002", town="LENS", postcode="62300", naf="1071C")
GARAGE = company("GARAGE LEGRANDIN", siren="600000003", town="LENS", postcode="62300", naf="4520A")
TOWN = company("COMMUNE DE DOUAI", siren="600000004", town="DOUAI", postcode="59500")
MORE = [company(f"BOULANGERIE {word}", naf="10.71C") for word in ("ZEPHYR", "QUARTZ", "KIWI", "YUCCA", "WOMBAT")]


@cache
def engine() -> Engine:
    return Engine([*crowd(), BAKER, OTHER, GARAGE, TOWN, *MORE])


def signs(mention: Mention, entry: Entry) -> dict[str, float]:
    evidence = engine().weigh([mention])
    [line] = [at for at, owner in enumerate(evidence.owner) if engine().entry(int(owner)) == entry]
    return {name: float(values[line]) for name, values in evidence.signs.items()}


def test_a_word_that_no_name_of_the_entry_has_is_left() -> None:
    found = signs(Mention("Boulangerie Legrandin Xylographe"), BAKER)
    assert (found["left_count"], found["left_unknown"], found["left_rarest"]) == (1, 1, 1)
    assert found["known_left_count"] == 0


def test_the_town_of_the_entry_is_not_left_over() -> None:
    found = signs(Mention("Boulangerie Legrandin Douai"), BAKER)
    assert (found["left_count"], found["left_rarest"], found["left_anywhere"]) == (0, 0, 0)
    assert found["left_place"] > 0


def test_a_word_of_another_name_of_the_entry_is_left_in_this_one_only() -> None:
    found = signs(Mention("Boulangerie Legrandin Epis"), BAKER)
    assert found["left_count"] == 1
    assert found["left_anywhere"] == 0
    assert found["said_anywhere"] == 1


def test_words_of_the_entry_that_were_not_said_are_left_on_its_side() -> None:
    found = signs(Mention("Legrandin"), GARAGE)
    assert (found["left_count"], found["known_left_count"]) == (0, 1)


def test_words_agree_with_the_activity_that_other_entries_with_them_have() -> None:
    baker, garage = (signs(Mention("Boulangerie Legrandin"), entry) for entry in (BAKER, GARAGE))
    assert baker["activity"] > 0 > garage["activity"]


def test_a_code_of_activity_is_read_in_any_writing() -> None:
    assert signs(Mention("Boulangerie Martinot"), OTHER)["activity"] > 0

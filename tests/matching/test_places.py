from matching import Entry, Mention
from matching.places import Nearness, PlaceIndex, nearness, place_keys, place_of

LILLE = place_keys(Entry("u", None, ("A",), ("59350",), ("59000",), ("59",), ("LILLE",)))


def near(**place: str) -> Nearness:
    return nearness(place_of(Mention("A", **place)), LILLE)


def test_a_commune_is_known_by_its_code_or_by_its_town() -> None:
    assert near(code_commune="59350") is Nearness.COMMUNE
    assert near(commune="Lille", code_postal="59037") is Nearness.COMMUNE
    assert near(commune="LILLE CEDEX") is Nearness.COMMUNE


def test_a_town_of_the_same_name_in_another_department_is_elsewhere() -> None:
    assert near(commune="Lille", code_postal="75001") is Nearness.OTHER_DEPARTMENT


def test_a_postcode_counts_less_than_a_commune_and_more_than_a_department() -> None:
    assert near(code_postal="59000") is Nearness.POSTCODE
    assert near(departement="59") is Nearness.DEPARTMENT
    assert near(commune="Douai", code_postal="59500") is Nearness.OTHER_COMMUNE


def test_no_place_says_nothing() -> None:
    assert near() is Nearness.UNSAID
    assert nearness(place_of(Mention("A", "Lille")), ()) is Nearness.UNSAID


def test_a_misspelt_town_is_mended_inside_its_department_only() -> None:
    index = PlaceIndex()
    index.add(0, Entry("u", None, ("A",), (), ("59580",), ("59",), ("ANICHE",)))
    assert index.mend(place_of(Mention("A", "Anicche", code_postal="59580"))).town == "aniche"
    assert index.mend(place_of(Mention("A", "Anicche", code_postal="80000"))).town == "anicche"
    assert index.mend(place_of(Mention("A", "Douai", code_postal="59500"))).town == "douai"


def test_entries_of_one_place_share_one_tuple_of_keys() -> None:
    index = PlaceIndex()
    first = index.add(0, Entry("u", None, ("A",), (), ("59000",), ("59",), ("LILLE",)))
    second = index.add(1, Entry("v", None, ("B",), (), ("59000",), ("59",), ("Lille",)))
    assert first is second
    [by_postcode, by_town] = [list(found) for found in index.entries(place_of(Mention("A", "LILLE", None, "59000")))]
    assert by_postcode == by_town == [0, 1]

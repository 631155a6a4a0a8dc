import pytest

from tests.matching.builders import company, registry

COMPANY = company("GALVANISATION DE L'ARTOIS", "G.D.A.", siren="349387050", sirets=("34938705000025",))


@pytest.mark.parametrize("typed", ["349387050", "349 387 050", "34938705000025", "349.387.050.00025"])
def test_a_number_finds_its_company(typed: str) -> None:
    [found] = registry(COMPANY).search(typed)
    assert (found.siren, found.score) == ("349387050", 1.0)


@pytest.mark.parametrize(
    "typed", ["galvanisation artois", "GALVANISATOIN ARTOI", "galva", "galvanization", "GDA", "artois"]
)
def test_a_name_is_found_however_it_is_typed(typed: str) -> None:
    assert registry(COMPANY).search(typed)[0].siren == "349387050"


def test_namesakes_are_all_shown_those_of_the_postcode_first() -> None:
    towns = [("LILLE", "59000"), ("DOUAI", "59500"), ("LENS", "62300")]
    engine = registry(*(company("LA TERRASSE", town=town, postcode=code) for town, code in towns))
    found = engine.search("la terrasse", code_postal="62300")
    assert [one.name for one in found[:3]] == ["LA TERRASSE"] * 3
    assert "même code postal" in found[0].reasons
    assert found[1].score == found[2].score < found[0].score


def test_a_number_nobody_bears_finds_nobody() -> None:
    assert registry(COMPANY).search("552081317") == []


def test_no_more_is_returned_than_asked() -> None:
    assert len(registry(*(company(f"GARAGE {end}") for end in "abcdefgh")).search("garage", limit=4)) == 4


def test_a_name_that_is_only_begun_or_miswritten_does_not_rival_the_one_that_is_written() -> None:
    engine = registry(company("TISSAGES DU PONTHIEU"), company("TISSAGES DU PONTHIEU ET DE LA SOMME"), COMPANY)
    first = engine.search("tissages du ponthieu")[0]
    assert first.name == "TISSAGES DU PONTHIEU"
    assert first.score > 0.3
    found = [one.score for one in engine.search("tisages du pontieu")]
    assert found == sorted(found, reverse=True)
    assert engine.search("galvanisation")[0].score < 0.5, "a beginning does not stand for the name"


def test_a_name_without_its_legal_form_passes_before_those_that_it_begins() -> None:
    engine = registry(company("SARL DUPONTREUX"), company("DUPONTREUX SERVICES"), company("DUPONTREUX-LEGRAND"))
    assert engine.search("dupontreux")[0].name == "SARL DUPONTREUX"
    assert engine.search("dupnotreux")[0].name == "SARL DUPONTREUX"

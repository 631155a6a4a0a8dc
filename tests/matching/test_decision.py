import pytest

from matching import Code, Mention, Outcome
from tests.matching.builders import company, registry

LINKED, REVIEW, UNKNOWN = Outcome.LINKED, Outcome.REVIEW, Outcome.UNKNOWN
WHIRLPOOL = company("WHIRLPOOL", town="AMIENS", postcode="80000", siren="325041481", sirets=("32504148100011",))


def test_a_known_siret_decides_and_says_so() -> None:
    decision = registry(WHIRLPOOL).decide(Mention("Whirlpool", siret="32504148100011"))
    assert (decision.outcome, decision.code) == (LINKED, Code.IDENTIFIER)
    assert decision.candidate is not None
    assert decision.candidate.siren == "325041481"
    assert decision.candidate.score == 1.0
    assert decision.reasons == ("même SIRET",)


def test_a_site_nobody_knows_belongs_to_its_legal_unit() -> None:
    assert registry(WHIRLPOOL).decide(Mention("Whirlpool", siret="32504148100029")).outcome is LINKED


@pytest.mark.parametrize("name", ["Usine d'Amiens", "ISDND ALLEMANT", "LE PETIT COIN", ""])
def test_a_plant_or_a_sign_does_not_contradict_an_identifier(name: str) -> None:
    asked = Mention(name, "Amiens", code_postal="80000", siret="32504148100011")
    assert registry(WHIRLPOOL).decide(asked).outcome is LINKED


def test_the_name_of_another_company_of_the_same_place_contradicts_an_identifier() -> None:
    rival = company("BRASSERIE DES REMPARTS", town="AMIENS", postcode="80000", siren="552081317")
    asked = Mention("Brasserie des Remparts", "AMIENS", code_postal="80000", siren="325041481")
    decision = registry(WHIRLPOOL, rival).decide(asked)
    assert (decision.outcome, decision.code, decision.candidate) == (
        REVIEW,
        Code.IDENTIFIER_CONTRADICTED,
        None,
    )
    assert [one.siren for one in decision.candidates] == ["325041481", "552081317"]


def test_the_name_of_a_company_of_another_place_contradicts_nothing() -> None:
    rival = company("BRASSERIE DES REMPARTS", town="LILLE", postcode="59000", siren="552081317")
    asked = Mention("Brasserie des Remparts", "AMIENS", code_postal="80000", siren="325041481")
    assert registry(WHIRLPOOL, rival).decide(asked).outcome is LINKED


def test_a_siren_and_a_siret_of_two_companies_go_to_review() -> None:
    other = company("AUTRE", siren="552081317")
    decision = registry(WHIRLPOOL, other).decide(Mention("Whirlpool", siren="552081317", siret="32504148100011"))
    assert (decision.outcome, decision.code) == (REVIEW, Code.IDENTIFIERS_DISAGREE)
    assert {one.siren for one in decision.candidates} == {"552081317", "325041481"}


def test_a_valid_siren_that_the_registry_lacks_is_unknown_and_handed_back() -> None:
    for asked in (Mention("WHIRLPOOL", "Amiens", siren="552081317"), Mention("", siret="55208131700010")):
        decision = registry(WHIRLPOOL).decide(asked)
        assert (decision.outcome, decision.code) == (UNKNOWN, Code.IDENTIFIER_ABSENT)
        assert decision.absent_siren == "552081317"


@pytest.mark.parametrize(
    "written",
    [
        "Whirlpool",
        "WHIRLPOOL SAS",
        "Whirlpool - site",
        "WHIRLPOOL (groupe)",
        "WHRLPOOL",
        "WHIRPLOOL",
        "W.H.I.R.L.P.O.O.L",
    ],
)
def test_a_messy_name_in_its_place_is_linked(written: str) -> None:
    decision = registry(WHIRLPOOL).decide(Mention(written, "amiens", code_postal="80000"))
    assert (decision.outcome, decision.code) == (LINKED, Code.NAME)
    assert "même commune" in decision.reasons


def test_two_namesakes_of_one_place_go_to_review_with_both() -> None:
    twins = company("DENING", siren="518600853"), company("SARL DENING", siren="825069685")
    decision = registry(*twins).decide(Mention("Dening", "Lille", code_postal="59000"))
    assert (decision.outcome, decision.candidate) == (REVIEW, None)
    assert {one.siren for one in decision.candidates[:2]} == {"518600853", "825069685"}
    assert any("1 autre organisation porte ce nom" in one.reasons for one in decision.candidates)


def test_of_two_namesakes_the_one_of_the_place_is_linked() -> None:
    here, there = (
        company("LA TERRASSE", siren="518600853"),
        company("LA TERRASSE", town="DOUAI", postcode="59500"),
    )
    decision = registry(here, there).decide(Mention("La Terrasse", "LILLE", code_postal="59000"))
    assert decision.candidate is not None
    assert decision.candidate.siren == "518600853"


def test_a_longer_name_next_door_is_another_company() -> None:
    known = company("SOLIDARITE ET INITIATIVE")
    asked = Mention("Solidarité et Initiative au Raquet", "LILLE", code_postal="59000")
    assert registry(known).decide(asked).outcome is REVIEW


def test_a_name_like_none_is_unknown() -> None:
    decision = registry(WHIRLPOOL).decide(Mention("Xyzzy Plugh", "Amiens", code_postal="80000"))
    assert (decision.outcome, decision.code) == (UNKNOWN, Code.NO_CANDIDATE)


def test_what_is_left_of_an_identifier_supports_but_does_not_decide() -> None:
    alone = registry(WHIRLPOOL).decide(Mention("Tout autre chose", "Lens", evidence_siren="325041481"))
    assert alone.outcome is REVIEW
    twins = company("DENING", siren="518600853"), company("DENING", siren="825069685")
    asked = Mention("Dening", "Lille", code_postal="59000", evidence_siren="825069685")
    decision = registry(*twins).decide(asked)
    assert decision.outcome is LINKED
    assert decision.candidate is not None
    assert decision.candidate.siren == "825069685"


def test_a_damaged_identifier_without_any_candidate_goes_to_review() -> None:
    assert registry().decide(Mention("Xyzzy Plugh", evidence_siren="552081317")).outcome is REVIEW


def test_an_unverified_company_is_found_by_identifier_and_never_by_name() -> None:
    hidden = company("OMBRELLE", siren="552081317", listed=False)
    engine = registry(hidden)
    assert engine.decide(Mention("Ombrelle", "LILLE", code_postal="59000")).candidate is None
    assert not engine.search("ombrelle") or engine.search("ombrelle")[0].siren != "552081317"
    assert engine.decide(Mention("Ombrelle", siren="552081317")).outcome is LINKED


def test_an_acronym_means_its_words_in_the_same_place() -> None:
    known = company("Association Conflans Rencontre", town="CONFLANS", postcode="78700", siren="325041481")
    decision = registry(known).decide(Mention("A.C.R.", "Conflans", code_postal="78700"))
    assert decision.candidates[0].siren == "325041481"
    assert "même sigle" in decision.candidates[0].reasons


@pytest.mark.parametrize(("known", "said"), [("UNI MANCO 3", "UNI MANCO 1"), ("SCI IMMO C.B.", "SCI IMMO P.B.")])
def test_a_neighbour_of_nearly_the_same_name_is_never_linked(known: str, said: str) -> None:
    decision = registry(company(known)).decide(Mention(said, "LILLE", code_postal="59000"))
    assert decision.outcome is not LINKED

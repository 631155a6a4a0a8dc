from functools import cache
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Mention, Outcome
from matching.linking.engine import Engine, Link
from tests.matching.builders import company, crowd

ENTRIES = [
    *crowd(),
    company("LESAFFRE INTERNATIONAL", "LESAFFRE", siren="445482342", town="MARCQ-EN-BAROEUL", postcode="59700"),
    company("MAISON DES JEUNES ET DE LA CULTURE", siren="783707110", town="ROUBAIX", postcode="59100"),
    company("MAISON DES JEUNES ET DE LA CULTURE", siren="783707128", town="CAMBRAI", postcode="59400"),
    company("GALVANISATION DE L ARTOIS", siren="552081317", town="ARRAS", postcode="62000", sirets=("55208131700010",)),
    company("COMMUNAUTE DE COMMUNES DU HAUT FAUCON", siren="200043495", town="FAUCON", postcode="59210"),
    company("SCI DU MOULIN", siren="300000001", town="LENS", postcode="62300"),
    company("SARL DU MOULIN", siren="300000002", town="LENS", postcode="62300"),
    company("COMMUNE DE CASSEL", siren="215901351", town="CASSEL", postcode="59670"),
]


@cache
def engine() -> Engine:
    return Engine(ENTRIES)


@cache
def made_anew() -> Engine:
    return Engine(ENTRIES)


def best(mention: Mention) -> Link:
    return next(engine().link([mention]))


def siren(mention: Mention) -> str | None:
    entry = best(mention).entry
    return entry.siren if entry else None


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        (Mention("Sté Lesaffre (groupe)", "Marcq-en-Barœul"), "445482342"),
        (Mention("MJC", "Roubaix"), "783707110"),
        (Mention("M.J.C.", "Cambrai", departement="59"), "783707128"),
        (Mention("Galvanisatoin de l'Artois", departement="62"), "552081317"),
        (Mention("CC du Haut-Faucon", departement="59"), "200043495"),
        (Mention("sci du moulin", "Lens"), "300000001"),
        (Mention("Moulin (SARL du)", "Lens"), "300000002"),
        (Mention("MAIRIE", "CASSEL", departement="59"), "215901351"),
    ],
)
def test_a_name_as_people_write_it_finds_its_organisation(mention: Mention, expected: str) -> None:
    assert siren(mention) == expected


def test_a_name_that_nobody_bears_is_unknown() -> None:
    assert best(Mention("Zwyxorama Quelquechose", "Lille")).outcome is Outcome.UNKNOWN
    assert best(Mention("")).outcome is Outcome.UNKNOWN


def test_an_empty_registry_knows_nobody() -> None:
    assert [one.outcome for one in Engine([]).link([Mention("MJC"), Mention("")])] == [Outcome.UNKNOWN] * 2


def test_a_name_borne_in_two_towns_is_not_linked_without_a_place() -> None:
    assert best(Mention("MJC")).outcome is not Outcome.LINKED


def test_a_valid_identifier_decides_alone() -> None:
    found = best(Mention("N'importe quoi", siret="55208131700010"))
    assert (found.entry and found.entry.siren, found.outcome, found.reasons) == (
        "552081317",
        Outcome.LINKED,
        ("même SIRET",),
    )


def test_a_site_nobody_knows_belongs_to_its_legal_unit() -> None:
    found = best(Mention("MJC", "Roubaix", siret="55208131700028"))
    assert (found.entry and found.entry.siren, found.reasons) == ("552081317", ("même SIREN",))


def test_a_valid_identifier_that_the_registry_lacks_is_of_nobody_whatever_the_name() -> None:
    found = best(Mention("Lesaffre International", "Marcq-en-Baroeul", siren="732829320"))
    assert (found.entry, found.outcome) == (None, Outcome.UNKNOWN)
    assert found.reasons == ("SIREN valable, mais absent du répertoire",)


def test_a_siren_and_a_siret_of_two_organisations_are_for_a_person_to_settle() -> None:
    found = best(Mention("Lesaffre", siren="445482342", siret="55208131700010"))
    assert found.outcome is Outcome.REVIEW
    assert found.reasons == ("le SIREN et le SIRET de la ligne désignent deux organisations différentes",)


def test_the_name_of_another_organisation_of_the_place_contradicts_an_identifier() -> None:
    rival = company("BRASSERIE DES REMPARTS", siren="300000010", town="AMIENS", postcode="80000")
    here = company("WHIRLPOOL", siren="325041481", town="AMIENS", postcode="80000")
    hidden = company("OMBRELLE", siren="300000011", listed=False)
    asked = [
        Mention("Brasserie des Remparts", "Amiens", code_postal="80000", siren="325041481"),
        Mention("Usine d'Amiens", "Amiens", code_postal="80000", siren="325041481"),
        Mention("Brasserie des Remparts", "Amiens", code_postal="80000", siren="300000011"),
    ]
    found = list(Engine([*ENTRIES, hidden, rival, here]).link(asked))
    assert [one.outcome for one in found] == [Outcome.REVIEW, Outcome.LINKED, Outcome.LINKED]
    assert "mais le nom désigne BRASSERIE DES REMPARTS" in found[0].reasons[0]
    assert [one.entry and one.entry.siren for one in found] == ["325041481", "325041481", "300000011"]


def test_what_is_left_of_an_identifier_supports_and_never_leaves_a_mention_unknown() -> None:
    asked = [
        Mention("MJC", evidence_siren="783707128"),
        Mention("Zwyxorama Quelquechose", evidence_siren="783707128"),
        Mention("Lesaffre", "Marcq-en-Barœul", evidence_siren="445482342"),
    ]
    found = list(engine().link(asked))
    assert found[0].entry is not None
    assert found[0].entry.siren == "783707128"
    assert "le numéro abîmé ou incomplet commence par son SIREN" in found[0].reasons
    assert found[1].outcome is Outcome.REVIEW
    assert (found[1].entry and found[1].entry.siren, found[1].score < 0.1) == ("783707128", True)
    assert found[2].outcome is Outcome.LINKED


def test_overseas_97_cut_short_is_any_of_its_departments_and_two_of_them_are_not_one() -> None:
    there = [
        company("CENTRE NAUTIQUE", siren="400000001", town="SAINT-LOUIS", postcode="97450", departements=("974",)),
        company("CENTRE NAUTIQUE", siren="400000002", town="SAINT-LOUIS", postcode="97134", departements=("971",)),
        company("ATELIER DU LAGON", siren="400000003", town="", postcode="", departements=("97",)),
    ]
    asked = [
        Mention("Centre nautique", "Saint-Louis", departement="974"),
        Mention("Centre nautique", "Saint-Louis", departement="971"),
        Mention("Atelier du lagon", departement="974"),
    ]
    found = list(Engine([*crowd(), *there]).link(asked))
    assert [one.entry and one.entry.siren for one in found] == ["400000001", "400000002", "400000003"]
    assert "même département" in found[2].reasons


def test_reasons_are_said_in_french() -> None:
    said = best(Mention("MJC", "Roubaix", departement="59")).reasons
    assert "même commune" in said
    assert "1 autre organisation porte ce nom" in said


names = st.one_of(
    st.sampled_from([name for entry in ENTRIES for name in entry.names]),
    st.text(st.sampled_from("abcdeéïœ'&-.() 0123ßŁ\u00a0"), max_size=40),
)
mentions = st.builds(
    Mention,
    names,
    st.sampled_from([None, "Lens", "CAMBRAI CEDEX", ""]),
    departement=st.sampled_from([None, "59", "974"]),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(mentions, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_an_answer_depends_neither_on_the_other_mentions_nor_on_their_order(
    asked: list[Mention], order: Random
) -> None:
    together = list(engine().link(asked))
    shuffled = list(range(len(asked)))
    order.shuffle(shuffled)
    again = list(engine().link([asked[at] for at in shuffled]))
    assert [together[at] for at in shuffled] == again


@settings(max_examples=30, deadline=None)
@given(st.lists(mentions, min_size=1, max_size=6))
def test_identical_mentions_get_identical_answers_from_an_engine_made_anew(asked: list[Mention]) -> None:
    said = list(engine().link(asked * 2))
    assert said[: len(asked)] == said[len(asked) :] == list(made_anew().link(asked))


def test_the_order_of_the_registry_does_not_matter() -> None:
    other = list(ENTRIES)
    Random(3).shuffle(other)
    asked = [Mention(name, "Lens") for entry in ENTRIES[::9] for name in entry.names]
    said = [(one.entry, round(one.score, 4)) for one in engine().link(asked)]
    assert said == [(one.entry, round(one.score, 4)) for one in Engine(other).link(asked)]


def test_no_sign_is_missing_or_infinite() -> None:
    signs = engine().weigh([Mention("12"), Mention("A"), Mention("Lesaffre", "Lens", departement="2A")]).signs
    assert all(np.isfinite(values).all() for values in signs.values())

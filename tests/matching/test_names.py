import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.names import municipality_form, name_forms


def cores(raw: str) -> list[str]:
    return [form.core for form in name_forms(raw)]


@pytest.mark.parametrize(
    "written",
    [
        "DUPONT",
        "SARL DUPONT",
        "Dupont S.A.S.",
        "DUPONT - site",
        "Dupont (groupe)",
        "STE DUPONT",
        "DUPONT STE",
        "Ets Dupont",
        "DUPONT ()",
    ],
)
def test_legal_forms_and_noise_do_not_change_the_core(written: str) -> None:
    assert cores(written)[0] == "dupont"


def test_ste_inside_a_name_is_sainte() -> None:
    assert cores("COLLEGE STE MARIE")[0] == "college sainte marie"


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("CTRE COM ACTION SOCIAL DE FEIGNIES", "Centre communal d'action sociale de Feignies"),
        ("COM DE COM DES RIVES", "Communauté de communes des Rives"),
        ("MAIRIE DE ROUBAIX", "COM DE ROUBAIX"),
        ("DUPONT TP", "Dupont Travaux Publics"),
        ("PRESSE DU GARD", "PRESSES DU GARD"),
        ("EARL DES PRES", "EXPLOITATION AGRICOLE A RESPONSABILITE LIMITEE DES PRES"),
    ],
)
def test_an_abbreviation_and_its_words_have_one_core(short: str, long: str) -> None:
    assert cores(short)[0] == cores(long)[0]


def test_one_cell_may_hold_several_names() -> None:
    assert cores("ACR - ASSOCIATION CONFLANS RENCONTRE") == [
        "acr conflan rencontre",
        "acr",
        "conflan rencontre",
    ]
    assert cores("Lecherf (Gaec de la Sapinière)") == ["lecherf sapiniere", "lecherf", "sapiniere"]


def test_a_name_that_is_only_a_legal_form_keeps_it() -> None:
    assert cores("SA") == ["sa"]
    assert cores("Groupe") == ["groupe"]


def test_initials_are_known_with_and_without_link_words() -> None:
    [form] = name_forms("Maison de l'emploi et des entreprises")
    assert "mdedee" not in form.initials
    assert "mee" in form.initials


def test_legal_classes_tell_a_property_company_from_a_trading_one() -> None:
    [sci], [sarl], [none] = name_forms("SCI DUPONT"), name_forms("SARL DUPONT"), name_forms("DUPONT")
    assert sci.classes
    assert sarl.classes
    assert not sci.classes & sarl.classes
    assert none.classes == 0


def test_a_town_hall_a_town_and_its_municipality_are_one_in_that_town() -> None:
    forms = [municipality_form(name_forms(raw)[0], ["cunac"]).core for raw in ("MAIRIE", "Cunac", "Commune de Cunac")]
    assert set(forms) == {"commune cunac"}


@given(st.text(max_size=80))
def test_any_text_has_a_whole_form_first_and_no_surprise(raw: str) -> None:
    forms = name_forms(raw)
    assert forms[0].part == 0
    assert all(form.core == " ".join(form.core.split()) for form in forms)

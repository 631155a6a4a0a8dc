import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning import check_free_text
from ingest.cleaning.forbidden import _HINTS, _PRIVATE, _plain
from ingest.notes import Severity
from ingest.sources import SOURCES


@pytest.mark.parametrize(
    "text",
    [
        "En mandat ad hoc depuis mars",
        "MANDAT AD-HOC",
        "mandataire ad\xa0hoc nommé",
        "procédure de conciliation ouverte",
        "Conciliation en cours",
        "dirigeant en conciliation",
        "demande de CONCILIATION auprès du TC",
        "art. L. 611-3",
        "protocole de conciliation homologué",
        "L611-4 du code de commerce",
        "conciliation\navec les banques",
        "man\u200bdat ad hoc déguisé",
        "mandat ad'hoc",
        "mandat ad\u2011hoc",
        "conciliateur désigné par le tribunal",
        "nomination d'un conciliateur",
    ],
)
def test_confidential_procedures_are_refused_with_the_legal_reason(text: str) -> None:
    note = check_free_text(text)
    assert note is not None
    assert (note.severity, note.code) == (Severity.REFUSE, "confidential-procedure")
    assert "L. 611-15" in note.message


@pytest.mark.parametrize(
    "text",
    [
        "réconciliation des comptes",
        "conciliation vie professionnelle - vie personnelle",
        "conciliation des temps de vie",
        "conciliation entre travail et vie familiale",
        "conciliateur de justice pour le bail",
        "nomination d'un conciliateur de justice",
        "commission départementale de conciliation",
        "bureau de conciliation des prud'hommes",
        "redressement judiciaire ouvert",
        "procédure de sauvegarde",
        "réunion ad hoc",
        "mandat de vente",
    ],
)
def test_other_meanings_of_the_words_pass(text: str) -> None:
    assert check_free_text(text) is None


def test_another_meaning_does_not_hide_the_procedure_beside_it() -> None:
    note = check_free_text("conciliation des temps de vie ; par ailleurs conciliation ouverte au tribunal")
    assert note is not None
    assert note.code == "confidential-procedure"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("le gérant est malade", "private-health"),
        ("dirigeante en arrêt maladie", "private-health"),
        ("son épouse souffre d'un cancer", "private-health"),
        ("patron en burn-out", "private-health"),
        ("la directrice est enceinte", "private-health"),
        ("M. Petit hospitalisé", "private-health"),
        ("délégué syndical présent", "private-union"),
        ("le contact est élu CGT", "private-union"),
        ("salarié syndiqué", "private-union"),
        ("membre de la CFDT", "private-union"),
        ("gérant condamné pour travail dissimulé", "private-offence"),
        ("casier judiciaire à vérifier", "private-offence"),
        ("mis en examen en 2024", "private-offence"),
        ("abus de biens sociaux", "private-offence"),
        ("NIR 2 55 08 14 168 025 38", "private-nir"),
        ("255081416802538", "private-nir"),
    ],
)
def test_what_is_private_in_people_goes_to_review_and_is_not_repeated(text: str, code: str) -> None:
    note = check_free_text(text)
    assert note is not None
    assert (note.severity, note.code) == (Severity.DOUBT, code)
    assert text.lower() not in note.message.lower()


@pytest.mark.parametrize(
    "text",
    [
        "maison de santé pluridisciplinaire",
        "insertion de travailleurs handicapés",
        "dispositif médical contre le cancer",
        "filière santé",
        "syndicat mixte du Pays de Bray",
        "union patronale",
        "accès condamné par les travaux",
        "lutte contre la fraude",
        "SIRET 73282932000074",
        "téléphone 06 00 00 00 01",
        "garde d'enfants",
        "examen du dossier",
        "projet d'extension; à rappeler",
        "premier contact",
        "recrutement d'un technicien hospitalier",
        "Fonds de solidarité",
        "hauts-de-france sud",
    ],
)
def test_ordinary_words_of_the_field_pass(text: str) -> None:
    assert check_free_text(text) is None


def test_thirteen_or_fifteen_digits_that_are_no_social_security_number_pass() -> None:
    assert check_free_text("255081416802539") is None
    assert check_free_text("EAN 3260014567890") is None


@given(st.sampled_from([pattern for _, _, pattern in _PRIVATE]), st.data())
def test_the_quick_look_never_hides_what_the_patterns_find(pattern: re.Pattern[str], data: st.DataObject) -> None:
    found = data.draw(st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="ascii")))
    assert _HINTS.search(_plain(found))


def test_hardly_any_purpose_of_real_aid_is_stopped(shared_data: Path) -> None:
    with (shared_data / "region" / "soutiens_hdf.csv").open(encoding="utf-8", newline="") as lines:
        texts = {row["objet"] for row in csv.DictReader(lines)}
    stopped = [text for text in texts if check_free_text(text)]
    assert len(texts) > 1_000
    assert len(stopped) <= len(texts) * 0.002, stopped


@given(st.text(max_size=80))
def test_no_text_raises(text: str) -> None:
    check_free_text(text)


@pytest.mark.parametrize("text", ["2.69.05.49.588.157.80", "2-69-05-49-588-157-80", "2 69 05 49 588 157 / 80"])
def test_a_social_security_number_is_found_however_it_is_spaced(text: str) -> None:
    note = check_free_text(f"son numéro : {text}")
    assert note is not None
    assert note.code == "private-nir"


# Written by hand: every column in which people write in their own words, short or long.
IN_OWN_WORDS = {
    "visits": ("purpose", "note"),
    "support": ("purpose", "scheme"),
    "needs": ("title", "summary"),
    "projects": ("title", "summary", "hypothesis", "baseline", "target", "result", "lesson"),
    "agreements": ("title", "summary", "responsibilities"),
    "experiments": (
        *("title", "hypothesis", "call", "partners", "technical_help", "financial_help", "administrative_help"),
        *("derogation", "summary", "baseline", "target", "result", "lesson"),
    ),
    "experiment_indicators": ("name",),
    "experiment_results": ("comment",),
    "experiment_difficulties": ("text",),
}


@pytest.mark.parametrize("source", IN_OWN_WORDS)
def test_no_column_in_ones_own_words_takes_what_must_not_be_entered(source: str) -> None:
    for name in IN_OWN_WORDS[source]:
        parse = SOURCES[source].column(name).parse
        assert parse is not None
        for text, severity in (("en mandat ad hoc", Severity.REFUSE), ("le gérant est malade", Severity.DOUBT)):
            note = parse(text).note
            assert note is not None, (name, text)
            assert note.severity is severity

"""Names are made from the tables by rule, and all of the tables can be used."""

from __future__ import annotations

from cli.demo.chance import stream
from cli.demo.names import company_name
from cli.demo.places import of_place
from cli.demo.trades import EARL, EI, SAS, draw_form, trades
from cli.demo.words import table, word_lists
from ingest.reference.tables import departements, naf2

PHRASES = ("du Ternois", "de la Lys")


def test_every_activity_is_one_of_the_nomenclature() -> None:
    assert [trade.naf for trade in trades().items if trade.naf not in naf2()] == []


def test_every_family_of_activities_has_patterns_and_every_pattern_a_family() -> None:
    assert {trade.family for trade in trades().items} == {row["family"] for row in table("patterns.csv")}


def test_no_name_keeps_a_blank_to_fill_or_a_double_space() -> None:
    chance = stream(3, "names")
    for _ in range(5_000):
        trade = trades().draw(chance)
        form = draw_form(chance, trade, trade.sizes.draw(chance))
        for name in company_name(chance, trade, form, PHRASES):
            assert "{" not in name
            assert name == " ".join(name.split())


def test_a_name_can_be_written_in_the_oldest_encoding_in_use() -> None:
    for words in word_lists().values():
        for word in words:
            assert word.encode("cp1252").decode("cp1252") == word


def test_a_person_in_business_bears_a_first_and_a_last_name() -> None:
    chance, [trade, *_] = stream(3, "person"), trades().items
    name, _sign = company_name(chance, trade, EI, PHRASES)
    assert any(name.endswith(f" {first}") for first in word_lists()["first"])


def test_a_farm_says_its_legal_form() -> None:
    chance, [trade, *_] = stream(3, "farm"), [t for t in trades().items if t.family == "farm"]
    assert company_name(chance, trade, EARL, PHRASES)[0].startswith("EARL ")


def test_names_are_seldom_alike() -> None:
    chance = stream(3, "alike")
    trade = next(trade for trade in trades().items if trade.family == "industry")
    names = {company_name(chance, trade, SAS, PHRASES)[0] for _ in range(1_000)}
    assert len(names) > 700


def test_french_joins_places_as_it_does() -> None:
    said = {name: of_place(name) for name in ("Amiens", "Le Touquet", "Les Attaques", "Lille", "Étaples", "La Fère")}
    assert said == {
        "Amiens": "d'Amiens",
        "Le Touquet": "du Touquet",
        "Les Attaques": "des Attaques",
        "Lille": "de Lille",
        "Étaples": "d'Étaples",
        "La Fère": "de La Fère",
    }


def test_every_departement_is_said_with_its_article() -> None:
    known = {row["code"] for row in table("departements.csv")}
    metropolitan = {code for code in departements() if len(code) == 2}
    assert metropolitan <= known

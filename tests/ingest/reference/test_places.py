from __future__ import annotations

import csv
import io
import time
from datetime import date
from pathlib import Path

import pytest

from ingest.notes import Severity
from ingest.reference.places import resolve

VISITS = Path(__file__).resolve().parents[4] / "shared" / "data" / "visits"


def outcome(**cells: str):
    """(commune, severity of the note, its code)."""
    found = resolve(**cells)
    code = found.place.code_commune if found.place else None
    return (code, found.note.severity.value, found.note.code) if found.note else (code, None, None)


@pytest.mark.parametrize(
    "cells",
    [
        {"code_postal": "80000", "commune": "Amiens"},
        {"code_postal": "80000", "commune": "  AMIENS "},
        {"code_postal": "80 000", "commune": "amiens"},
        {"code_postal": "F-80000", "commune": "AMIENS"},
        {"code_postal": "80000.0", "commune": "Amiens"},
        {"commune": "80000 Amiens"},
        {"commune": "AMIENS", "departement": "80"},
        {"commune": "AMIENS", "departement": "Somme"},
        {"commune": "Amiens"},
        {"code_commune": "80021"},
        {"code_commune": "80021", "code_postal": "80000", "commune": "Amiens"},
    ],
)
def test_what_is_well_written_is_found_without_a_word(cells) -> None:
    assert outcome(**cells) == ("80021", None, None)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"code_postal": "2100", "commune": "Saint Quentin"}, ("02691", "repair", "postcode-zero")),
        ({"code_postal": "2100"}, (None, "doubt", "postcode-zero")),
        ({"code_postal": "59037", "commune": "LILLE CEDEX"}, ("59350", "repair", "postcode-cedex")),
        ({"code_postal": "02691", "commune": "St Quentin"}, ("02691", "repair", "insee-for-postcode")),
        ({"code_postal": "02691"}, ("02691", "doubt", "insee-for-postcode")),
        ({"code_postal": "2691", "commune": "SAINT-QUENTIN"}, ("02691", "repair", "insee-for-postcode")),
        ({"code_postal": "59000", "commune": "Lile"}, ("59350", "repair", "commune-spelling")),
        ({"code_postal": "62520", "commune": "LE TOUQUET"}, ("62826", "repair", "commune-spelling")),
        ({"code_postal": "02700", "commune": "Fargniers"}, ("02738", "repair", "former-commune")),
        ({"code_commune": "02300"}, ("02738", "repair", "former-commune")),
        ({"code_postal": "80000", "commune": "Lille"}, ("80021", "doubt", "commune-unknown")),
        (
            {"code_postal": "59240", "commune": "Leffrinckoucke"},
            ("59340", "doubt", "postcode-contradicts-commune"),
        ),
        ({"code_postal": "99999", "commune": "Nulle Part"}, (None, "doubt", "commune-unknown")),
        ({"code_postal": "59998"}, (None, "doubt", "postcode-unknown")),
        ({"code_postal": "59O00", "commune": "Lille"}, ("59350", "doubt", "postcode-unreadable")),
        ({"code_commune": "99999", "commune": "Amiens"}, ("80021", "doubt", "commune-code-unknown")),
        (
            {"code_commune": "80021", "commune": "Lille", "code_postal": "59000"},
            ("80021", "doubt", "code-contradicts-name"),
        ),
        ({"commune": "AMIENS", "departement": "60"}, ("80021", "doubt", "departement-contradicts-commune")),
        ({"commune": "Saint-Aubin"}, (None, "doubt", "commune-ambiguous")),
    ],
)
def test_each_defect_gets_its_outcome(cells, expected) -> None:
    assert outcome(**cells) == expected


def test_cells_that_say_nothing_get_nothing() -> None:
    for cells in ({}, {"code_postal": "-", "commune": "N/A"}, {"commune": ""}):
        found = resolve(**cells)
        assert (found.place, found.note) == (None, None)


def test_a_postcode_of_several_communes_gives_what_they_share() -> None:
    found = resolve(code_postal="80200")
    assert found.note is None
    assert found.place is not None
    assert (found.place.code_commune, found.place.departement, found.place.region) == (None, "80", "32")


def test_the_name_chooses_among_the_communes_of_a_postcode() -> None:
    assert outcome(code_postal="80200", commune="Péronne") == ("80620", None, None)
    assert outcome(code_postal="80200", commune="DOINGT FLAMICOURT")[0] == "80240"


@pytest.mark.parametrize(
    ("postcode", "name", "code"),
    [
        ("75008", "PARIS 8EME", "75056"),
        ("69008", "Lyon 8e", "69123"),
        ("13002", "MARSEILLE 02", "13055"),
        ("20000", "Ajaccio", "2A004"),
        ("97410", "ST PIERRE", "97416"),
    ],
)
def test_large_cities_corsica_and_overseas_are_found(postcode, name, code) -> None:
    assert outcome(code_postal=postcode, commune=name) == (code, None, None)


def test_the_code_of_an_arrondissement_is_its_citys() -> None:
    assert outcome(code_commune="75108") == ("75056", None, None)


def test_a_former_commune_is_taken_without_a_word_on_a_day_when_it_existed() -> None:
    cells = {"code_postal": "02190", "commune": "Guignicourt"}
    before = resolve(**cells, on=date(2018, 6, 1))
    after = resolve(**cells, on=date(2019, 6, 1))
    assert before.place == after.place
    assert before.place is not None
    assert before.place.code_commune == "02360"
    assert before.note is None
    assert after.note is not None
    assert after.note.severity is Severity.REPAIR
    assert "Villeneuve-sur-Aisne" in after.note.message


def test_a_place_brings_its_epci_its_departement_and_its_region() -> None:
    place = resolve(code_postal="59000", commune="Lille").place
    assert place is not None
    assert (place.epci, place.departement, place.region) == ("200093201", "59", "32")
    assert place.code_postal == "59000"
    assert place.confidence == 1.0


def test_messages_are_sentences_that_name_what_was_read() -> None:
    note = resolve(code_postal="2100", commune="Saint Quentin").note
    assert note is not None
    assert note.message == "2100 lu 02100 : la commune Saint-Quentin le confirme."


def test_repeated_rows_cost_less_than_ten_microseconds() -> None:
    resolve(code_postal="59000", commune="Lille")
    start = time.perf_counter()
    for _ in range(20_000):
        resolve(None, "59000", "Lille", None)
    assert (time.perf_counter() - start) / 20_000 < 10e-6


def visit_places() -> list[tuple[str, str]]:
    places = []
    for path in sorted(VISITS.glob("*.csv")):
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252")
        head = text.split("\n", 1)[0]
        for row in csv.DictReader(io.StringIO(text), delimiter=max(";,\t", key=head.count)):
            cells = {(name or "").strip().lower(): value or "" for name, value in row.items()}
            places.append(
                (
                    cells.get("cp") or cells.get("code postal") or "",
                    cells.get("ville") or cells.get("commune") or "",
                )
            )
    return places


@pytest.mark.skipif(not VISITS.exists(), reason="les données partagées ne sont pas là")
def test_of_the_6445_real_visit_rows_all_but_a_few_are_placed() -> None:
    found = [resolve(None, postcode, name) for postcode, name in visit_places()]
    assert len(found) == 6_445
    assert sum(1 for one in found if one.place and one.place.code_commune) >= 6_442
    assert sum(1 for one in found if one.note and one.note.severity is Severity.DOUBT) <= 20

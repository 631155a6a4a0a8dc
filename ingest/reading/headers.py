"""Column names: how they are compared, where they stand, and what is refused about them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache

from graph.errors import FileRefused

MAPPING_HINT = "Donnez la correspondance des colonnes, ou corrigez la ligne de titres."
_LOOK_AT = 20
"""Records looked at for the header: spreadsheets start with titles and blank lines."""
_NOT_WORD = re.compile(r"[\W_]+")
_NUMERO = str.maketrans({"°": "", "º": "", "№": "n", "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})
_DATA = re.compile(r"\d{9,}|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|[^@\s]+@[^@\s]+|\d{3}\s\d{3}\s\d{3}.*")


@lru_cache(maxsize=4096)
def fold_header(name: str) -> str:
    """Return a column name without case, accents, special spaces and punctuation.

    >>> fold_header("N° SIRET"), fold_header("Réf._visite  conjointe ")
    ('n siret', 'ref visite conjointe')
    """
    plain = unicodedata.normalize("NFKD", name.translate(_NUMERO))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", plain.casefold()).strip()


def fold_all(known_headers: Collection[str]) -> frozenset[str]:
    """Fold the names a source knows; folding twice changes nothing."""
    return frozenset(fold_header(name) for name in known_headers) - {""}


def is_blank(cells: Sequence[str]) -> bool:
    """Tell whether no cell has anything but spaces."""
    return not any(cell.strip() for cell in cells)


def count_known(cells: Sequence[str], known: frozenset[str]) -> int:
    """Return how many different known names a record holds."""
    return len({folded for cell in cells if len(cell) < 200 and (folded := fold_header(cell)) in known})


def find_header(records: Sequence[Sequence[str]], known: frozenset[str]) -> tuple[int, int]:
    """Return the index of the header among the first records and how many known names it holds.

    The record with most known names is the header; a record that holds data is none, unless
    half of its cells are known names. (-1, 0) when there is no header.
    """
    best, most = -1, 0
    for index, cells in enumerate(records[:_LOOK_AT]):
        matches = count_known(cells, known)
        if matches > most and (not looks_like_data(cells) or matches * 2 >= len(cells)):
            best, most = index, matches
    return best, most


def looks_like_data(cells: Sequence[str]) -> bool:
    """Tell whether a cell is a date, an identifier or an address, which column names are not."""
    return any(_DATA.fullmatch(cell.strip()) for cell in cells)


def refuse_no_header(first: Sequence[str], line: int, known: frozenset[str]) -> FileRefused:
    """Say why no header was found: the first record is data, or none of its names is known."""
    shown = ", ".join(f"« {cell.strip()[:40]} »" for cell in first[:6] if cell.strip())
    expected = ", ".join(sorted(known, key=len)[:8])
    if looks_like_data(first):
        return FileRefused(
            f"Le fichier n'a pas de ligne de titres : sa première ligne contient {shown}.",
            code="no-header",
            line=line,
            hint=f"Ajoutez une ligne de titres ({expected}…) ou donnez la correspondance des colonnes.",
        )
    return FileRefused(
        f"Aucune colonne n'est reconnue dans la première ligne : {shown}.",
        code="unknown-header",
        line=line,
        hint=f"{MAPPING_HINT} Noms connus, entre autres : {expected}.",
    )


def check_duplicates(header: Sequence[str], line: int) -> None:
    """Refuse two columns of one name: which of them is meant is not ours to guess."""
    folded = [fold_header(name) for name in header]
    for name, count in Counter(folded).items():
        if name and count > 1:
            places = [index for index, other in enumerate(folded) if other == name]
            written = " et ".join(f"« {header[index].strip()} » (colonne {index + 1})" for index in places)
            raise FileRefused(
                f"Plusieurs colonnes portent le même nom : {written}.",
                code="duplicate-header",
                line=line,
                column=header[places[1]].strip(),
                hint=MAPPING_HINT,
            )


def unknown_names(header: Sequence[str], known: frozenset[str]) -> tuple[str, ...]:
    """Return the names, as written, that the source does not know."""
    return tuple(name for name in header if name.strip() and fold_header(name) not in known)

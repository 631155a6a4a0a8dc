"""Text as people typed it: one Unicode form, nothing invisible, no markers of emptiness."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from graph.formulas import unescape_formula
from ingest.cleaning.cleaned import EMPTY, Cleaned, doubted, repaired, shown
from ingest.reading.encoding import find_mojibake

_EMPTY = frozenset(
    [
        "#n/a",
        "#na",
        "#n/d",
        "#null!",
        "#nul!",
        "#ref!",
        "#valeur!",
        "#value!",
        "#nom?",
        "#name?",
        "#div/0!",
        "#nombre!",
        "#num!",
        "#calc!",
        "####",
        "null",
        "none",
        "nan",
        "nil",
        "n/a",
        "na",
        "n.a.",
        "n/c",
        "nc",
        "n.c.",
        "n.c",
        "n/r",
        "n.r.",
        "n/d",
        "n.d.",
        "nd",
        "néant",
        "neant",
        "-",
        "--",
        "---",
        "–",
        "—",
        "_",
        ".",
        "/",
        "?",
        "??",
        "(vide)",
        "vide",
        "(null)",
        "<null>",
        "sans_objet",
    ]
) | {"non renseigné", "non renseignée", "non communiqué", "non communiquée", "sans objet"}
_LONGEST_EMPTY = max(map(len, _EMPTY))
_ONE_SIGN = re.compile(r"(?:#+|-+|–+|—+|\.+|\?+|_+|/+)")
_SPACES = re.compile(r"[^\S\r\n]+")
_LINES = re.compile(r"\s*[\r\n]+\s*")
_KEPT_CONTROLS = "\t\r\n"


def is_empty(cell: str) -> bool:
    """Tell whether a cell says nothing: blank, `#N/A`, `NULL`, `-`, `n/c`, `néant`, `#REF!`…

    >>> is_empty(" n/c "), is_empty("\\xa0"), is_empty("Néant SARL")
    (True, True, False)
    """
    if len(cell) > _LONGEST_EMPTY + 20:
        return cell.isspace()
    bare = cell.strip().lower()
    return not bare or bare in _EMPTY or _ONE_SIGN.fullmatch(bare) is not None


def parse_text(cell: str) -> Cleaned[str]:
    """Return a text on one line, in Unicode form C, without what cannot be seen.

    HTML and formulas are text like any other: kept as written, escaped where they are shown or exported.

    >>> parse_text("  =2+2   à vérifier ").value
    '=2+2 à vérifier'
    """
    if len(cell) < 40:
        return _short_text(cell)
    return _text(cell)


def parse_free_text(cell: str) -> Cleaned[str]:
    """Return a text that keeps its line breaks; otherwise as `parse_text`."""
    if "\n" not in cell and "\r" not in cell:
        return parse_text(cell)
    lines = [parse_text(line) for line in cell.splitlines()]
    text = "\n".join(line.value or "" for line in lines).strip("\n")
    note = next((line.note for line in lines if line.note), None)
    return Cleaned(text or None, note)


def visible(text: str) -> str:
    """Return a text without control, bidirectional and zero-width characters.

    Controls 80 to 9F are Windows-1252 punctuation read as Latin-1: they become what they were.
    """
    return "".join(_seen(char) for char in text)


def _seen(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cc" and "\x80" <= char <= "\x9f":
        return char.encode("latin-1").decode("cp1252", "ignore")
    return "" if category in ("Cf", "Cc") and char not in _KEPT_CONTROLS else char


@lru_cache(maxsize=16_384)
def _short_text(cell: str) -> Cleaned[str]:
    """Texts of vocabularies, towns and purposes recur: understood once."""
    return _text(cell)


def _text(cell: str) -> Cleaned[str]:
    if is_empty(cell):
        return EMPTY
    if cell.isascii() and cell.isprintable() and "  " not in cell and cell[0] not in " '" and cell[-1] != " ":
        return Cleaned(cell)
    text = visible(cell) if not cell.isprintable() else cell
    note = None
    if len(text) != len(cell) or text != cell:
        note = repaired("invisible-characters", f"Caractères invisibles retirés ou rétablis : {shown(text)}.")
    text = unicodedata.normalize("NFC", text)
    text = unescape_formula(_SPACES.sub(" ", _LINES.sub(" ", text)).strip())
    if is_empty(text):
        return Cleaned(None, note)
    if find_mojibake(text):
        note = doubted("mojibake", f"Les accents de {shown(text)} sont abîmés : le texte est gardé tel quel.")
    return Cleaned(text, note)

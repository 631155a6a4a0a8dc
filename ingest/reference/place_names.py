"""One key for all the ways of writing the name of a commune, and what else such a cell may carry."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.reference.tables import departements
from ingest.reference.text import fold

_WORDS = {
    "ST": "SAINT",
    "STE": "SAINTE",
    "STS": "SAINTS",
    "STES": "SAINTES",
    "LEZ": "LES",
    "S": "SUR",
    "SR": "SUR",
    "SS": "SOUS",
    "NTRE": "NOTRE",
    "ND": "NOTRE DAME",
}
_EMPTY = frozenset({"", "NA", "N A", "N C", "NC", "NULL", "NONE", "NAN", "INCONNU", "INCONNUE", "ND", "N D"})
# "CEDEX 9", "8EME", "3E ARRONDISSEMENT", "BP 30", and a lone number at the end.
_TAIL = re.compile(
    r"(?:\s+(?:CEDEX|CDX|CX)(?:\s+\d{1,2})?"
    r"|\s+(?:BP|CS|TSA)\s*\d+"
    r"|\s+\d{1,2}(?:ER|E|EME|ND|NDE|IEME)?(?:\s+(?:ARRONDISSEMENT|ARRDT|ARR))?"
    r"|(?<! EN)(?<! DE)\s+FRANCE)+$"
)
_HEAD = re.compile(r"^(?:F\s+|FR\s+)?(\d{4,5})\s+(?=\D)")
_PARENTHESIS = re.compile(r"\(([^)]*)\)")
_ARTICLE = re.compile(r"^(?:LE|LA|LES|L)\s+")
_ARTICLES = frozenset({"LE", "LA", "LES", "L"})


def is_empty(cell: str | None) -> bool:
    """Whether a cell says nothing: blank, a dash, `N/A`, `NULL`, `n/c`."""
    return cell is None or fold(cell) in _EMPTY


def words(name: str) -> str:
    """The words of a commune's name, abbreviations spelt out, without CEDEX, arrondissement or box.

    >>> words("ST-QUENTIN CEDEX 9"), words("Madeleine (La)"), words("LYON 8EME")
    ('SAINT QUENTIN', 'LA MADELEINE', 'LYON')
    """
    if "(" in name:
        name = _unparenthesised(name)
    folded = _HEAD.sub("", fold(name))
    folded = _TAIL.sub("", " " + folded).strip()
    return " ".join(_WORDS.get(word, word) for word in folded.split())


def key(name: str) -> str:
    """The name as one string of letters: spaces, hyphens and apostrophes are written at random."""
    return words(name).replace(" ", "")


def without_article(spelt: str) -> str:
    """The key of words whose leading article is left out: `LE TOUQUET` and `TOUQUET` meet."""
    return _ARTICLE.sub("", spelt).replace(" ", "")


def postcode_inside(name: str) -> str:
    """The postcode written before the name in one cell (`59000 Lille`), or ""."""
    found = _HEAD.match(fold(name))
    return found.group(1) if found else ""


def _unparenthesised(name: str) -> str:
    """`Madeleine (La)` is `La Madeleine`; a département is left out, but `(Ville)` is part of the name."""
    inside = _PARENTHESIS.search(name)
    rest = _PARENTHESIS.sub(" ", name)
    said = fold(inside.group(1)) if inside else ""
    if said in _ARTICLES:
        return f"{said} {rest}"
    return rest if said in _departements() else name


@lru_cache(maxsize=1)
def _departements() -> frozenset[str]:
    """Names and codes of départements, and "" for empty parentheses."""
    known = departements().values()
    return frozenset({"", "FRANCE", *(one.code for one in known), *(fold(one.name) for one in known)})

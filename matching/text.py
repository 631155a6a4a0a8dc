"""Folding of text: what must not tell two writings of one name apart (case, accents, dots, spaces)."""

import re
import unicodedata
from functools import lru_cache

from matching.tables import STOP_WORDS

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "'", "`": "'", "´": "'"})
_ACCENTED = re.compile(r"[^\x00-\x7f]")
_ELISION = re.compile(r"\b(?:[dlnsjmc]|qu)'(?=[a-z0-9])")
_DOTTED = re.compile(r"\b(?:[a-z0-9]\.\s?)+[a-z0-9]\b\.?")
_WORDS = re.compile(r"[a-z0-9]+")
_CEDEX = re.compile(r"\bcedex\b.*$")
_DISTRICT = re.compile(r"\b(?:0?\d{1,2}(?:er|e|eme|ere)?\b(?:\s*arrondissement)?|arrondissement)")


def lower_ascii(text: str) -> str:
    """Return the text in lower case without accents.

    >>> lower_ascii("Œuvre d’Été")
    "oeuvre d'ete"
    """
    return (text if text.isascii() else _ACCENTED.sub(_plain, text)).lower()


@lru_cache(maxsize=4_096)
def _plain_character(char: str) -> str:
    parts = unicodedata.normalize("NFKD", char.translate(_LIGATURES))
    return "".join(part for part in parts if not unicodedata.combining(part))


def _plain(match: re.Match[str]) -> str:
    return _plain_character(match[0])


def words(lowered: str) -> list[str]:
    """Cut lowered text into words; dotted or spaced acronyms become one word.

    >>> words("s.n.e. a b 2 l l'usine")
    ['sne', 'ab2l', 'usine']
    """
    if "'" in lowered:
        lowered = _ELISION.sub(" ", lowered)
    if "." in lowered:
        lowered = _DOTTED.sub(lambda match: f" {match[0].replace('.', '').replace(' ', '')} ", lowered)
    found = _WORDS.findall(lowered)
    return _join_single_letters(found) if found and min(map(len, found)) == 1 else found


def _join_single_letters(found: list[str]) -> list[str]:
    """Join runs of single characters: `A B 2 L`, `A B2 L` and `S & H` are written in one word as often."""
    if len(found) > 1 and max(map(len, found)) <= 2:
        return ["".join(found)]
    joined: list[str] = []
    run = ""
    for word in [*found, ""]:
        if len(word) == 1:
            run += word
            continue
        if run:
            joined.append(run)
        run = ""
        if word:
            joined.append(word)
    return joined


@lru_cache(maxsize=65_536)
def letters(name: str) -> str:
    """Return the letters and digits of a name as written, legal form included.

    >>> letters("S.A.R.L. L'Été")
    'sarlete'
    """
    return "".join(words(lower_ascii(name)))


def without_stop_words(found: list[str]) -> list[str]:
    """Drop link words, unless nothing else is left."""
    return [word for word in found if word not in STOP_WORDS] or found


def singular(word: str) -> str:
    """Drop the mark of the plural: PRESSE DU GARD and PRESSES DU GARD are one writing."""
    return word[:-1] if len(word) > 4 and word[-1] in "sx" and word[-2] != "s" else word


@lru_cache(maxsize=65_536)
def fold_commune(name: str) -> str:
    """Return one writing of a town's name, without CEDEX, district or link words.

    >>> fold_commune("Lyon 8EME"), fold_commune("STE-MARIE S/ MER CEDEX 2")
    ('lyon', 'sainte marie mer')
    """
    lowered = _CEDEX.sub("", lower_ascii(name))
    kept = _DISTRICT.sub(" ", lowered)
    found = [_SAINTS.get(word, word) for word in words(kept.replace("s/", " ")) if word not in STOP_WORDS]
    return " ".join(found) or " ".join(words(lowered))


_SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints"}


def fold_postcode(code: str | None) -> str | None:
    """Return the five digits of a postcode, with the zero that a spreadsheet drops, or None.

    >>> fold_postcode("2100"), fold_postcode("F-59 000"), fold_postcode("?")
    ('02100', '59000', None)
    """
    digits = "".join(char for char in code or "" if char.isascii() and char.isdigit())
    if not 4 <= len(digits) <= 5:
        return None
    return digits.zfill(5)


def fold_department(code: str | None, postcode: str | None = None) -> str | None:
    """Return a département as postcodes begin: two characters, three overseas (Corsica is 20).

    Overseas, "97" alone is a way to cut 971 to 976 short: the postcode says which, if there is one.

    >>> fold_department("2A"), fold_department("974"), fold_department("97", "97410"), fold_department("2")
    ('20', '974', '974', '02')
    """
    raw = (code or "").strip().upper()
    if not raw or (raw in _OVERSEAS and (postcode or "").startswith(raw)):
        raw = postcode or raw
    if not raw:
        return None
    if raw[:2] in _OVERSEAS:
        return raw[:3]
    return {"2A": "20", "2B": "20"}.get(raw[:2], raw.zfill(2)[:2])


_OVERSEAS = ("97", "98")

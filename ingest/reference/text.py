"""Folding of names, so that ways of writing one name meet: case, accents, hyphens, apostrophes, ligatures."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})
_NOT_WORD = re.compile(r"[^A-Z0-9]+")


def fold(text: str) -> str:
    """Return the words of `text` in ASCII capitals, one space between them.

    >>> fold("  Œuf-en-Ternois (62) ")
    'OEUF EN TERNOIS 62'
    """
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
        text = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", text.upper()).strip()

"""Names that sound right, made by rule: "Établissements Vasseur & Fils", "Menuiserie du Ternois"."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from random import Random

from cli.demo.chance import Weighted, pick
from cli.demo.trades import ASSOCIATION, EI, FORM_WORDS, FORMS_ALWAYS_SAID, Trade
from cli.demo.words import table, word_lists

_CONSONANTS = "BCDFGLMNPRSTV"
_VOWELS = "AEIO"


def company_name(chance: Random, trade: Trade, form: str, phrases: tuple[str, ...]) -> tuple[str, str]:
    """Return the legal name and the sign (`enseigne`) of a company; the sign may be empty.

    A person in business is registered under their own name and may have a sign; a company bears its trade
    name, with its legal form when such forms are said.
    """
    invented = _invent(chance, trade, phrases)
    if form not in FORMS_ALWAYS_SAID:  # "EARL de la Ferme du Moulin", but "Ferme du Moulin"
        invented = invented.removeprefix("de la ").removeprefix("du ")
        invented = invented[0].upper() + invented[1:]
    if form == EI:
        lists = word_lists()
        person = f"{pick(chance, lists['surname'])} {pick(chance, lists['first'])}"
        return person, invented if chance.random() < 0.6 else ""
    word = FORM_WORDS[form]
    if form in FORMS_ALWAYS_SAID or (form == ASSOCIATION and chance.random() < 0.5):
        name = f"{word} {invented}"
    elif form != ASSOCIATION and chance.random() < 0.22:
        name = f"{word} {invented}" if chance.random() < 0.6 else f"{invented} {word}"
    else:
        name = invented
    if chance.random() < 0.4:  # registered before the register kept accents
        name = capitals(name)
    sign = pick(chance, trade.words) + " " + pick(chance, phrases) if chance.random() < 0.12 else ""
    return name, sign


def unknown_name(chance: Random) -> str:
    """Return a name that no company of the region bears: its syllables are in no list."""
    return pick(chance, ("Zorba", "Quixo", "Wuppa", "Ybrid")) + pick(chance, ("thek", "dyne", "kraft", "zelle"))


def capitals(text: str) -> str:
    """Return a name as old registers write it: capitals, no accents.

    >>> capitals("Électricité du Ternois & Cie")
    'ELECTRICITE DU TERNOIS & CIE'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return text.upper()


def _invent(chance: Random, trade: Trade, phrases: tuple[str, ...]) -> str:
    pattern = _patterns()[trade.family].draw(chance)
    words = {slot: _fill(chance, slot, trade, phrases) for slot in pattern[1]}
    return pattern[0].format_map(words)


def _fill(chance: Random, slot: str, trade: Trade, phrases: tuple[str, ...]) -> str:
    lists = word_lists()
    if slot == "trade":
        return pick(chance, trade.words)
    if slot == "place":
        return pick(chance, phrases)
    if slot == "brand":
        head, tail = pick(chance, lists["brand_head"]), pick(chance, lists["brand_tail"])
        return (head[:-1] if head[-1] in "aoi" and tail[0] in "aio" else head) + tail
    if slot == "acronym":
        return _acronym(chance)
    return pick(chance, lists["surname" if slot == "other" else slot])


def _acronym(chance: Random) -> str:
    letters = pick(chance, _CONSONANTS) + pick(chance, _VOWELS) + pick(chance, _CONSONANTS)
    if chance.random() < 0.5:
        letters += pick(chance, _VOWELS + _CONSONANTS)
    return ".".join(letters) + "." if chance.random() < 0.15 else letters


@lru_cache(maxsize=1)
def _patterns() -> dict[str, Weighted[tuple[str, tuple[str, ...]]]]:
    by_family: dict[str, list[tuple[tuple[str, tuple[str, ...]], float]]] = {}
    for row in table("patterns.csv"):
        slots = tuple(part.split("}")[0] for part in row["pattern"].split("{")[1:])
        by_family.setdefault(row["family"], []).append(((row["pattern"], slots), float(row["weight"])))
    return {family: Weighted(patterns) for family, patterns in by_family.items()}

"""Reasons in French, in the words of the people who settle doubtful matches: the same whoever compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Place = Literal["commune", "postcode", "department", "other_commune", "other_department"]
Named = Literal["its", "another"]
CLOSE_LETTERS = 0.85
"""From this likeness of the letters on (the part that two names in one word share), a name is said to be very close."""
REMAINS = "le numéro abîmé ou incomplet commence par son SIREN"
MOST_WORDS = 0.8
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Shown:
    """What comparing a mention with an entry showed.

    same, piece: the same name, or only a piece of one of them. acronym: one is the initials of the other.
    letters: part of the letters that both have, 0 to 1. said, known: part of each name's words, by rarity, that the
    other has. place: how the places agree. names: whether the name itself speaks of its département, or of another.
    others: how many other entries bear the name; ties: how many are as close.
    remains: what is left of an identifier is that of the entry.
    """

    same: bool
    piece: bool
    acronym: bool
    letters: float
    said: float
    known: float
    place: Place | None
    legal_differs: bool
    numbers_differ: bool
    others: int
    ties: int = 0
    remains: bool = False
    names: Named | None = None


_PLACE: dict[Place, str] = {
    "commune": "même commune",
    "postcode": "même code postal",
    "department": "même département",
    "other_commune": "autre commune du même département",
    "other_department": "autre département",
}


def told(shown: Shown) -> tuple[str, ...]:
    """Return why an entry is offered, and what speaks against it."""
    said = [_name(shown)]
    if shown.place:
        said.append(_PLACE[shown.place])
    if shown.names:
        said.append("le nom dit un autre département" if shown.names == "another" else "le nom dit le département")
    if shown.remains:
        said.append(REMAINS)
    if shown.legal_differs:
        said.append("forme juridique différente")
    if shown.numbers_differ:
        said.append("chiffres différents dans le nom")
    if shown.others == 1:
        said.append("1 autre organisation porte ce nom")
    elif shown.others > 1:
        said.append(f"{shown.others} autres organisations portent ce nom")
    elif shown.ties >= 1:
        said.append("un autre nom aussi proche" if shown.ties == 1 else f"{shown.ties} autres noms aussi proches")
    return tuple(said)


def _name(shown: Shown) -> str:
    if shown.same:
        return "même nom, en partie" if shown.piece else "même nom"
    if shown.acronym:
        return "même sigle"
    if shown.letters >= CLOSE_LETTERS:
        return "nom très proche"
    if max(shown.said, shown.known) >= MOST_WORDS:
        return "nom qui contient l'autre"
    if shown.said >= _HALF:
        return "des mots en commun"
    return "peu de mots en commun" if shown.said > 0 else "nom différent"

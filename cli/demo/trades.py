"""What the fictional companies do, how large they are, and which legal form they have: plausible shares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from random import Random

from cli.demo.chance import Weighted
from cli.demo.words import table

SIZES = ("NN", "00", "01", "02", "03", "11", "12", "21", "22", "31", "32", "41", "42", "51")
"""INSEE's bands of staff: NN no employee, 01 1-2, 02 3-5, 03 6-9, 11 10-19, 12 20-49 ... 51 2,000-4,999."""

_SIZE_SHARES = (  # by how large companies of the trade get: micro, small, medium, large
    (550, 150, 170, 70, 40, 15, 5),
    (350, 100, 220, 130, 100, 60, 30, 7, 2, 1),
    (150, 50, 180, 150, 150, 140, 110, 40, 20, 6, 3, 1),
    (80, 20, 100, 100, 120, 160, 180, 100, 70, 30, 20, 12, 6, 2),
)
_LARGE = SIZES.index("11")

EI, EURL, SARL, SA, SAS, SASU = "1000", "5498", "5499", "5599", "5710", "5720"
SCOP, SCI, SCEA, EARL, GAEC, SELARL, ASSOCIATION = "5458", "6540", "6597", "6598", "6533", "5485", "9220"
FORM_WORDS = {
    EURL: "EURL",
    SARL: "SARL",
    SA: "SA",
    SAS: "SAS",
    SASU: "SASU",
    SCOP: "SCOP",
    SCI: "SCI",
    SCEA: "SCEA",
    EARL: "EARL",
    GAEC: "GAEC",
    SELARL: "SELARL",
    ASSOCIATION: "Association",
}
FORMS_ALWAYS_SAID = frozenset({SCOP, SCI, SCEA, EARL, GAEC})
SOCIAL_ECONOMY = frozenset({SCOP, ASSOCIATION})

_BY_FAMILY = {
    "farm": Weighted({EARL: 40, GAEC: 20, SCEA: 15, EI: 25}.items()),
    "association": Weighted({ASSOCIATION: 82, SCOP: 18}.items()),
    "property": Weighted({SCI: 90, SARL: 10}.items()),
    "liberal": Weighted({EI: 60, SELARL: 28, SARL: 12}.items()),
}
_ALONE = Weighted({EI: 50, EURL: 12, SASU: 20, SARL: 10, SAS: 8}.items())
_SMALL = Weighted({EI: 15, SARL: 40, SAS: 30, EURL: 9, SASU: 5, SCOP: 1}.items())
_GROWN = Weighted({SAS: 64, SARL: 22, SA: 12, SCOP: 2}.items())


@dataclass(frozen=True, slots=True)
class Trade:
    """An activity (`naf`, as NAF rev. 2 writes it) and how its companies are named and sized."""

    naf: str
    family: str
    is_craft: bool
    words: tuple[str, ...]
    sizes: Weighted[str]


@lru_cache(maxsize=1)
def trades() -> Weighted[Trade]:
    """All activities, weighted."""
    sizes = [Weighted(zip(SIZES, shares, strict=False)) for shares in _SIZE_SHARES]
    return Weighted(
        (
            Trade(
                row["naf"],
                row["family"],
                row["craft"] == "1",
                tuple(row["words"].split("|")),
                sizes[int(row["size"])],
            ),
            float(row["weight"]),
        )
        for row in table("trades.csv")
    )


def draw_form(chance: Random, trade: Trade, size: str) -> str:
    """Return a legal form (INSEE code) that goes with the trade and the size."""
    if size in {"NN", "00"} and trade.family in _BY_FAMILY:
        return _BY_FAMILY[trade.family].draw(chance)
    if SIZES.index(size) >= _LARGE:
        return ASSOCIATION if trade.family == "association" else _GROWN.draw(chance)
    if trade.family in _BY_FAMILY:
        return _BY_FAMILY[trade.family].draw(chance)
    return (_ALONE if size in {"NN", "00"} else _SMALL).draw(chance)

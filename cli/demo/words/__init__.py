"""The words that fictional names are made of, as tables that anyone can extend.

All of them were written for DORE.

- `trades.csv`: activities with their weight, how large their companies get (0 micro to 3 large), their family
  of names and whether they are crafts;
- `patterns.csv`: how a family makes names;
- `words.csv`: surnames, sites, syllables of brands;
- `local_places.csv` and `departements.csv`: how French says where something is from.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the tables."""
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text, delimiter=";", strict=True))


@lru_cache(maxsize=1)
def word_lists() -> dict[str, tuple[str, ...]]:
    """The lists of `words.csv` by kind."""
    return {row["kind"]: tuple(row["words"].split("|")) for row in table("words.csv")}

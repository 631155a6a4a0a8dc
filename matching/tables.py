"""The readable tables of knowledge/: what registries and hurried hands do to names, with the reason."""

import csv
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "knowledge"


@cache
def rows(table: str, folder: Path = FOLDER) -> tuple[dict[str, str], ...]:
    """Return the lines of knowledge/<table>.csv, or of a table of another folder."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines, strict=True))


def phrases_pattern(phrases: list[str]) -> re.Pattern[str]:
    """Compile phrases into one pattern that takes the longest at each place, whole words only."""
    longest_first = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b")


def first_words(phrases: Iterable[str]) -> frozenset[str]:
    """Return the words that phrases begin with: a text without any of them need not be searched."""
    return frozenset(phrase.partition(" ")[0] for phrase in phrases)


STOP_WORDS = frozenset(row["word"] for row in rows("stop_words"))

LEGAL_CLASS: dict[str, str] = {row["phrase"]: row["class"] for row in rows("legal_forms")}
LEGAL_PATTERN = phrases_pattern(list(LEGAL_CLASS))
LEGAL_STARTS = first_words(LEGAL_CLASS)
LEGAL_PHRASE_STARTS = first_words(phrase for phrase in LEGAL_CLASS if " " in phrase)
# One bit for each class but "any", so that the forms of a name fit in a small integer.
CLASS_BIT: dict[str, int] = {name: 1 << bit for bit, name in enumerate(sorted({*LEGAL_CLASS.values()} - {"any"}))} | {
    "any": 0
}

NOISE_PATTERN = phrases_pattern([row["phrase"] for row in rows("noise")])
NOISE_STARTS = first_words(row["phrase"] for row in rows("noise"))


def _abbreviations(position: str) -> dict[str, str]:
    return {r["phrase"]: r["canonical"] for r in rows("abbreviations") if r["position"] == position}


CANONICAL_AT_START = _abbreviations("start")
CANONICAL_AT_EDGE = _abbreviations("edge")
WORD_CANONICAL = {phrase: word for phrase, word in _abbreviations("any").items() if " " not in phrase}
PHRASE_CANONICAL = {phrase: word for phrase, word in _abbreviations("any").items() if " " in phrase}
PHRASE_PATTERN = phrases_pattern(list(PHRASE_CANONICAL))
PHRASE_STARTS = first_words(PHRASE_CANONICAL)

ALIAS_STARTS = first_words(row["mark"] for row in rows("alias_marks"))
# Where one cell holds several names of one organisation: spaced dashes, slashes, and the marks of the table.
ALIAS_PATTERN = re.compile(
    r"\s[-–—]+\s|\s*[/|;]\s+|\s+[/|;]\s*|\s:\s|\s(?:" + "|".join(r["mark"] for r in rows("alias_marks")) + r")\s"
)

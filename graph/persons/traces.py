"""What tells a person in a text: a name in either order, an address, a telephone number.

What is sought is a set of marks. In clear, a mark is what is sought itself; sealed, it is its keyed hash, which says
nothing to whoever lacks the key: the same text is then read word group by word group and each group hashed, so that a
person can be recognised whose name is kept nowhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from graph.errors import Misuse

_MAIL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
_SIGNS = re.compile(r"[\s.\-()_]+")
_NUMBER = re.compile(r"(?:\+|00)?\d[\d\s.\-()]{7,}\d")
_NUMBER_IN_TEXT = re.compile(
    r"(?<![\w+])(?:(?:\+|00)33[\s.\-]*(?:\(0\)|0)?[\s.\-]*[1-9]|0[1-9])(?:[\s.\-]*\d\d){4}(?!\w)"
    r"|(?<![\w+])\+\d[\d\s.\-()]{6,18}\d(?!\w)"
)
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[ \t\u00a0\u202f,.'’\-‐]*")
_TITLES = frozenset({"m", "mr", "mm", "mme", "mmes", "mlle", "monsieur", "madame", "mademoiselle", "dr", "me"})
_TITLE_BEFORE = re.compile(
    r"(?<!\w)(?:mm?\.?|mr\.?|mmes?|mlle|monsieur|madame|mademoiselle|dr\.?|me)[ \u00a0\u202f]+$", re.IGNORECASE
)
_FEWEST_LETTERS = 3


class Kind(StrEnum):
    """What a trace is; the value stands in the log of erasures."""

    NAME = "name"
    MAIL = "mail"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Trace:
    """What one looks for, in its one form.

    Args:
        kind: a name, an address or a number.
        text: folded; the words of a name in alphabetical order.
        words: how many words a name has.
    """

    kind: Kind
    text: str
    words: int = 1


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands for a trace: its text, or the keyed hash of it."""

    kind: Kind
    value: str
    words: int = 1


Reading = Callable[[Kind, str], str]
"""From a trace to its mark's value."""


def trace_of(written: str) -> Trace:
    """Return what somebody typed, as it is compared.

    >>> trace_of("Mme DUPONT Ada"), trace_of("03 22 00 00 00").text
    (Trace(kind=<Kind.NAME: 'name'>, text='ada dupont', words=2), '+33322000000')

    Raises:
        Misuse: it is neither a name, nor an address, nor a number.
    """
    text = unicodedata.normalize("NFC", written).strip()
    if "@" in text:
        found = _MAIL.fullmatch(text.casefold())
        if found is None:
            raise Misuse("Cette adresse électronique n'est pas valable.", hint="Écrivez : prenom.nom@domaine.fr.")
        return Trace(Kind.MAIL, found[0])
    if number := international(text):
        return Trace(Kind.PHONE, number)
    words = [word for word, _, _ in _words(text)]
    if max(map(len, words), default=0) < _FEWEST_LETTERS:
        raise Misuse(
            f"« {text[:60]} » n'est ni un nom, ni une adresse électronique, ni un numéro de téléphone.",
            hint="Donnez le prénom et le nom, une adresse ou un numéro.",
        )
    return Trace(Kind.NAME, " ".join(sorted(words)), len(words))


def in_clear(kind: Kind, text: str) -> str:
    """Return a trace as it is: the reading of what is sought in clear."""
    return f"{kind}:{text}"


class Wanted:
    """What is sought in texts.

    Args:
        marks: of one or several persons.
        reading: how the marks were made of traces.
        titles: whether the title before a name goes with it.
    """

    def __init__(self, marks: Iterable[Mark], reading: Reading = in_clear, *, titles: bool = True) -> None:
        self._reading = reading
        self._titles = titles
        self._single: dict[Kind, set[str]] = defaultdict(set)
        self._names: dict[int, set[str]] = defaultdict(set)
        for mark in marks:
            (self._names[mark.words] if mark.kind is Kind.NAME else self._single[mark.kind]).add(mark.value)

    @classmethod
    def clear(cls, traces: Iterable[Trace], *, titles: bool = True) -> Wanted:
        """Return what seeks these traces in clear."""
        marks = (Mark(one.kind, in_clear(one.kind, one.text), one.words) for one in traces)
        return cls(marks, titles=titles)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where it stands in a text in NFC, from left to right, without overlap."""
        found: list[tuple[int, int]] = []
        if Kind.MAIL in self._single and "@" in text:
            found += self._standing(_MAIL, Kind.MAIL, text, lambda hit: hit.casefold().rstrip("."))
        if Kind.PHONE in self._single:
            found += self._standing(_NUMBER_IN_TEXT, Kind.PHONE, text, lambda hit: international(" ".join(hit.split())))
        if self._names:
            found += self._named(text)
        return _apart(found)

    def replaced(self, text: str, by: str) -> str | None:
        """Return a text with another in the place of what is sought, None when it does not stand there."""
        text = unicodedata.normalize("NFC", text)
        spans = self.spans(text)
        for start, end in reversed(spans):
            text = text[:start] + by + text[end:]
        return text if spans else None

    def _standing(
        self, pattern: re.Pattern[str], kind: Kind, text: str, form: Callable[[str], str | None]
    ) -> Iterator[tuple[int, int]]:
        for hit in pattern.finditer(text):
            read = form(hit[0])
            if read and self._reading(kind, read) in self._single[kind]:
                yield hit.span()

    def _named(self, text: str) -> Iterator[tuple[int, int]]:
        words = _words(text)
        for many, marks in self._names.items():
            for first in range(len(words) - many + 1):
                group = words[first : first + many]
                if self._reading(Kind.NAME, " ".join(sorted(word for word, _, _ in group))) not in marks:
                    continue
                if all(_near(text[one[2] : two[1]]) for one, two in pairwise(group)):
                    before = _TITLE_BEFORE.search(text[: group[0][1]]) if self._titles else None
                    yield before.start() if before else group[0][1], group[-1][2]


def international(text: str) -> str | None:
    """Return a telephone number as `+33…`, None when its digits make no number; French unless it says otherwise."""
    if not _NUMBER.fullmatch(text.strip()) or not text.isascii():
        return None
    digits = _SIGNS.sub("", text.replace("(0)", ""))
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if digits.startswith("+33"):
        national = digits[3:].removeprefix("0")
        return "+33" + national if re.fullmatch(r"[1-9]\d{8}", national) else None
    if digits.startswith("+"):
        return digits if re.fullmatch(r"\+[1-9]\d{7,14}", digits) else None
    if re.fullmatch(r"33[1-9]\d{8}", digits):
        return "+" + digits
    found = re.fullmatch(r"0?([1-9]\d{8})", digits)
    return "+33" + found[1] if found else None


def _words(text: str) -> list[tuple[str, int, int]]:
    """The words of a text, folded, with their place; titles are none."""
    found = ((_folded(hit[0]), *hit.span()) for hit in _WORD.finditer(text))
    return [one for one in found if one[0] not in _TITLES]


@lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    """A word without case and accents."""
    plain = unicodedata.normalize("NFKD", word.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(char for char in plain if not unicodedata.combining(char))


def _near(between: str) -> bool:
    """Whether what stands between two words lets them be one name: spaces, a comma, a hyphen, a title."""
    plain = _WORD.sub(lambda hit: "" if _folded(hit[0]) in _TITLES else hit[0], between)
    return len(plain) <= _FEWEST_LETTERS and _BETWEEN.fullmatch(plain) is not None


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join the spans that overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined

"""The registry: every organisation that can be meant, found by identifier, by name and by place."""

from collections.abc import Iterable
from threading import RLock
from typing import TypeVar

from matching.decision import decide, offers
from matching.model import Candidate, Decision, Entry, Mention
from matching.ranking import Ranking, rank
from matching.searching import search
from matching.store import Store

_REMEMBERED = 20_000
Answer = TypeVar("Answer")


class Registry:
    """Answers about mentions; safe to share between threads. Adding an entry is seen by the next question."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._store = Store()
        self._rankings: dict[Mention, Ranking] = {}
        self._decisions: dict[Mention, Decision] = {}
        self._lock = RLock()
        for entry in entries:
            self._store.add(entry)

    def __len__(self) -> int:
        return len(self._store)

    def __contains__(self, uid: str) -> bool:
        return uid in self._store

    def add(self, entry: Entry) -> None:
        """Add an entry, or replace the one that has the same uid."""
        with self._lock:
            self._store.add(entry)
            self.forget()

    def forget(self) -> None:
        """Forget the answers given so far, which the next same questions would get without any work."""
        with self._lock:
            self._rankings.clear()
            self._decisions.clear()

    def candidates(self, mention: Mention, limit: int = 5) -> list[Candidate]:
        """Return the entries that the name and the place of a mention may mean, best first.

        Scores are probabilities: comparable between mentions, and at most 1 in all for one mention.
        """
        with self._lock:
            return list(offers(self._store, self._rank(mention), limit))

    def decide(self, mention: Mention) -> Decision:
        """Decide what a mention designates: linked, in review or unknown."""
        known = self._decisions.get(mention)
        if known is None:
            with self._lock:
                known = decide(self._store, self._rank, mention)
                _remember(self._decisions, mention, known)
        return known

    def search(self, text: str, limit: int = 10, code_postal: str | None = None) -> list[Candidate]:
        """Return what somebody may be looking for: a number, an acronym, any name however misspelt."""
        with self._lock:
            return search(self._store, text, limit, code_postal)

    def _rank(self, mention: Mention) -> Ranking:
        known = self._rankings.get(mention)
        if known is None:
            known = rank(self._store, mention)
            _remember(self._rankings, mention, known)
        return known


def _remember(answers: dict[Mention, Answer], mention: Mention, answer: Answer) -> None:
    """Keep an answer: files name the same company in the same place again and again."""
    if len(answers) >= _REMEMBERED:
        answers.clear()
    answers[mention] = answer

"""A digest as a letter: plain text, in the words of the pages, with the addresses where one acts."""

from __future__ import annotations

from datetime import date

from planning.digests import Digest
from planning.posting import Letter
from web.french import day, plural
from web.rendering import environment


def letter(said: Digest, today: date, address: str) -> Letter:
    """Return the letter for a digest.

    Args:
        said: what it tells.
        today: its day.
        address: where the pages are, without a slash at its end.
    """
    text = environment().get_template("digest.txt").render(one=said, today=today, address=address)
    return Letter(said.to.mailbox or "", f"DORE, {day(today)} : {_about(said)}", text, said.to.uid)


def _about(said: Digest) -> str:
    counts = (
        (len(said.waiting), "réponse attendue", "réponses attendues"),
        (len(said.mergings), "accord attendu", "accords attendus"),
        (len(said.news) + len(said.tidings), "nouvel avis", "nouveaux avis"),
        (len(said.unreported), "compte rendu attendu", "comptes rendus attendus"),
        (said.reviews, "ligne à vérifier", "lignes à vérifier"),
    )
    return ", ".join(plural(count, one, many) for count, one, many in counts if count)

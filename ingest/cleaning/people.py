"""People, e-mail addresses and telephone numbers: one in a cell, or a person sorts them out."""

from __future__ import annotations

import re

from graph.persons.traces import international
from ingest.cleaning.cleaned import EMPTY, Cleaned, doubted, repaired, shown, told
from ingest.cleaning.text import is_empty, parse_text

_ADDRESS = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
_BETWEEN_PEOPLE = re.compile(r"\s*[;/\n\r|]\s*|\s+(?:et|&|\+|ou)\s+|\s*,\s*", re.IGNORECASE)
_SURE = re.compile(r"[;/\n\r|]|\s(?:et|&|\+|ou)\s", re.IGNORECASE)
_TITLE = re.compile(r"\b(?:m\.|mm\.|mr|mme|mmes|mlle|monsieur|madame|dr|me)(?=\s|$)", re.IGNORECASE)
_PHONE_SIGNS = re.compile(r"[\s.\-()_]+")
_PHONE_LABEL = re.compile(r"^(?:t[ée]l(?:[ée]phone)?|portable|mobile|fixe|port|standard)\.?\s*:?\s*", re.IGNORECASE)


def parse_email(cell: str) -> Cleaned[str]:
    """Return the address of a cell, in lower case; several go to review.

    >>> parse_email("Mailto:Jean.Dupont@Exemple.FR").value, parse_email("a@b.fr; c@d.fr").note.code
    ('jean.dupont@exemple.fr', 'several-emails')
    """
    if is_empty(cell):
        return EMPTY
    found = list(dict.fromkeys(address.lower().rstrip(".") for address in _ADDRESS.findall(cell)))
    if not found:
        return Cleaned(None, told("email-unreadable", f"{shown(cell)} n'est pas une adresse électronique."))
    if len(found) > 1:
        message = f"{shown(cell)} contient {len(found)} adresses ({', '.join(found)}) : à répartir."
        return Cleaned(None, doubted("several-emails", message))
    if found[0] == cell.strip().lower():
        return Cleaned(found[0])
    return Cleaned(found[0], repaired("email-rewritten", f"{shown(cell)} compris comme {found[0]}."))


def parse_phone(cell: str) -> Cleaned[str]:
    """Return a telephone number in international form; French when it does not say otherwise.

    >>> parse_phone("03 22 00 00 00").value, parse_phone("+33 (0)3 22 00 00 00").value
    ('+33322000000', '+33322000000')
    """
    if is_empty(cell):
        return EMPTY
    text = _PHONE_LABEL.sub("", cell.strip())
    parts = [part for part in re.split(r"\s*[/;,\n]\s*|\s+(?:ou|et)\s+", text) if part.strip()]
    if len(parts) > 1 and sum(international(part) is not None for part in parts) > 1:
        message = f"{shown(cell)} contient {len(parts)} numéros de téléphone : à répartir."
        return Cleaned(None, doubted("several-phones", message))
    number = international(text)
    if number is None:
        return Cleaned(None, told("phone-unreadable", f"{shown(cell)} n'est pas un numéro de téléphone."))
    if len(_PHONE_SIGNS.sub("", text)) == 9:
        return Cleaned(
            number,
            repaired("phone-rewritten", f"{shown(cell)} compris comme {number} (zéro initial disparu)."),
        )
    return Cleaned(number)


def parse_person(cell: str) -> Cleaned[str]:
    """Return the name of one person; several in a cell go to review.

    `DUPONT, Jean` is one person: a comma separates two only when both sides have two words.

    >>> parse_person("Mme Ada Dupont").value, parse_person("Ada Dupont / Jean Petit").note.code
    ('Mme Ada Dupont', 'several-people')
    """
    name = parse_text(cell)
    if name.value is None:
        return name
    if _several(cell.strip()):
        message = f"{shown(cell)} nomme sans doute plusieurs personnes : à répartir."
        return Cleaned(name.value, doubted("several-people", message))
    return name


def _several(text: str) -> bool:
    parts = [part for part in _BETWEEN_PEOPLE.split(text) if part and part.strip()]
    if len(parts) < 2:
        return len(_TITLE.findall(text)) > 1
    if _SURE.search(text) or len(_TITLE.findall(text)) > 1 or len(parts) > 2:
        return True
    return all(len(part.split()) >= 2 for part in parts)

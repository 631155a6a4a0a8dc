"""A SIREN or a SIRET typed by somebody: read once, strictly."""

from __future__ import annotations

import re
from typing import NamedTuple

from stdnum.fr import siren as _siren
from stdnum.fr import siret as _siret

from graph.errors import Misuse

_SEPARATORS = re.compile(r"[\s.\u00a0\u202f-]+")


class Identifier(NamedTuple):
    """A valid SIREN, with the SIRET it comes from if that is what was typed."""

    siren: str
    siret: str | None = None


def parse_identifier(text: str) -> Identifier | None:
    """Return the SIREN or SIRET that a text is, or None when it is not a number at all.

    >>> parse_identifier("552 100 554").siren
    '552100554'

    Raises:
        Misuse: it is a number, and neither a SIREN nor a SIRET.
    """
    digits = _SEPARATORS.sub("", text)
    if not re.fullmatch(r"[0-9]{8,14}", digits):
        return None
    if len(digits) == 9 and digits.strip("0") and _siren.is_valid(digits):
        return Identifier(digits)
    if len(digits) == 14 and digits.strip("0") and _siret.is_valid(digits):
        return Identifier(digits[:9], digits)
    if len(digits) in (8, 13):
        hint = f"Il manque peut-être un zéro au début : 0{digits}."
    elif len(digits) in (9, 14):
        hint = "Sa clé de contrôle est fausse : un chiffre a sans doute été mal recopié. Cherchez par le nom."
    else:
        hint = "Un SIREN a 9 chiffres, un SIRET en a 14."
    raise Misuse(f"« {text.strip()} » n'est ni un SIREN ni un SIRET.", hint=hint)

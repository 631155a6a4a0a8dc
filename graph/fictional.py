"""The SIREN of the demo's companies: a range apart, known as fictional wherever it is met.

A demo company must pass every check that a real one passes (nine ASCII digits, Luhn), or the demo would not
show the real way in; and no fictional record may ever lie beside a real one. So the demo draws its numbers
from one range, `FICTIONAL_PREFIX`, and this module tells them apart.

Why 14. No range kept for examples is known. Of the 143,587 Luhn-valid SIREN found in the real open data that
the product is built with (register extracts of 2017, public contracts, grants, associations: 2010 to 2025),
`14` is the only two-digit beginning that nobody bears. Beginnings 1 and 2 were kept for public bodies, and 14
was given to none of those met (11 has ministries, 13 national institutions, 18 chambers, 19 schools, 20 to 26
local authorities). 9 was no choice: 90 to 99 are all borne, 990 to 999 but for two hundreds. New companies
have since been met in 10 (103 018 743): should numbering come near 140, this prefix must be chosen again,
here and nowhere else. Meanwhile no real company would be renamed or hidden: its rows would be refused, with
the reason.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.errors import Refused

FICTIONAL_PREFIX = "14"


def is_fictional_siren(siren: str) -> bool:
    """Whether a SIREN is one of the demo's.

    The key is not computed again: a number that fails it is never kept as an identifier.

    >>> is_fictional_siren("140000001"), is_fictional_siren("552008443")
    (True, False)
    """
    return len(siren) == 9 and siren.startswith(FICTIONAL_PREFIX) and siren.isascii() and siren.isdigit()


def is_fictional_siret(siret: str) -> bool:
    """Whether a SIRET is a site of one of the demo's companies.

    >>> is_fictional_siret("14000000100010"), is_fictional_siret("140000001")
    (True, False)
    """
    return len(siret) == 14 and siret[9:].isascii() and siret[9:].isdigit() and is_fictional_siren(siret[:9])


def refuse_mixture(sirens: Iterable[str], *, fictional: bool) -> None:
    """Refuse the first SIREN that is not of the kind the database holds.

    Args:
        sirens: the numbers about to be written.
        fictional: whether the database holds the demo region.

    Raises:
        Refused: a real SIREN is about to enter a demo database, or the other way round.
    """
    for siren in sirens:
        if is_fictional_siren(siren) is fictional:
            continue
        if fictional:
            message = f"Cette base contient la région de démonstration : le SIREN réel {siren} n'y entre pas."
            hint = "Utilisez une autre base (DORE_HOME) pour les données réelles."
        else:
            message = f"Le SIREN {siren} est fictif (démonstration) et cette base contient des données réelles."
            hint = "Chargez la démonstration dans une base à part (DORE_HOME)."
        raise Refused(message, hint=hint)

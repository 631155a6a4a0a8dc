"""Fictional SIREN and SIRET: valid keys, no two alike, spread over the range to look like others."""

from __future__ import annotations

from graph.fictional import FICTIONAL_PREFIX

CAPACITY = 10 ** (8 - len(FICTIONAL_PREFIX))
"""How many valid SIREN the range holds."""

_DOUBLED = str.maketrans("0123456789", "0246813579")
"""Each digit doubled, the two digits of the result added up."""
_STEP = 618_033
"""Prime to the powers of ten, so that `rank -> body` visits each number of the range once."""


def luhn_key(body: str) -> str:
    """Return the digit that makes `body` and it pass the Luhn check.

    >>> luhn_key("73282932")
    '0'
    """
    digits = body[-1::-2].translate(_DOUBLED) + body[-2::-2]
    return str((48 * len(digits) - sum(digits.encode())) % 10)  # the sum of bytes is several times the faster


def fictional_siren(rank: int, offset: int = 0) -> str:
    """Return the SIREN of the company of this rank, from 0 to `CAPACITY` - 1; two ranks never share one."""
    if not 0 <= rank < CAPACITY:
        raise ValueError(f"rank {rank} is outside the {CAPACITY} numbers of the fictional range")
    body = f"{FICTIONAL_PREFIX}{(rank * _STEP + offset) % CAPACITY:0{8 - len(FICTIONAL_PREFIX)}d}"
    return body + luhn_key(body)


def site_siret(siren: str, site: int) -> str:
    """Return the SIRET of a company's site, 1 being the first.

    >>> site_siret("140000001", 1)
    '14000000100010'
    """
    body = f"{siren}{site:04d}"
    return body + luhn_key(body)

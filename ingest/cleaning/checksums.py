"""The arithmetic of SIREN, SIRET and French VAT numbers, on ASCII digits only.

python-stdnum knows these rules too, and the tests compare with it on random numbers; it takes 15 to
50 µs a number, accepts full-width digits and fourteen zeros. Here 1 µs: there are millions of cells.
"""

from __future__ import annotations

from functools import lru_cache

_PLAIN = bytes.maketrans(b"0123456789", bytes(range(10)))
_DOUBLED = bytes.maketrans(b"0123456789", bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))
_LA_POSTE = "356000000"


def is_digits(text: str) -> bool:
    """Tell whether a text is ASCII digits and nothing else (`str.isdigit` takes full-width ones)."""
    return text.isascii() and text.isdigit()


def luhn(digits: str) -> bool:
    """Tell whether a number passes the Luhn check.

    >>> luhn("732829320"), luhn("732829321")
    (True, False)
    """
    raw = digits.encode("ascii")
    return (sum(raw[-1::-2].translate(_PLAIN)) + sum(raw[-2::-2].translate(_DOUBLED))) % 10 == 0


@lru_cache(maxsize=65_536)
def is_siren(text: str) -> bool:
    """Tell whether a text is a possible SIREN: nine ASCII digits, not all zero, Luhn."""
    return len(text) == 9 and is_digits(text) and text != "000000000" and luhn(text)


@lru_cache(maxsize=65_536)
def is_siret(text: str) -> bool:
    """Tell whether a text is a possible SIRET: a SIREN, then Luhn over all 14 digits.

    The establishments of La Poste (SIREN 356000000) have a rule of their own: the sum of the digits
    is a multiple of 5; its head office passes Luhn.
    """
    if len(text) != 14 or not is_digits(text) or not is_siren(text[:9]):
        return False
    return luhn(text) or (text.startswith(_LA_POSTE) and sum(map(int, text)) % 5 == 0)


def vat_key(siren: str) -> str:
    """Return the two digits that stand before a SIREN in a French VAT number.

    >>> vat_key("732829320")
    '44'
    """
    return f"{(12 + 3 * (int(siren) % 97)) % 97:02d}"

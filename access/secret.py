"""Secrets: 256 random bits, shown once, kept as SHA-256.

A plain hash is enough: nobody can try 2²⁵⁶ values. It would not be for a password, which is why there are none.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from hashlib import sha256

PREFIX = "dore_"
"""So that a secret committed or pasted by mistake is recognised by those who look for them."""
_BYTES = 32
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Secret:
    """A new secret.

    Args:
        shown: what its owner is given, once; never in a log, hence not in `repr`.
        sha256: what the graph keeps.
    """

    shown: str = field(repr=False)
    sha256: str


def new_secret() -> Secret:
    """Return a secret that nobody has seen."""
    shown = PREFIX + secrets.token_urlsafe(_BYTES)
    return Secret(shown, digest(shown))


def digest(shown: str) -> str:
    """Return what the graph keeps of a secret; something that matches nothing when it cannot be one."""
    return sha256(shown.encode("utf-8", "replace")).hexdigest() if len(shown) <= _LONGEST else ""


def new_uid() -> str:
    """Return a name for a record, which says nothing and opens nothing.

    >>> len(new_uid())
    16
    """
    return secrets.token_hex(8)

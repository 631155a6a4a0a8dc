"""What a browser carries for us for a few minutes and cannot change: signed, and refused when it is too old."""

from __future__ import annotations

import secrets
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer

_SEAL = URLSafeTimedSerializer(secrets.token_bytes(32), salt="dore-sealed")
"""Of this process: what was sealed before a restart is asked for again."""


def sealed(values: dict[str, str]) -> str:
    """Return values as text for a cookie; whoever holds it can read them."""
    written = _SEAL.dumps(values)
    return written if isinstance(written, str) else written.decode()


def unsealed(written: str, *, within_s: int) -> dict[str, str] | None:
    """Return the values, or None when we did not write them, or longer ago than that.

    >>> unsealed(sealed({"a": "b"}), within_s=60), unsealed("autre", within_s=60)
    ({'a': 'b'}, None)
    """
    try:
        values: dict[str, Any] = _SEAL.loads(written, max_age=within_s)
    except BadSignature:  # too old is one of them
        return None
    return values

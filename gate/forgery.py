"""A token in each form, which a page of another site cannot know.

Answers are compressed, and the length of a compressed answer tells whether what an address repeats is also elsewhere in
it. So the token is written otherwise in each answer, under a pad that is used once: there is nothing to compare with
(BREACH: Gluck, Harris, Prado, 2013).
"""

from __future__ import annotations

import hmac
import re
import secrets
from hashlib import sha256

from access import Identity

FIELD = "csrf"
HEADER = "X-CSRF-Token"
_SECRET = secrets.token_bytes(32)
"""Of this process: after a restart a page that was left open says so and offers to be loaded again."""
_BYTES = sha256().digest_size
_WRITTEN = re.compile(f"[0-9a-f]{{{4 * _BYTES}}}")


def token(identity: Identity) -> str:
    """Return what the forms of one answer carry: a pad and the session's token under it, in 128 hexadecimal digits."""
    pad = _pad()
    return (pad + _under(pad, _token(identity))).hex()


def is_own(identity: Identity, given: str) -> bool:
    """Whether a form came from a page that was made for this session."""
    if not _WRITTEN.fullmatch(given):
        return False
    written = bytes.fromhex(given)
    return hmac.compare_digest(_token(identity), _under(written[:_BYTES], written[_BYTES:]))


def _pad() -> bytes:
    return secrets.token_bytes(_BYTES)


def _token(identity: Identity) -> bytes:
    said = f"{identity.via}|{identity.session}|{identity.actor}"
    return hmac.digest(_SECRET, said.encode(), sha256)


def _under(pad: bytes, text: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(pad, text, strict=True))

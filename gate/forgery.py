"""A token in each form, which a page of another site cannot know."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from access import Identity

FIELD = "csrf"
HEADER = "X-CSRF-Token"
_SECRET = secrets.token_bytes(32)
"""Of this process: after a restart a page that was left open says so and offers to be loaded again."""


def token(identity: Identity) -> str:
    """Return what the forms of this session carry, in hexadecimal."""
    said = f"{identity.via}|{identity.session}|{identity.actor}"
    return hmac.new(_SECRET, said.encode(), sha256).hexdigest()


def is_own(identity: Identity, given: str) -> bool:
    """Whether a form came from a page that was made for this session."""
    return hmac.compare_digest(token(identity).encode(), given.encode())

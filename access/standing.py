"""What makes a membership count, in one place: it lasts, and its institution was admitted and is not suspended."""

from __future__ import annotations

from access.roles import PLATFORM

LIVE = (
    "m.standing IS NOT NULL AND (m.until IS NULL OR m.until > $now) AND "
    "((o.admitted_at IS NOT NULL AND o.suspended_at IS NULL AND m.role <> 'admin') OR "
    f"(m.role = 'admin' AND m.organisation = '{PLATFORM}'))"
)
"""Of a membership `m` and its institution `o`, which an administrator has none of; takes `$now`."""


def standing(organisation: str, person: str) -> str:
    """Return the key that a membership has while it lasts."""
    return f"{organisation}/{person}"

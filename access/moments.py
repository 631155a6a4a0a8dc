"""What time it is, and how moments are written: text in ISO form, in UTC, which compares as text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """Return the present moment; every rule of this package that depends on time asks here."""
    return datetime.now(UTC)


def written(moment: datetime) -> str:
    """Return a moment as the graph keeps it.

    >>> written(datetime(2026, 11, 20, 8, 0, tzinfo=UTC))
    '2026-11-20T08:00:00.000000+00:00'
    """
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def present() -> str:
    """Return the present moment as the graph keeps it."""
    return written(now())


def ago(span: timedelta) -> str:
    """Return the moment that was this long ago, as the graph keeps it."""
    return written(now() - span)


def ahead(span: timedelta) -> str:
    """Return the moment that will be in so long, as the graph keeps it."""
    return written(now() + span)

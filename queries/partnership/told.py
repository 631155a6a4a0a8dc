"""What agreements, strategies and consultations have in common when they are told."""

from __future__ import annotations

from graph.visibility import Visibility
from queries.models import Answer


class Named(Answer):
    """A territory or a sector, by uid and name."""

    uid: str
    name: str


class Told(Answer):
    """Whose it is and what it is about; of one that is only signalled, `institution` and month alone.

    `reference` is told to its own institution.
    """

    uid: str
    institution: str
    mailbox: str | None
    own: bool
    visibility: Visibility
    on: str | None
    signalled: bool
    title: str | None = None
    summary: str | None = None
    reference: str | None = None
    territories: tuple[Named, ...] = ()
    sectors: tuple[Named, ...] = ()

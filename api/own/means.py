"""What the routes of the means answer: lists under a name."""

from __future__ import annotations

from pydantic import Field

from queries.means.agents import Hole, Load, Post, Step, Training
from queries.means.committees import Committee, Item, Referral
from queries.means.envelopes import Commitment, Envelope, Moved
from queries.models import Answer


class Envelopes(Answer):
    """Envelopes, latest year first."""

    envelopes: tuple[Envelope, ...]


class EnvelopeSheet(Answer):
    """An envelope, its commitments and its transfers."""

    envelope: Envelope
    commitments: tuple[Commitment, ...]
    transfers: tuple[Moved, ...]


class Posts(Answer):
    """Posts, by institution."""

    posts: tuple[Post, ...]


class Trainings(Answer):
    """Trainings, latest first."""

    trainings: tuple[Training, ...]


class Staffing(Answer):
    """FTE against the norm, territory by territory, what is missing, and where to place more."""

    territories: tuple[Load, ...]
    holes: tuple[Hole, ...]
    proposal: tuple[Step, ...]


class Committees(Answer):
    """Committees, latest first."""

    committees: tuple[Committee, ...]


class CommitteeSheet(Answer):
    """A committee, its agenda and the questions that followed."""

    committee: Committee
    items: tuple[Item, ...]
    referrals: tuple[Referral, ...]


class Referrals(Answer):
    """Questions to headquarters, those that wait first."""

    referrals: tuple[Referral, ...]


class Ruled(Answer):
    """What a decision made."""

    item: Item
    commitment: str | None = Field(description="uid of the commitment that it made, if it made one")

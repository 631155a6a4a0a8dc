"""What the routes between institutions answer: lists under a name, so that more can be said beside them one day."""

from __future__ import annotations

from pydantic import Field

from queries.campaigns import Campaign, Target
from queries.exchanges import Exchange
from queries.models import Answer
from queries.notices import Notice
from queries.tidings import Tiding


class Exchanges(Answer):
    """Requests and objections, latest first."""

    exchanges: tuple[Exchange, ...]


class Notices(Answer):
    """What an organisation is told, latest first: of visits and companies, then of everything else."""

    notices: tuple[Notice, ...]
    tidings: tuple[Tiding, ...] = ()


class Read(Answer):
    """What is left to be read."""

    unread: int = Field(description="notices that this person or key has not read, 200 at most")


class Decided(Answer):
    """What an overlap is now."""

    status: str = Field(description="`open`, `justified`, `avoided`, `to_merge`, or `merged` once each side agreed")


class Campaigns(Answer):
    """Campaigns, open ones first."""

    campaigns: tuple[Campaign, ...]


class Sheet(Answer):
    """A campaign and its companies, in the order of its list."""

    campaign: Campaign
    targets: tuple[Target, ...]

"""What the routes between institutions take: the body of each request, described."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from api.parameters import Where
from graph.visibility import Visibility
from planning.exchanges import LONGEST, Wish
from planning.merging import LONGEST_REASON as LONGEST_MERGE_REASON
from planning.models import LONGEST as LONGEST_REASON
from queries.campaigns import MOST_COMPANIES
from queries.models import Answer
from queries.unsupported import UnsupportedScope

UID = r"^[\w-]{1,64}$"


class WishIn(Answer):
    """What is asked of another institution, about the visit that it plans to a company."""

    kind: Literal["join", "objection"] = Field(description="come along, or say that it had better not take place")
    company: str = Field(pattern=UID, description="uid or SIREN of the company", examples=["140000019"])
    operator: str = Field(pattern=UID, description="uid of the institution that plans it", examples=["cci-littoral"])
    on: str = Field(
        pattern=r"^\d{4}-\d\d(-\d\d)?$", description="its day, or its month as it is told", examples=["2026-11-26"]
    )
    reason: str = Field(default="", max_length=LONGEST, description="of an objection: why, in a line")
    mine: str | None = Field(
        default=None, pattern=UID, description="of a request to join: uid of your own planned visit, which becomes one"
    )

    @property
    def wish(self) -> Wish:
        """As planning takes it."""
        return Wish(self.kind, self.company, self.operator, self.on, self.reason, self.mine)


class AnswerIn(Answer):
    """The answer to what another institution asked."""

    accept: bool = Field(description="accepted, or declined")
    text: str = Field(default="", max_length=LONGEST, description="a line that goes with it")
    day: Literal["ours", "theirs"] | None = Field(
        default=None, description="the day of the joint visit; to be said when yours is only signalled: `ours` tells it"
    )


class PostponeIn(Answer):
    """The new day of a planned visit."""

    on: date = Field(description="today or later", examples=["2026-12-10"])
    overlap_reason: str | None = Field(
        default=None, max_length=LONGEST_REASON, description="why it takes place in spite of an overlap"
    )


class DecisionIn(Answer):
    """What is decided of an overlap; `expected` is what it was when it was read, so that nobody decides twice."""

    company: str = Field(pattern=UID, description="uid of the company, as the overlap has it", examples=["140000019"])
    decision: Literal["justified", "to_merge", "avoided", "open"] = Field(description="`open` takes a decision back")
    expected: Literal["justified", "to_merge", "avoided", "open"] = "open"


class ReadIn(Answer):
    """Which notices were read: one, or all up to a moment."""

    uid: str | None = Field(default=None, max_length=200, description="of one notice")
    until: str | None = Field(
        default=None, pattern=r"^\d{4}-\d\d-\d\dT[\d:.+Z-]{1,30}$", description="a moment, as `at` says it; default now"
    )


class CampaignIn(Where):
    """A campaign: its title, its end, and which list without accompaniment it is made of."""

    title: str = Field(min_length=1, max_length=120, examples=["Textile, printemps"])
    until: date = Field(description="day by which the visits should be made", examples=["2027-03-31"])
    visibility: Literal[Visibility.SHARED, Visibility.PRIVATE] = Field(
        default=Visibility.SHARED, description="shared out among institutions, or your own"
    )
    since: date | None = Field(default=None, description="nobody has been there since this day")
    months: int = Field(default=12, ge=1, le=600, description="without `since`: that many months")
    companies: tuple[str, ...] = Field(
        default=(),
        max_length=MOST_COMPANIES,
        description=f"uids or SIRENs of companies of that list; without any, its first {MOST_COMPANIES}",
        examples=[["140000027"]],
    )

    @property
    def scope(self) -> UnsupportedScope:
        """As the question takes it."""
        return UnsupportedScope(**{name: getattr(self, name) for name in UnsupportedScope.model_fields})


class TargetIn(Answer):
    """A company of a campaign."""

    company: str = Field(pattern=UID, description="its uid, as the campaign has it", examples=["140000027"])


class LevelIn(Answer):
    """Who sees a campaign."""

    visibility: Literal[Visibility.SHARED, Visibility.PRIVATE]


class DistinctIn(Answer):
    """Two companies; `expected` is what was decided of them when they were read, so that nobody decides twice."""

    keep: str = Field(pattern=UID, description="SIREN or uid of the company that stays", examples=["140000027"])
    gone: str = Field(pattern=UID, description="SIREN or uid of the other", examples=["x4f1a09c2"])
    expected: Literal["none", "proposed", "done", "distinct", "undone"] | None = Field(
        default=None, description="without it, whatever was decided meanwhile is passed over"
    )


class MergeIn(DistinctIn):
    """Two companies that are one, and why."""

    reason: str = Field(default="", max_length=LONGEST_MERGE_REASON, description="a line, which partners read")

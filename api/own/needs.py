"""What the routes on needs and allocations take and answer."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field, model_validator

from graph.visibility import Visibility
from planning.partnership.needs import LONGEST
from queries.models import Answer
from queries.partnership.needs import Act, Need
from queries.partnership.territorial_needs import Heard, TerritorialNeed, Threshold

UID = r"^[\w-]{1,64}$"


class NeedIn(Answer):
    """A need, raised by a company or project holder (`name`, `siren`), or by a territory."""

    title: str = Field(min_length=1, max_length=200, examples=["Trouver un local plus grand"])
    on: date = Field(description="day on which it was told", examples=["2026-11-20"])
    siren: str | None = Field(default=None, max_length=30, examples=["140000019"])
    name: str | None = Field(default=None, max_length=300)
    code_postal: str | None = Field(default=None, max_length=20)
    commune: str | None = Field(default=None, max_length=100)
    territory: str | None = Field(
        default=None, max_length=200, description="code or name of a commune, EPCI, département"
    )
    theme: str | None = Field(default=None, max_length=100, examples=["implantation"])
    summary: str | None = Field(default=None, max_length=LONGEST)
    reference: str | None = Field(
        default=None, max_length=100, description="your own number; the same again corrects it"
    )
    visibility: Visibility = Field(default=Visibility.SHARED, description="who will see it")

    @model_validator(mode="after")
    def _says_who(self) -> NeedIn:
        if bool(self.territory) == bool(self.siren or self.name):
            raise ValueError("Dites qui exprime ce besoin : une entreprise ou un porteur, ou bien un territoire.")
        return self

    @property
    def cells(self) -> dict[str, str]:
        """As a file would say it."""
        values: dict[str, Any] = self.model_dump(mode="json", exclude_none=True)
        return {name: str(value) for name, value in values.items()}


class ActIn(Answer):
    """What one does about a need."""

    kind: Literal["take", "answer", "close_no_help", "close_unreachable", "not_for_me", "hand_over", "reopen"]
    text: str = Field(default="", max_length=LONGEST, description="needed to answer, close without help and give back")
    to: str = Field(default="", max_length=64, description="uid of the institution to which it is handed over")


class NeedSheet(Answer):
    """A need and what was done about it, oldest first."""

    need: Need
    acts: tuple[Act, ...]


class TerritorialNeeds(Answer):
    """Territorial needs, unanswered first, and the themes that are heard widely enough."""

    territorial_needs: tuple[TerritorialNeed, ...]
    heard: tuple[Heard, ...]


class PromotionIn(Answer):
    """Which theme is to be recognised, said how, who owes an answer and until when."""

    theme: str = Field(min_length=1, max_length=100, examples=["emploi"])
    title: str = Field(min_length=1, max_length=200, examples=["Recruter des soudeurs"])
    addressee: str = Field(pattern=UID, description="uid of the institution of the Region", examples=["region"])
    due: date = Field(examples=["2027-01-31"])
    threshold: Threshold = Threshold()


class AnswerTextIn(Answer):
    """The Region's answer."""

    text: str = Field(min_length=1, max_length=LONGEST)

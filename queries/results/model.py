"""What each indicator of the four actions says: value, months, definition, how fresh it is, what it lacks."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, NamedTuple

from pydantic import Field

from queries.models import Answer


class Action(StrEnum):
    """One of the four actions of the mission."""

    DORE = "dore"
    PDEC = "pdec"
    EXPERIMENTS = "experiments"
    MEANS = "means"


ACTIONS_FR = {
    Action.DORE: "DORE, la base partagée",
    Action.PDEC: "Projet de développement économique commun",
    Action.EXPERIMENTS: "Terre d'expérimentation",
    Action.MEANS: "Région, territoire, même combat",
}
Unit = Literal["number", "percent", "euros", "days", "fte", "jobs"]


class MonthValue(Answer):
    """The value as it stood at the end of a month, `2026-03`; None where nothing can be said."""

    month: str
    value: float | None


class Indicator(Answer):
    """One indicator of one territory, or of the region."""

    action: Action
    code: str = Field(description="stable name, in French kebab-case: conventions-signees")
    label: str
    definition: str = Field(description="one French sentence: what is counted, and when it counts")
    question: str = Field(description="the function of queries/ that answers it, and the page that shows its detail")
    page: str = Field(description="address of the page that shows what is counted")
    unit: Unit
    value: float | None = Field(description="None: nothing known, or too few to say")
    months: tuple[MonthValue, ...] = ()
    fresh_on: str | None = Field(default=None, description="the last day on which a fact that it counts was recorded")
    gaps: str | None = Field(default=None, description="what is missing to believe it, in French")


class Meaning(NamedTuple):
    """What an indicator means, apart from what it is worth: the fields of `Indicator` of the same names."""

    action: Action
    code: str
    label: str
    definition: str
    question: str
    page: str
    unit: Unit

    def measured(
        self,
        months: tuple[MonthValue, ...],
        value: float | None,
        *,
        fresh_on: str | None = None,
        gaps: str | None = None,
    ) -> Indicator:
        """Return the indicator with what it is worth, now and month by month."""
        return Indicator(**self._asdict(), value=value, months=months, fresh_on=fresh_on, gaps=gaps)

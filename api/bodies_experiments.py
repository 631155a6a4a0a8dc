"""What the routes of experiments take: the body of each request, described."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from graph.visibility import Visibility
from planning.experiments import Conclusion
from planning.models import LONGEST
from queries.models import Answer

UID = r"^[\w-]{1,64}$"


class Cells(Answer):
    """A body that a file could have said."""

    @property
    def cells(self) -> dict[str, str]:
        """As a file would say it."""
        said: dict[str, Any] = self.model_dump(exclude_none=True)
        return {name: _written(value) for name, value in said.items()}


class ExperimentIn(Cells):
    """An experiment; the same `reference` again corrects it as a whole, but for its verdict."""

    title: str = Field(max_length=300, description="what is tried", examples=["Navette partagée"])
    territory: str = Field(
        max_length=200,
        description="uid, code or name of a commune, EPCI, département or région",
        examples=["epci:248000531"],
    )
    reference: str | None = Field(default=None, max_length=100, description="your own number for it")
    theme: str | None = Field(default=None, max_length=100, examples=["emploi"])
    hypothesis: str | None = Field(default=None, max_length=LONGEST, description="what is believed, to be tested")
    summary: str | None = Field(default=None, max_length=LONGEST)
    call: str | None = Field(default=None, max_length=300, description="the call for projects that it answers")
    call_until: date | None = Field(default=None, description="deadline of the call")
    partners: tuple[str, ...] = Field(default=(), max_length=50, description="who takes part, by name")
    starts_on: date | None = None
    ends_on: date | None = None
    technical_help: str | None = Field(default=None, max_length=LONGEST)
    financial_help: str | None = Field(default=None, max_length=LONGEST)
    amount_eur: float | None = Field(default=None, ge=0, le=1e12)
    administrative_help: str | None = Field(default=None, max_length=LONGEST)
    derogation: str | None = Field(default=None, max_length=LONGEST, description="from which rule")
    derogation_from: date | None = None
    derogation_until: date | None = None
    contributes_to_sri: bool | None = Field(default=None, description="to the regional innovation policy (SRDEII)")
    jobs: float | None = Field(default=None, ge=0, le=1e6, description="jobs expected")
    origin: str | None = Field(default=None, pattern=UID, description="uid of the experiment that it takes up")
    visibility: Visibility = Field(default=Visibility.SHARED, description="who will see it, and what is added to it")


class IndicatorIn(Cells):
    """What an experiment is judged by; the same `name` again corrects it."""

    name: str = Field(max_length=200, examples=["Trajets par jour"])
    unit: str | None = Field(default=None, max_length=60, examples=["trajets"])
    better: Literal["up", "down"] | None = Field(default=None, description="which way is better")
    measure: Literal["couverture", "visitees", "visites", "sans-accompagnement", "recouvrements"] | None = Field(
        default=None, description="the same thing where DORE measures it of territories, to compare"
    )
    baseline: float | None = Field(default=None, description="where it stood before")
    baseline_on: date | None = Field(default=None, description="on which day; needed with a baseline")
    target: float | None = None
    target_on: date | None = None


class ResultIn(Cells):
    """A value of an indicator on a day; the same day again corrects it."""

    indicator: str = Field(max_length=200, description="its name or uid", examples=["Trajets par jour"])
    value: float = Field(examples=[31.5])
    on: date = Field(examples=["2026-06-01"])
    comment: str | None = Field(default=None, max_length=LONGEST)


class DifficultyIn(Cells):
    """A difficulty met on the way."""

    text: str = Field(min_length=1, max_length=LONGEST, examples=["Pas de chauffeur le soir"])
    on: date = Field(examples=["2026-03-01"])


class VerdictIn(Answer):
    """How an experiment ended; `seen` is its verdict as it was read, so that nobody concludes twice."""

    verdict: Literal["running", "succeeded", "failed", "inconclusive"] = Field(examples=["failed"])
    lesson: str = Field(default="", max_length=LONGEST, description="needed but for `running`: what others should know")
    on: date | None = Field(default=None, description="today when left out")
    jobs_created: float | None = Field(default=None, ge=0, le=1e6)
    effect_eur: float | None = Field(default=None, ge=-1e12, le=1e12, description="economic effects reported")
    seen: Literal["running", "succeeded", "failed", "inconclusive"] = "running"

    @property
    def conclusion(self) -> Conclusion:
        """As planning takes it."""
        said = {name: _written(value) for name, value in self.model_dump(exclude_none=True).items()}
        return Conclusion(**said)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return f"{value:.4f}"
    if isinstance(value, (tuple, list)):
        return " ; ".join(value)
    return value.value if isinstance(value, Visibility) else str(value)

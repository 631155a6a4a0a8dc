"""What the routes of agreements, strategies and consultations take."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from graph.visibility import Visibility
from queries.models import Answer

Text = Field(default=None, max_length=4000)


class _Fact(Answer):
    title: str = Field(min_length=1, max_length=300, examples=["PDEC du Ternois"])
    summary: str | None = Text
    reference: str | None = Field(
        default=None, max_length=100, description="your own number: sent again, it corrects the same record"
    )
    visibility: Visibility | None = Field(default=None, description="who will see it; `shared` unless said")

    @property
    def cells(self) -> dict[str, str]:
        """As a file would say it."""
        values: dict[str, Any] = self.model_dump(mode="json", exclude_none=True, exclude={"parties", "guests"})
        return {name: _cell(value) for name, value in values.items()}


class PartyIn(Answer):
    """A party: an institution or company by name or SIREN; « Commune de … »; « … (association) »."""

    name: str = Field(min_length=1, max_length=300, pattern=r"^[^;|\n]+$", examples=["Les Jardins (association)"])
    responsibility: str = Field(default="", max_length=500, description="what it answers for")
    amount_eur: float = Field(default=0, ge=0, description="what it plans to bring")
    engineering_fte: float = Field(default=0, ge=0, description="staff that it puts in, in full-time equivalents")


class AgreementIn(_Fact):
    """An agreement; your organisation writes it, whoever its parties are."""

    parties: tuple[PartyIn, ...] = Field(min_length=1, max_length=50)
    kind: str | None = Field(default=None, max_length=100, examples=["PDEC"])
    territories: tuple[str, ...] = Field(
        default=(), max_length=50, description="uids or codes", examples=[["epci:200067999"]]
    )
    sectors: tuple[str, ...] = Field(default=(), max_length=50, examples=[["filiere:textile"]])
    on: date | None = Field(default=None, description="day of signature")
    starts_on: date | None = None
    ends_on: date | None = None
    est_ess: bool | None = None
    jobs_expected: float | None = Field(default=None, ge=0)
    jobs_created: float | None = Field(default=None, ge=0)

    @property
    def cells(self) -> dict[str, str]:
        """As a file would say it: what goes with the parties is in their order, one line each."""
        return super().cells | {
            "parties": "\n".join(one.name for one in self.parties),
            "responsibilities": "".join(f"{' '.join(one.responsibility.split())}\n" for one in self.parties),
            "party_amounts_eur": "".join(f"{one.amount_eur:.2f}\n" for one in self.parties),
            "party_fte": "".join(f"{one.engineering_fte:.2f}\n" for one in self.parties),
        }


class ActionIn(_Fact):
    """What the parties of an agreement undertake."""

    status: Literal["planned", "running", "done", "abandoned"] = "planned"
    leader_name: str | None = Field(default=None, max_length=200, description="who leads it")
    due_on: date | None = None
    done_on: date | None = None
    jobs_expected: float | None = Field(default=None, ge=0)
    jobs_created: float | None = Field(default=None, ge=0)
    sectors: tuple[str, ...] = Field(default=(), max_length=50)


class DocumentIn(Answer):
    """A document that a strategy names; its address is kept as a text and fetched by nobody."""

    title: str = Field(min_length=1, max_length=200, pattern=r"^[^;|\n]+$")
    url: str = Field(max_length=500, pattern=r"^https://[^\s;|]+$", examples=["https://exemple.example/strategie.pdf"])


class StrategyIn(_Fact):
    """What a territory declares to be its priorities."""

    territories: tuple[str, ...] = Field(
        min_length=1, max_length=50, description="uids or codes", examples=[["epci:200067999"]]
    )
    themes: tuple[str, ...] = Field(default=(), max_length=50, examples=[["export"]])
    sectors: tuple[str, ...] = Field(default=(), max_length=50, examples=[["filiere:textile"]])
    on: date | None = Field(default=None, description="day on which it was adopted")
    horizon: int | None = Field(default=None, ge=1950, le=2099, description="year")
    documents: tuple[DocumentIn, ...] = Field(default=(), max_length=20)

    @property
    def cells(self) -> dict[str, str]:
        """As a file would say it."""
        return super().cells | {"documents": "\n".join(f"{one.title} {one.url}" for one in self.documents)}


class ConsultationIn(_Fact):
    """A question to those concerned; institutions are told that they are invited."""

    guests: tuple[str, ...] = Field(
        min_length=1, max_length=200, description="as the names of parties", examples=[["CMA du Littoral"]]
    )
    territories: tuple[str, ...] = Field(
        default=(), max_length=50, description="uids or codes", examples=[["epci:200067999"]]
    )
    sectors: tuple[str, ...] = Field(default=(), max_length=50)
    on: date | None = Field(default=None, description="day on which it opens")
    until: date | None = Field(default=None, description="day until which one answers")

    @property
    def cells(self) -> dict[str, str]:
        """As a file would say it."""
        return super().cells | {"parties": "\n".join(self.guests)}


class ReplyIn(Answer):
    """An answer: your organisation's own, or, to your own consultation, that of a guest who is no member."""

    guest: str = Field(max_length=200, description="the invitation, as the sheet names it")
    text: str = Field(min_length=1, max_length=4000)
    seen: str = Field(default="", max_length=40, description="`said_at` of the answer that this one replaces")


class OutcomeIn(Answer):
    """What you keep of an answer, and why."""

    guest: str = Field(max_length=200, description="the invitation, as the sheet names it")
    outcome: Literal["kept", "partly", "not_kept"]
    reason: str = Field(min_length=1, max_length=4000)
    seen: str = Field(max_length=40, description="`said_at` of the answer that you read")


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(str(one) for one in value)
    return {True: "oui", False: "non"}[value] if isinstance(value, bool) else str(value)


__all__ = [
    "ActionIn", "AgreementIn", "ConsultationIn", "DocumentIn", "OutcomeIn", "PartyIn", "ReplyIn", "StrategyIn",
]  # fmt: skip

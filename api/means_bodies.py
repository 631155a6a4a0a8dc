"""What the routes of the means take: facts as files say them, and acts."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from graph.visibility import Visibility
from queries.models import Answer

LONG = 2_000
UID = r"^[\w:-]{1,64}$"


class FactIn(Answer):
    """A fact of one source; the same `reference` again corrects it."""

    source: ClassVar[str] = ""
    reference: str | None = Field(default=None, max_length=100, description="your own number; without it, one is given")
    visibility: Visibility = Field(default=Visibility.SHARED, description="who sees it")

    @property
    def cells(self) -> dict[str, str]:
        """As a file of one row says it."""
        said = self.model_dump(mode="json", exclude_none=True)
        return {name: "; ".join(value) if isinstance(value, list) else str(value) for name, value in said.items()}


class EnvelopeIn(FactIn):
    """An envelope, delegated to its manager."""

    source = "envelopes"
    title: str = Field(min_length=1, max_length=200, examples=["Aides 2026, Littoral"])
    year: int = Field(ge=1990, le=2100, examples=[2026])
    amount_eur: float = Field(ge=0, le=1e12, examples=[250000])
    territory: str | None = Field(default=None, max_length=100, description="code or name", examples=["248000531"])
    scheme: str | None = Field(default=None, max_length=200)
    manager: str | None = Field(default=None, max_length=200, description="who commits it; default your organisation")
    parent: str | None = Field(default=None, max_length=100, description="uid or number of the one it is taken from")
    summary: str | None = Field(default=None, max_length=LONG)


class CommitmentIn(FactIn):
    """A commitment on an envelope that your organisation manages."""

    source = "commitments"
    envelope: str = Field(min_length=1, max_length=100, description="uid or number", examples=["ENV-2026-04"])
    title: str = Field(min_length=1, max_length=200, examples=["Four à pain"])
    amount_eur: float = Field(ge=0, le=1e12, examples=[12000])
    name: str | None = Field(default=None, max_length=200, description="of whom it is for")
    siren: str | None = Field(default=None, pattern=r"^\d{9}$", examples=["140000019"])
    territory: str | None = Field(default=None, max_length=100)
    status: Literal["planned", "committed", "cancelled"] = "committed"
    on: date | None = Field(default=None, description="default today")
    paid_eur: float | None = Field(default=None, ge=0, le=1e12)
    returned_eur: float | None = Field(default=None, ge=0, le=1e12)
    scheme: str | None = Field(default=None, max_length=200)
    summary: str | None = Field(default=None, max_length=LONG)


class PostIn(FactIn):
    """A post of your organisation; `agent` is kept apart, for your organisation alone."""

    source = "posts"
    function: str = Field(min_length=1, max_length=200, examples=["Chargée de développement territorial"])
    territories: list[str] = Field(min_length=1, max_length=100, examples=[["248000531"]])
    fte: float = Field(default=1.0, gt=0, le=50)
    themes: list[str] | None = Field(default=None, max_length=30)
    mailbox: str | None = Field(default=None, max_length=200)
    starts_on: date | None = None
    ends_on: date | None = None
    agent: str | None = Field(default=None, max_length=200)


class TrainingIn(FactIn):
    """A training that people of your organisation followed: numbers, no names."""

    source = "trainings"
    title: str = Field(min_length=1, max_length=200, examples=["Les aides à l'export"])
    on: date = Field(examples=["2026-10-12"])
    trainer: str | None = Field(default=None, max_length=200)
    participants: int | None = Field(default=None, ge=0, le=10_000)
    hours: float | None = Field(default=None, ge=0, le=1_000)
    theme: str | None = Field(default=None, max_length=100)
    territory: str | None = Field(default=None, max_length=100)


class CommitteeIn(FactIn):
    """A committee; its members by function."""

    source = "committees"
    title: str = Field(min_length=1, max_length=200, examples=["Comité d'engagement du Littoral"])
    on: date = Field(examples=["2026-12-03"])
    kind: Literal["commitment", "territorial"] = "commitment"
    status: Literal["planned", "held", "cancelled"] | None = None
    territory: str | None = Field(default=None, max_length=100)
    partner: str | None = Field(default=None, max_length=200, description="who runs it with you, and rules there too")
    members: list[str] | None = Field(default=None, max_length=100)
    place: str | None = Field(default=None, max_length=200)
    minutes: str | None = Field(default=None, max_length=10_000)


class ItemIn(FactIn):
    """Something for a committee to look at."""

    source = "agenda"
    committee: str = Field(min_length=1, max_length=100, description="uid or number", examples=["5f0c6b1e2a9d4c33"])
    title: str = Field(min_length=1, max_length=200, examples=["Four à pain"])
    kind: Literal["company", "project", "need", "envelope"] = "company"
    name: str | None = Field(default=None, max_length=200)
    siren: str | None = Field(default=None, pattern=r"^\d{9}$", examples=["140000019"])
    territory: str | None = Field(default=None, max_length=100)
    asked_eur: float | None = Field(default=None, ge=0, le=1e12)
    envelope: str | None = Field(default=None, max_length=100)
    scheme: str | None = Field(default=None, max_length=200)
    summary: str | None = Field(default=None, max_length=LONG)


class ReferralIn(FactIn):
    """A question to headquarters."""

    source = "referrals"
    title: str = Field(min_length=1, max_length=200, examples=["Quel plafond pour les fours ?"])
    addressee: str = Field(min_length=1, max_length=200, description="name or uid of the institution")
    on: date | None = None
    due_on: date | None = Field(default=None, description="default thirty days later")
    committee: str | None = Field(default=None, max_length=100)
    territory: str | None = Field(default=None, max_length=100)
    theme: str | None = Field(default=None, max_length=100)
    summary: str | None = Field(default=None, max_length=LONG)


class TransferIn(Answer):
    """An amount to move to another envelope that is taken from the same one."""

    into: str = Field(pattern=UID, description="uid of the envelope that receives", examples=["5f0c6b1e2a9d4c33"])
    amount_eur: float = Field(gt=0, le=1e12, examples=[5000])
    reason: str = Field(min_length=1, max_length=LONG, examples=["Trop peu de dossiers."])


class PaymentIn(Answer):
    """What is paid of a commitment in all, and what came back; `was_…` are both as they were read, in cents."""

    paid_eur: float = Field(ge=0, le=1e12, examples=[12000])
    returned_eur: float = Field(default=0, ge=0, le=1e12)
    was_paid_cents: int = Field(default=0, ge=0, le=10**14)
    was_returned_cents: int = Field(default=0, ge=0, le=10**14)


class DecisionIn(Answer):
    """What a committee decided of an item."""

    verdict: Literal["favourable", "unfavourable", "postponed"]
    reason: str = Field(min_length=1, max_length=LONG, examples=["Deux emplois à la clé."])
    amount_eur: float | None = Field(default=None, ge=0, le=1e12, examples=[12000])
    envelope: str | None = Field(default=None, pattern=UID, description="default that of the item")


class ReferralAnswerIn(Answer):
    """The answer to a question that was put to your organisation."""

    answer: str = Field(min_length=1, max_length=LONG, examples=["La moitié, dans la limite de 20 000 €."])

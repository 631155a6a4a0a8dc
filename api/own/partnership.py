"""What the routes of agreements, strategies and consultations answer."""

from __future__ import annotations

from queries.models import Answer
from queries.partnership.agreements import Agreement, AgreementAction
from queries.partnership.consultations import Consultation, Guest
from queries.partnership.forthcoming import Forthcoming
from queries.partnership.priorities import Priorities
from queries.partnership.strategies import Strategy


class Agreements(Answer):
    """Agreements, the latest first."""

    agreements: tuple[Agreement, ...]


class AgreementSheet(Answer):
    """One agreement and its actions."""

    agreement: Agreement
    actions: tuple[AgreementAction, ...]


class Strategies(Answer):
    """Strategies, the latest first, and what is announced to come there."""

    strategies: tuple[Strategy, ...]
    forthcoming: Forthcoming


class StrategySheet(Answer):
    """One strategy beside what is asked and given in each of its territories, four at most."""

    strategy: Strategy
    compared: tuple[Priorities, ...]


class Consultations(Answer):
    """Consultations, open ones first."""

    consultations: tuple[Consultation, ...]


class ConsultationSheet(Answer):
    """One consultation, who is invited and what each answered."""

    consultation: Consultation
    guests: tuple[Guest, ...]

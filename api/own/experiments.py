"""What the routes of experiments answer: lists under a name, so that more can be said beside them one day."""

from __future__ import annotations

from queries.experiments.effects import Effect
from queries.experiments.ledger import Experiment
from queries.models import Answer


class Experiments(Answer):
    """Experiments, latest first."""

    experiments: tuple[Experiment, ...]


class Effects(Answer):
    """What may be said of each indicator, in the order of the sheet."""

    effects: tuple[Effect, ...]

"""What the routes of duplicates answer: lists under a name, so that more can be said beside them one day."""

from __future__ import annotations

from queries.mergings import Merging
from queries.models import Answer


class Mergings(Answer):
    """What was decided of pairs of companies, latest first."""

    decisions: tuple[Merging, ...]

"""The engine on the real visit files, where they are."""

from pathlib import Path

import pytest

from bench.matching_visits import DATA, registry_entries, visit_rows
from matching import Outcome, Registry

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"{Path('../shared/data')} is not on this machine")


def test_whole_identifiers_are_all_linked_right_and_hardly_any_row_wrong() -> None:
    registry = Registry(registry_entries())
    rows = list(visit_rows())
    decided = [(row, registry.decide(row.mention)) for row in rows]
    linked = [(row, one) for row, one in decided if one.outcome is Outcome.LINKED and one.candidate]
    right = [row for row, one in linked if one.candidate and one.candidate.siren == row.siren]
    whole = [row for row in rows if row.identifier in {"id", "id_spaced"}]
    assert len(rows) == 6_445
    assert sum(row.identifier in {"id", "id_spaced"} for row in right) == len(whole)
    assert len(linked) - len(right) <= 0.001 * len(rows)
    assert len(right) >= 0.98 * len(rows)

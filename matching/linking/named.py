"""The places that names speak of: ADAPEI DE L'AIN and ADAPEI 01 are of one département, said or not beside the name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from matching.names import name_forms
from matching.tables import first_words, phrases_pattern, rows
from matching.text import fold_department


class _Departments(NamedTuple):
    """Départements by their names as cores write them, by their numbers, and what finds the names in a core."""

    by_name: dict[str, str]
    codes: frozenset[str]
    pattern: re.Pattern[str]
    starts: frozenset[str]


@cache
def _departments() -> _Departments:
    folded = [(name_forms(row["phrase"])[0].core, fold_department(row["code"])) for row in rows("departments")]
    by_name = {name: code for name, code in folded if code}
    return _Departments(by_name, frozenset(by_name.values()), phrases_pattern(list(by_name)), first_words(by_name))


def department_named(core: str) -> str | None:
    """Return the only département that a core names, or the one whose number ends it.

    >>> department_named("cpam vienne"), department_named("pep 18"), department_named("3 brasseur 2")
    ('86', '18', None)
    """
    known = _departments()
    words = core.split()
    if len(words) > 1 and words[-1] in known.codes:
        return words[-1]
    if known.starts.isdisjoint(words):
        return None
    found = {known.by_name[phrase] for phrase in known.pattern.findall(core)}
    return found.pop() if len(found) == 1 else None


def departments_named(cores: Iterable[str]) -> list[str | None]:
    """Return the département that each core names, if any."""
    return [department_named(core) for core in cores]

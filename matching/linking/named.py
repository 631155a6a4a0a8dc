"""The places that names speak of: ADAPEI DE L'AIN and ADAPEI 01 are of one département, said or not beside the name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from matching.names import name_forms
from matching.tables import phrases_pattern, rows
from matching.text import fold_department

_LONGEST_CODE = 3


@cache
def _departments() -> dict[str, str]:
    """Return the code of each département by its name as cores write it."""
    return {name_forms(row["phrase"])[0].core: row["code"] for row in rows("departments")}


@cache
def _codes() -> dict[str, str]:
    return {code: code for row in rows("departments") if (code := fold_department(row["code"]))}


def department_named(core: str, starts: frozenset[str]) -> str | None:
    """Return the only département that a core names, or the one whose number ends it.

    >>> department_named("cpam vienne", starts()), department_named("pep 18", starts()), department_named("3 brasseur 2", starts())
    ('86', '18', None)
    """
    words = core.split()
    if len(words) > 1:
        code = _codes().get(words[-1])
        if code:
            return code
    if starts.isdisjoint(words):
        return None
    found = {_departments()[phrase] for phrase in _pattern().findall(core)}
    return fold_department(found.pop()) if len(found) == 1 else None


@cache
def _pattern():  # type: ignore[no-untyped-def]
    return phrases_pattern(list(_departments()))


@cache
def starts() -> frozenset[str]:
    """Return the words that names of départements begin with."""
    return frozenset(name.partition(" ")[0] for name in _departments())


def departments_named(cores: Sequence[str]) -> list[str | None]:
    """Return the département that each core names, if any."""
    first = starts()
    known: dict[str, str | None] = {}
    found = []
    for core in cores:
        if core not in known:
            known[core] = department_named(core, first)
        found.append(known[core])
    return found

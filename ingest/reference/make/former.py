"""Communes that are no more, or that changed name or code, each with the current one and a date.

Three sources are read together: the history from 1943 to 1 January 2019, the yearly editions since, and the
list of communes déléguées, associées and arrondissements municipaux of the current edition.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.reference.make.origins import EDITION, NPM_EDITIONS, Origins
from ingest.reference.make.territories import Rows
from ingest.reference.text import fold

HEADER = ["code", "nom", "type", "date", "commune"]
HISTORY_YEAR = 2019
STILL_KNOWN = {
    "commune-deleguee": "deleguee",
    "commune-associee": "associee",
    "arrondissement-municipal": "arrondissement",
}


def former_communes(origins: Origins) -> tuple[list[str], Rows]:
    """code, nom, type, date (the day it ended, ISO; empty when no source says), current commune.

    Types: `deleguee`, `associee`, `arrondissement` (these still exist inside a commune), `fusionnee`,
    `ancien-code` (same commune, other code), `ancien-nom` (same code, other name). For what happened after
    2019 the date is the 1 January of the first edition without it: no later than that, and usually that day.
    """
    current = {c["code"]: c for c in _edition(origins, EDITION) if c["type"] == "commune-actuelle"}
    target = _targets(origins, current)
    ends = list(_ends(origins))
    date_of = {(code, fold(name)): day for code, name, day in ends}
    kinds = {c["code"]: STILL_KNOWN[c["type"]] for c in _edition(origins, EDITION) if c["type"] in STILL_KNOWN}
    rows: dict[tuple[str, str], tuple[object, ...]] = {}
    for code, name in [*_still_known(origins), *((code, name) for code, name, _ in ends)]:
        goal = code if code in current else target.get(code)
        key = (code, fold(name))
        if goal is None or key in rows or (code in current and fold(current[code]["nom"]) == fold(name)):
            continue
        kind = _kind(code, name, current, kinds, goal)
        rows[key] = (code, name, kind, date_of.get(key, ""), goal)
    named = {code for code, _ in rows}
    nameless = [(old, "", "ancien-code", "", new) for old, new in target.items() if old not in named]
    return HEADER, sorted([*rows.values(), *nameless], key=lambda row: tuple(map(str, row)))


def _kind(code: str, name: str, current: dict[str, Any], kinds: dict[str, str], goal: str) -> str:
    if code in kinds:
        return kinds[code]
    if code in current:
        return "ancien-nom"
    return "ancien-code" if fold(current[goal]["nom"]) == fold(name) else "fusionnee"


def _edition(origins: Origins, year: int) -> list[dict[str, Any]]:
    return origins.edition(year, "communes")


def _still_known(origins: Origins) -> Iterator[tuple[str, str]]:
    for one in _edition(origins, EDITION):
        if one["type"] in STILL_KNOWN:
            yield one["code"], one["nom"]


def _targets(origins: Origins, current: dict[str, Any]) -> dict[str, str]:
    """Where each former code leads now."""
    leads: dict[str, str] = {}
    for one in _edition(origins, EDITION):
        if one["type"] in STILL_KNOWN:
            leads[one["code"]] = one["commune"] if "commune" in one else one["chefLieu"]
    for one in current.values():
        for old in one.get("anciensCodes", ()):
            leads.setdefault(old, one["code"])
    return {old: new for old, new in leads.items() if old not in current and new in current}


def _ends(origins: Origins) -> Iterator[tuple[str, str, str]]:
    """(code, name, day) for each commune, under each of its names, that stopped being one."""
    latest: dict[tuple[str, str], tuple[str, str]] = {}
    living = {}
    for state in origins.edition(HISTORY_YEAR, "historique-communes"):
        if state["type"] != "COM":
            continue
        if "dateFin" not in state:
            living[state["code"]] = state["nom"]
            continue
        key = (state["code"], fold(state["nom"]))
        if key not in latest or latest[key][1] < state["dateFin"]:
            latest[key] = (state["nom"], state["dateFin"])
    for (code, _), (name, day) in sorted(latest.items()):
        yield code, name, day
    for year in sorted(NPM_EDITIONS)[1:]:
        now = {c["code"]: c["nom"] for c in _edition(origins, year) if c["type"] == "commune-actuelle"}
        for code, name in sorted(living.items()):
            if fold(now.get(code, "")) != fold(name):
                yield code, name, f"{year}-01-01"
        living = now

"""The examples by which the guide explains the matching are what the product says."""

from __future__ import annotations

import re

from matching import Entry, Mention, Outcome
from matching.registry import Registry
from tests.tree import ROOT

SAID = {Outcome.LINKED: "liée", Outcome.REVIEW: "à vérifier", Outcome.UNKNOWN: "inconnue"}
PLACE = re.compile(r"(.*?) ?\((\d\d)\)")


def rows(title: str) -> list[list[str]]:
    """Return the cells of the lines of the table whose header begins so."""
    text = (ROOT / "docs/guide/pourquoi.md").read_text(encoding="utf-8")
    table = text[text.index(f"| {title} |") :].split("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def place(cell: str) -> tuple[str, str]:
    found = PLACE.fullmatch(cell)
    assert found
    return found[1], found[2]


def test_the_guide_shows_the_decisions_and_reasons_that_people_get() -> None:
    entries = []
    for number, (name, cell) in enumerate(rows("au répertoire")):
        town, department = place(cell)
        entries.append(Entry(f"c{number}", None, (name,), departements=(department,), communes=(town,)))
    registry, shown = Registry(entries), rows("dans le fichier")
    said = []
    for name, cell, *_ in shown:
        town, department = place(cell)
        decision = registry.decide(Mention(name, town or None, departement=department))
        said.append([name, cell, SAID[decision.outcome], " ; ".join(decision.reasons)])
    assert said == shown
    assert {line[2] for line in shown} == set(SAID.values())

"""The documents of data protection against the schema: nothing personal is missing, no gap is malformed."""

from __future__ import annotations

import re

import pytest

from graph.schema import people
from graph.schema.base import FactNode
from ingest.sources import SOURCES
from ingest.sources.parsers import free_text, worded, worded_list
from tests.tree import ROOT

FOLDER = ROOT / "docs" / "protection-des-donnees"
DOCUMENTS = sorted(path.name for path in FOLDER.glob("*.md"))
GAP = re.compile(r"\[À COMPLÉTER PAR LE DPO : [^\[\]\n]*\w[^\[\]\n]*\]")
# `\b` apart: a mark written in any other way, without accents or with another case, must be found too.
ANY_GAP = re.compile(r"[àa] compl[ée]ter", re.IGNORECASE)


def read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def personal_properties() -> list[str]:
    """What `graph/schema/people.py` declares, beyond the provenance that all facts have."""
    common = set(FactNode.defined_properties(aliases=False, rels=False))
    models = [
        model
        for model in vars(people).values()
        if isinstance(model, type) and issubclass(model, FactNode) and model is not FactNode
    ]
    return [
        f"{model.__name__}.{name}"
        for model in models
        for name in model.defined_properties(aliases=False, rels=False)
        if name not in common
    ]


def free_texts() -> list[str]:
    """The properties that a column of free text becomes, in any source."""
    found = set()
    for source in SOURCES.values():
        columns = {column.name for column in source.columns if column.parse in (free_text, worded, worded_list)}
        owners = [(node.label, node.properties) for node in source.nodes]
        owners += [(link.type.capitalize(), link.properties) for link in source.links]
        found |= {f"{owner}.{name}" for owner, taken in owners for name, value in taken.items() if value in columns}
    return sorted(found)


@pytest.mark.parametrize("name", personal_properties())
def test_each_personal_property_of_the_schema_is_in_the_register(name: str) -> None:
    assert f"`{name}`" in read("registre-art-30.md")


@pytest.mark.parametrize("name", free_texts())
def test_each_free_text_that_a_file_may_bring_is_in_the_register(name: str) -> None:
    assert f"`{name}`" in read("registre-art-30.md")


def test_the_schema_and_the_sources_have_something_to_look_for() -> None:
    assert {"Agent.name", "Contact.phone"} <= set(personal_properties())
    assert {"Visited.note", "Project.summary"} <= set(free_texts())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_only_a_dpo_can_say_is_marked_in_one_form(name: str) -> None:
    text = read(name)
    wellformed = [match.start() + 1 for match in GAP.finditer(text)]
    written = [match.start() for match in ANY_GAP.finditer(text)]
    assert written == wellformed, "a mark is `[À COMPLÉTER PAR LE DPO : what is missing]`, on one line"


@pytest.mark.parametrize("text", ["[A COMPLETER PAR LE DPO : x]", "À compléter", "[À COMPLÉTER PAR LE DPO : ]"])
def test_a_mark_in_another_form_would_be_found(text: str) -> None:
    assert ANY_GAP.search(text)
    assert not GAP.search(text)


def test_the_five_documents_are_there_and_in_their_index() -> None:
    index = re.findall(r"\]\(([a-z0-9-]+\.md)\)", read("README.md"))
    assert sorted([*index, "README.md"]) == DOCUMENTS
    assert len(index) == 5

"""Persons, retention and the audit, as typed."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from access.audit import event, record
from access.roles import local
from cli import persons
from graph import Graph, Settings, connect
from graph.errors import DoreError, Misuse, NotFound
from tests.given import given
from tests.rights.conftest import one

Dore = Callable[..., Any]
AS = ("--as", "CCI Test")


@pytest.fixture
def dore(graph: Graph, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Dore:
    """Run a command and return what it answers in JSON; errors are raised as they are."""
    given(
        graph,
        "(cci:Operator {uid: 'cci', name: 'CCI Test'}), (lys:Company {siren: '732829320', name: 'TEXTILES DE LA LYS'})",
        "(cci)-[:VISITED {uid: 'v1', on: '2026-03-01', agent: 'LOVELACE Ada'}]->(lys)",
        "(:Contact {uid: 'k1', owner: 'cci', name: 'Ada Lovelace', email: 'ada@lys.example', recorded_at: '2026-01-01'})",
    )
    monkeypatch.setattr("cli.common.connect", lambda: connect(settings))
    app = typer.Typer()
    persons.register(app)

    def run(*arguments: str) -> Any:
        result = CliRunner().invoke(app, [*arguments, "--json"])
        if isinstance(result.exception, DoreError):
            raise result.exception
        assert result.exit_code == 0, result.output
        assert CliRunner().invoke(app, [*arguments, "--help"]).exit_code == 0
        return json.loads(result.stdout)

    return run


def test_a_person_is_found_exported_rectified_frozen_and_erased(dore: Dore, graph: Graph, tmp_path: Path) -> None:
    found = dore("person", "find", "Ada Lovelace", *AS)
    assert ([one["ref"] for one in found["records"]], found["also"]) == (
        ["Contact:k1", "VISITED:v1"],
        ["ada@lys.example"],
    )
    files = [Path(one) for one in dore("person", "export", "Ada Lovelace", *AS, "--to", str(tmp_path))["files"]]
    assert [stat.S_IMODE(path.stat().st_mode) for path in files] == [0o600, 0o600]
    assert "visite;TEXTILES DE LA LYS 732829320;2026-03-01;agent;LOVELACE Ada" in files[1].read_text()
    dore("person", "rectify", "ada@lys.example", "ada@lys2.example", *AS)
    assert one(graph, "MATCH (c:Contact) RETURN c.email") == "ada@lys2.example"
    assert dore("person", "freeze", "Ada Lovelace", *AS) == {"changed": 2, "accounts": []}
    assert dore("person", "unfreeze", "Ada Lovelace", *AS) == {"lifted": 1}
    with pytest.raises(Misuse, match="--yes"):
        dore("person", "erase", "Ada Lovelace", *AS)
    assert dore("person", "erase", "Ada Lovelace", *AS, "--yes", "--only", "VISITED:v1") == {"changed": 1}
    assert dore("person", "erase", "Ada Lovelace", *AS, "--yes") == {"changed": 1}


def test_an_objection_is_noted_and_withdrawn(dore: Dore) -> None:
    dore("person", "object", "Ada Lovelace", *AS)
    assert dore("person", "object", "Ada Lovelace", *AS, "--withdraw") == {"lifted": 1}
    with pytest.raises(NotFound):
        dore("person", "object", "Ada Lovelace", *AS, "--withdraw")


def test_what_is_due_is_told_and_then_removed(dore: Dore, graph: Graph) -> None:
    graph.write("MATCH (c:Contact) SET c.last_contact_on = '2020-01-01'")
    told = {one["kind"]: one["count"] for one in dore("retention", "--dry-run")["due"]}
    assert (told["contacts"], one(graph, "MATCH (c:Contact) RETURN count(c)")) == (1, 1)
    dore("retention")
    assert one(graph, "MATCH (c:Contact) RETURN count(c)") == 0


def test_the_audit_says_who_was_shown_what(dore: Dore, graph: Graph) -> None:
    record(graph, [event(local("cma"), "read-members", shown=["732829320"])])
    [line] = dore("audit", *AS, "--company", "732829320")["events"]
    assert (line["organisation"], line["shown"], line["actor"]) == ("cma", ["732829320"], "")

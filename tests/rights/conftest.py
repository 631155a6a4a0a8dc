"""Two institutions that know the same person, in every kind of record and of file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from access.roles import Role, local
from graph import Graph
from ingest.reference.tables import VINTAGE
from rights.persons import Desk
from tests.access.conftest import clock
from tests.given import given
from web.deposits import Deposits

__all__ = ["clock"]
ADA = "Ada Lovelace"
MAIL = "ada.lovelace@lys.example"
PHONE = "06 11 22 33 44"
DPO = replace(local("cci", "CCI Test", actor="dpo"), role=Role.DPO)


def draw(graph: Graph, home: Path) -> None:
    """Draw it: the CCI and the CMA hold the same of Ada Lovelace."""
    given(
        graph,
        "(cci:Operator {uid: 'cci', name: 'CCI Test'})",
        "(cma:Operator {uid: 'cma', name: 'CMA Test'})",
        "(lys:Company {siren: '732829320', name: 'TEXTILES DE LA LYS'})",
        "(cci)-[:VISITED {uid: 'v1', on: '2026-03-01', agent: 'LOVELACE Ada', note: 'revoir Jean', purpose: 'export'}]->(lys)",
        "(cci)-[:VISITED {uid: 'v2', on: '2026-04-01', agent: 'Jean Martin', note: 'Mme Ada Lovelace (06.11.22.33.44) rappelle'}]->(lys)",
        "(cma)-[:VISITED {uid: 'v3', on: '2026-04-02', agent: 'Ada Lovelace', note: 'ada.lovelace@lys.example'}]->(lys)",
        "(lys)-[:RAISED {uid: 'r1', owner: 'cci'}]->(:Need {uid: 'n1', owner: 'cci', title: 'former', status: 'quo', "
        "holder_name: 'Ada Lovelace', summary: 'ada.lovelace@lys.example attend'})",
        "(:Contact {uid: 'k1', owner: 'cci', visibility: 'private', name: 'Ada Lovelace', email: 'ada.lovelace@lys.example', "
        "phone: '+33611223344', function: 'DRH', company: '732829320', last_contact_on: '2026-04-01'})",
        "(:Contact {uid: 'k2', owner: 'cma', visibility: 'private', name: 'Ada Lovelace'})",
        "(:Contact {uid: 'k3', owner: 'cci', visibility: 'private', name: 'Jean Martin', function: 'assistant de Ada Lovelace'})",
        "(:Import {uid: 'aaaa', owner: 'cci', source_uid: 'visits', file: 'visites Ada Lovelace.csv', status: 'done'})",
    )
    graph.write("MERGE (c:Counter {name: 'reference'}) SET c.value = $vintage", vintage=VINTAGE)
    row = {"agent": "Ada  Lovelace", "on": ["2026-01-01", "2026-01-01"], "note": "rien", "status": "done"}
    graph.write(
        "MERGE (r:Review {uid: 'w1'}) SET r += $row",
        row={
            "owner": "cci", "status": "open", "kind": "value", "source_uid": "visits", "import_uid": "aaaa", "line": 2,
            "recorded_at": "x", "recorded_by": "x", "row": json.dumps(row), "candidates": "[]",
            "reasons": ["« Ada Lovelace, Jean » nomme plusieurs personnes"],
        },
    )  # fmt: skip
    graph.write(
        "MATCH ()-[v:VISITED {uid: 'v1'}]->() SET v.raw = $raw", raw=json.dumps({"Conseiller": "LOVELACE  Ada"})
    )
    (home / "imports").mkdir()
    lines = [{"line": 2, "message": "rien", "original": None}, {"line": 3, "message": "x", "original": "LOVELACE  Ada"}]
    (home / "imports" / "aaaa.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    for owner in ("cci", "cma"):
        path = home / f"{owner}.csv"
        path.write_text("nom;date;conseiller\nTEXTILES;2026-01-01;Ada Lovelace\n")
        with path.open("rb") as stream:
            Deposits(home).keep(owner, "visites.csv", stream)


def everything(graph: Graph, home: Path) -> str:
    """All that the graph and the kept files say, as one text."""
    nodes = graph.system_read("MATCH (n) RETURN labels(n) AS l, properties(n) AS p")
    edges = graph.system_read("MATCH ()-[e]->() RETURN type(e) AS t, properties(e) AS p")
    kept = [
        path.read_text()
        for folder in ("imports", "deposits")
        for path in (home / folder).rglob("*.*")
        if path.is_file()
    ]
    return json.dumps([nodes, edges, kept], ensure_ascii=False, default=str)


def one(graph: Graph, cypher: str) -> Any:
    """The only value that a reading gives."""
    [found] = graph.system_read(cypher)
    [value] = found.values()
    return value


@pytest.fixture
def desk(graph: Graph, tmp_path: Path) -> Desk:
    """The dpo of the CCI, with everything drawn."""
    draw(graph, tmp_path)
    return Desk(graph, tmp_path, DPO)

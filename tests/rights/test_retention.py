"""What has been kept for long enough goes, and nothing else."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from access.audit import event, record
from access.memberships import Guest, invite
from access.organisations import admit
from access.roles import Role, local, platform
from graph import Graph
from rights import retention
from rights.daily import Daily
from tests.access.conftest import Clock
from tests.given import given
from tests.rights.conftest import one

TODAY = date(2026, 11, 23)


def drawn(graph: Graph) -> None:
    given(
        graph,
        "(cci:Operator {uid: 'cci', name: 'CCI Test'}), (c:Company {siren: '732829320'})",
        "(cci)-[:VISITED {uid: 'old', on: '2024-10-01', agent: 'Jean Martin'}]->(c)",
        "(cci)-[:VISITED {uid: 'before', on: '2023-10-01', agent: 'Ada Lovelace'}]->(c)",
        "(cci)-[:VISITED {uid: 'recent', on: '2025-06-01', agent: 'Ada LOVELACE'}]->(c)",
        "(:Contact {uid: 'gone', owner: 'cci', last_contact_on: '2023-11-01', recorded_at: '2020-01-01'})",
        "(:Contact {uid: 'kept', owner: 'cci', last_contact_on: '2023-12-01', recorded_at: '2020-01-01'})",
        "(:Contact {uid: 'never', owner: 'cma', recorded_at: '2023-01-01T00:00:00'})",
        "(:Agent {uid: 'ada', owner: 'cci', name: 'Ada Lovelace', recorded_at: '2020-01-01'})",
        "(:Agent {uid: 'jean', owner: 'cci', name: 'Jean Martin', recorded_at: '2020-01-01'})",
        "(:Agent {uid: 'new', owner: 'cci', name: 'Zoé Petit', recorded_at: '2026-10-01'})",
    )
    raw = json.dumps({"conseiller": "Jean  MARTIN", "objet": "  export"})
    graph.write("MATCH ()-[v:VISITED {uid: 'old'}]->() SET v.raw = $raw", raw=raw)


def counts(found: list[retention.Due]) -> dict[str, int]:
    return {one.kind: one.count for one in found if one.count}


def test_what_is_due_is_told_then_removed_and_the_rest_stays(graph: Graph, tmp_path: Path) -> None:
    drawn(graph)
    expected = {"contacts": 2, "agents-disabled": 2, "agents-erased": 1, "visits": 1}
    assert counts(retention.due(graph, TODAY, home=tmp_path)) == expected
    assert counts(retention.due(graph, TODAY, owner="cci")) == {**expected, "contacts": 1}
    assert counts(retention.run(graph, TODAY, home=tmp_path)) == expected
    left = graph.system_read(
        "MATCH (n) WHERE n:Contact OR n:Agent RETURN n.uid AS uid, n.disabled_at AS off ORDER BY uid"
    )
    assert [(one["uid"], bool(one["off"])) for one in left] == [("ada", True), ("kept", False), ("new", False)]
    visits = graph.system_read("MATCH ()-[v:VISITED]->() RETURN v.uid AS uid, v.agent AS agent ORDER BY uid")
    assert [one["agent"] for one in visits] == ["Ada Lovelace", None, "Ada LOVELACE"]
    kept = json.loads(one(graph, "MATCH ()-[v:VISITED {uid: 'old'}]->() RETURN v.raw"))
    assert kept == {"conseiller": "[effacé]", "objet": "  export"}
    assert counts(retention.run(graph, TODAY, home=tmp_path)) == {}


def test_files_go_after_their_time(graph: Graph, tmp_path: Path) -> None:
    for folder, days in (("imports", 31), ("imports", 29), ("deposits", 31), ("exports", 8), ("exports", 6)):
        path = tmp_path / folder / str(days)
        path.parent.mkdir(exist_ok=True)
        if folder == "deposits":
            path.mkdir()
            (path / "file").touch()
        else:
            path.touch()
        then = (TODAY - timedelta(days=days)).strftime("%s")
        os.utime(path, (int(then) + 43_200, int(then) + 43_200))
    assert counts(retention.run(graph, TODAY, home=tmp_path)) == {"imports": 1, "deposits": 1, "exports": 1}
    assert sorted(path.name for path in tmp_path.glob("*/*")) == ["29", "6"]


def test_a_member_idle_for_a_year_is_let_in_no_more_and_forgotten_after_two(
    graph: Graph, tmp_path: Path, clock: Clock
) -> None:
    given(graph, "(:Operator {uid: 'cci', name: 'CCI Test'})")
    admit(graph, platform(), "cci")
    by = local("cci", "CCI Test")
    for name in ("idle", "busy"):
        invite(graph, by, Guest(f"{name}@cci.example", name, Role.READER))
    busy = one(graph, "MATCH (p:Person {email: 'busy@cci.example'}) RETURN p.uid")
    day = date.today()
    clock(timedelta(days=300))
    record(graph, [event(local("cci", actor=busy), "read-own")])
    clock(timedelta(days=100))
    day += timedelta(days=400)
    assert counts(retention.run(graph, day, home=tmp_path))["members-ended"] == 1
    assert members(graph) == {"busy": True, "idle": False}
    clock(timedelta(days=370))
    record(graph, [event(local("cci", actor=busy), "read-own")])
    retention.run(graph, day + timedelta(days=370), home=tmp_path)
    assert members(graph) == {"busy": True}
    assert one(graph, "MATCH (p:Person) RETURN collect(p.email)") == ["busy@cci.example"]


def members(graph: Graph) -> dict[str, bool]:
    found = graph.system_read("MATCH (m:Membership) RETURN m.name AS name, m.standing IS NOT NULL AS live")
    return {one["name"]: one["live"] for one in found}


def test_the_service_does_it_once_a_day(graph: Graph, tmp_path: Path) -> None:
    drawn(graph)
    record(graph, [replace(event(local("cci"), "too-old"), at="2020-01-01"), event(local("cci"), "kept")])
    Daily(graph, tmp_path).once()
    assert one(graph, "MATCH (e:AuditEvent) RETURN collect(e.action)") == ["kept"]
    assert one(graph, "MATCH (n:Contact {uid: 'gone'}) RETURN count(n)") == 0
    daily = Daily(graph, tmp_path)
    daily.start()
    daily.stop()

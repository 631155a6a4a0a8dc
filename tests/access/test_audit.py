"""Who did or read what."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from access.audit import Filter, event, events_of, forget_old, record
from access.keys import create_key, revoke_key
from access.memberships import Guest, end, invite, set_role
from access.roles import Identity, Role, local
from graph import Graph
from graph.errors import AccessRefused, Conflict
from tests.access.conftest import Clock, join
from tests.given import given
from tests.tree import ROOT, modules

STEWARD = local("cci")


def actions(graph: Graph, by: Identity = STEWARD) -> list[str]:
    return [one.action for one in reversed(events_of(graph, by))]


def test_each_change_leaves_one_line_in_its_own_transaction(region: Graph) -> None:
    invite(region, STEWARD, Guest("ada@cci.example", "Ada"))
    set_role(region, STEWARD, "ada@cci.example", Role.DPO)
    end(region, STEWARD, "ada@cci.example")
    key, _ = create_key(region, STEWARD, "Essai")
    revoke_key(region, STEWARD, key.uid)
    said = ["organisation-admit", "member-invite", "member-role-dpo", "member-end", "key-create", "key-revoke"]
    assert actions(region) == said


def test_a_change_that_is_refused_leaves_none(region: Graph) -> None:
    join(region, Role.STEWARD)
    before = actions(region)
    with pytest.raises(Conflict):
        end(region, STEWARD, "steward@cci.example")
    with pytest.raises(Conflict):
        invite(region, STEWARD, Guest("steward@cci.example", "Ada"))
    assert actions(region) == before


def test_signing_in_is_a_line_of_whoever_signed_in(region: Graph) -> None:
    identity = join(region, Role.READER).identity
    [line] = [one for one in events_of(region, STEWARD) if one.action == "sign-in"]
    assert (line.actor, line.target, line.organisation) == (identity.person, identity.person, "cci")


def test_no_line_holds_an_address_or_a_name(region: Graph) -> None:
    join(region, Role.STEWARD, email="ada@cci.example")
    create_key(region, STEWARD, "Tableau de bord")
    kept = str(region.system_read("MATCH (e:AuditEvent) RETURN properties(e) AS e"))
    assert not re.search("ada|example|Nom|Tableau", kept)


def test_an_owner_sees_which_institution_read_companies_it_told_of_and_not_who(region: Graph) -> None:
    given(
        region,
        "(:Operator {uid: 'a', name: 'A'})-[:VISITED {on: '2026-10-01', owner: 'cci'}]->(:Company {siren: '732829320'})",
    )
    region.write(
        "MATCH (o:Operator {uid: 'cci'}), (c:Company) CREATE (o)-[:VISITED {uid: 'v', owner: 'cci', visibility: 'shared'}]->(c)"
    )
    reader = Identity(Role.READER, "cma", "CMA Test", "p9", "Bob", "p9", via="session")
    record(region, [event(reader, "read-open", target="732829320"), event(reader, "read-open", target="552100554")])
    [line] = [one for one in events_of(region, STEWARD) if one.organisation == "cma"]
    assert (line.action, line.target, line.actor) == ("read-open", "732829320", "")
    assert "p9" not in repr(events_of(region, STEWARD))
    assert [one.actor for one in events_of(region, local("cma")) if one.action == "read-open"] == ["p9", "p9"]


def test_of_the_companies_of_a_list_an_owner_is_told_those_it_told_of_and_no_other(region: Graph) -> None:
    given(
        region,
        "(:Operator {uid: 'a', name: 'A'})-[:VISITED {on: '2026-10-01', owner: 'cci'}]->(:Company {siren: '732829320'})",
        "(:Company {siren: '552100554'})",
    )
    reader = Identity(Role.READER, "cma", "CMA Test", "p9", "Bob", "p9", via="session")
    line = event(reader, "read-members", shown=["732829320", "552100554"])
    record(region, [line, event(reader, "read-members", shown=["552100554"])])
    [seen] = [one for one in events_of(region, STEWARD) if one.organisation == "cma"]
    assert (seen.shown, seen.institution, seen.name, seen.actor) == (("732829320",), "CMA Test", "", "")
    assert [one.shown for one in events_of(region, local("cma")) if one.uid == line.uid] == [("552100554", "732829320")]
    assert [one.uid for one in events_of(region, STEWARD, where=Filter(company="732829320"))] == [line.uid]
    for where in (Filter(company="552100554"), Filter(since="2999-01-01"), Filter(until="2000-01-01"),
                  Filter(reader="adem"), Filter(action="import")):  # fmt: skip
        assert [one for one in events_of(region, STEWARD, where=where) if one.organisation == "cma"] == []


def test_what_was_told_after_a_reading_makes_no_reader_of_it(region: Graph) -> None:
    given(
        region,
        "(:Operator {uid: 'a', name: 'A'})-[:VISITED {on: '2026-10-01', owner: 'cci', recorded_at: '2999-01-01'}]->"
        "(:Company {siren: '732829320'})",
    )
    record(region, [event(local("cma"), "read-members", shown=["732829320"])])
    assert [one for one in events_of(region, STEWARD) if one.organisation == "cma"] == []


def test_a_visitor_reads_nothing_but_what_is_open(region: Graph) -> None:
    given(
        region,
        "(o:Operator {uid: 'a', name: 'A'})-[:VISITED {on: '2026-10-01', owner: 'cci'}]->(:Company {siren: '732829320'})",
        "(o)-[:VISITED {on: '2026-10-01', owner: 'cci', visibility: 'open'}]->(:Company {siren: '552100554'})",
    )
    record(region, [event(Identity(), "read-open", shown=["732829320", "552100554"])])
    assert [one.shown for one in events_of(region, STEWARD) if one.action == "read-open"] == [("552100554",)]


def test_a_private_record_tells_nobody_that_a_company_was_read(region: Graph) -> None:
    given(region, "(:Company {siren: '732829320'})")
    region.write(
        "MATCH (o:Operator {uid: 'cci'}), (c:Company) CREATE (o)-[:VISITED {uid: 'v', owner: 'cci', visibility: 'private'}]->(c)"
    )
    record(region, [event(local("cma"), "read-open", target="732829320")])
    assert [one for one in events_of(region, STEWARD) if one.organisation == "cma"] == []


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.STEWARD, Role.DPO)])
def test_stewards_and_data_protection_officers_alone_read_it(graph: Graph, role: Role) -> None:
    with pytest.raises(AccessRefused):
        events_of(graph, Identity(role, "cci"))
    assert events_of(graph, Identity(Role.DPO, "cci")) == []


def test_recording_a_line_twice_leaves_one(region: Graph) -> None:
    line = event(STEWARD, "read-own", target="732829320")
    record(region, [line])
    record(region, [line])
    assert actions(region).count("read-own") == 1


def test_lines_go_after_twelve_months_and_not_before(region: Graph, clock: Clock) -> None:
    record(region, [event(STEWARD, "read-own")])
    clock(timedelta(days=364))
    forget_old(region)
    assert "read-own" in actions(region)
    clock(timedelta(days=2))
    forget_old(region)
    assert actions(region) == []


def test_it_is_read_page_by_page(region: Graph, clock: Clock) -> None:
    for _ in range(5):
        clock(timedelta(seconds=1))
        record(region, [event(STEWARD, "read-own")])
    seen = []
    before = None
    while page := events_of(region, STEWARD, limit=2, before=before):
        seen += [one.uid for one in page]
        before = page[-1].at
    assert len(seen) == len(set(seen)) == 6


def test_nothing_in_the_product_changes_a_line_and_only_its_age_removes_one() -> None:
    texts = {path.as_posix(): (ROOT / path).read_text(encoding="utf-8") for path in modules()}
    naming = {path for path, text in texts.items() if "AuditEvent" in text}
    assert naming == {
        "access/audit.py",
        "access/sessions.py",
        "access/sweeping.py",
        "graph/schema/__init__.py",
        "graph/schema/accounts.py",
        "graph/visibility.py",
    }
    written = texts["access/audit.py"] + texts["access/sessions.py"] + texts["access/sweeping.py"]
    assert re.findall(r"(?<!CREATE )SET e\b", written) == []
    assert re.findall(r"DELETE e\b", written) == ["DELETE e"]

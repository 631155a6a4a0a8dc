"""A person's file, and what is done on demand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from access.memberships import Guest, end, invite
from access.organisations import admit
from access.roles import Role, local, platform
from graph import Graph
from graph.backup import backup, replay, restore
from graph.backup.erasures import FILE
from graph.backup.records import edges, line_of, nodes
from graph.errors import AccessRefused, Conflict, Misuse, NotFound
from graph.visibility import Caller
from ingest.forms import FormTable
from ingest.request import Request
from ingest.reviewing import accept
from ingest.run import ingest_table
from rights.persons import Desk, Sought
from tests.given import given
from tests.rights.conftest import ADA, MAIL, PHONE, everything, one

EVERY = Sought.of([ADA, MAIL, PHONE])
LYS = "732829320"


def test_everything_one_institution_holds_is_found_and_nothing_of_another(desk: Desk) -> None:
    found = desk.find(EVERY)
    assert {item.ref for item in found.records} == {
        "VISITED:v1", "VISITED:v2", "Need:n1", "Contact:k1", "Contact:k3", "Import:aaaa", "Review:w1",
    }  # fmt: skip
    [first] = [item for item in found.records if item.ref == "VISITED:v1"]
    assert (first.kind, first.about, first.siren, first.on) == ("visite", "TEXTILES DE LA LYS", LYS, "2026-03-01")
    assert {(place.field, place.text) for place in first.places} == {
        ("agent", "LOVELACE Ada"),
        ("cellule d'origine", '{"Conseiller": "LOVELACE  Ada"}'),
    }
    assert [(line.file, line.line) for line in found.lines] == [("visites Ada Lovelace.csv", 2), ("visites.csv", 2)]


def test_one_trace_tells_of_the_others(desk: Desk) -> None:
    assert desk.find(Sought.of([MAIL])).also == ("+33611223344", ADA)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DPO])
def test_the_data_protection_officer_alone_acts_on_persons(desk: Desk, role: Role) -> None:
    other = Desk(desk.graph, desk.home, replace(desk.by, role=role))
    before = everything(desk.graph, desk.home)
    for act in (other.find, other.erase, other.freeze, other.object, other.exported):
        with pytest.raises(AccessRefused):
            act(EVERY)
    assert everything(desk.graph, desk.home) == before


def test_who_is_erased_is_nowhere_in_what_the_institution_holds_and_the_rest_stays(desk: Desk) -> None:
    assert desk.erase(EVERY) == 7
    assert desk.find(EVERY).count == 0
    graph = desk.graph
    assert one(graph, "MATCH ()-[v:VISITED {uid: 'v2'}]->() RETURN v.note") == "[effacé] ([effacé]) rappelle"
    visit = one(graph, "MATCH ()-[v:VISITED {uid: 'v1'}]->() RETURN properties(v)")
    assert ("agent" in visit, visit["note"], visit["purpose"]) == (False, "revoir Jean", "export")
    assert json.loads(visit["raw"]) == {"Conseiller": "[effacé]"}
    assert one(graph, "MATCH (c:Contact {owner: 'cci'}) RETURN c.function") == "assistant de [effacé]"
    assert one(graph, "MATCH (n:Need) RETURN n.summary") == "[effacé] attend"
    assert json.loads(one(graph, "MATCH (r:Review) RETURN r.row"))["note"] == "rien"
    remarks = (desk.home / "imports" / "aaaa.jsonl").read_text().splitlines()
    assert [json.loads(line)["original"] for line in remarks] == [None, "[effacé]"]
    theirs = one(graph, "MATCH (:Operator {uid: 'cma'})-[v:VISITED]->() RETURN [v.agent, v.note]")
    assert theirs == [ADA, MAIL]
    assert len(list((desk.home / "deposits").iterdir())) == 1


def test_the_log_names_nobody_and_is_played_again_after_an_older_backup(desk: Desk, tmp_path: Path) -> None:
    graph, log = desk.graph, desk.home / FILE
    backup(graph, tmp_path / "b.dore.zip")
    desk.erase(EVERY)
    kept = log.read_text()
    assert not [word for word in ("Ada", "ovelace", "6112", "lys") if word in kept]
    after = without_audit(graph)
    restored = restore(graph, tmp_path / "b.dore.zip", erasures=log, replace=True)
    assert restored.erased
    assert desk.find(EVERY).records == ()
    assert without_audit(graph) == after
    assert replay(graph, log) == 0
    assert without_audit(graph) == after


def without_audit(graph: Graph) -> list[bytes]:
    """The canonical lines of the graph, but for those of the audit: a backup lacks what was done since."""
    return sorted(line_of(one) for each in (nodes, edges) for one in each(graph) if one[1] != ["AuditEvent"])


def test_a_log_written_with_another_key_is_refused_before_anything_is_changed(desk: Desk) -> None:
    log = desk.home / FILE
    desk.object(EVERY)
    told = json.loads(log.read_text())
    log.write_text(json.dumps({**told, "key": "00000000"}) + "\n")
    with pytest.raises(Exception, match="autre clé"):
        replay(desk.graph, log)


def test_what_is_frozen_is_seen_by_the_officer_alone_and_comes_back_as_it_was(desk: Desk) -> None:
    graph = desk.graph
    before = everything(graph, desk.home)
    desk.freeze(EVERY)
    seen = everything_but_frozen(graph)
    assert [text for text in ("ovelace", "OVELACE", "06.11", "611223344") if text in seen] == []
    found = desk.find(EVERY)
    assert (len(found.records), len(found.frozen)) == (0, 7)
    assert [known.reason for known in found.known] == ["freeze"]
    [act] = desk.standing()
    assert (act.reason, act.records, act.traces) == ("freeze", 7, ("adresse", "nom", "numéro"))
    desk.lift(act.uid)
    assert desk.standing() == []
    assert json.loads(everything(graph, desk.home))[1] == json.loads(before)[1]
    assert one(graph, "MATCH (c:Contact {uid: 'k1'}) RETURN c.email") == MAIL


def everything_but_frozen(graph: Graph) -> str:
    found = graph.system_read(
        "MATCH (n) WHERE NOT n:Frozen AND coalesce(n.owner, 'cci') = 'cci' RETURN properties(n) AS p"
    )
    edges = graph.system_read("MATCH ()-[e]->() WHERE e.owner = 'cci' RETURN properties(e) AS p")
    return json.dumps([one["p"] for one in (*found, *edges)], default=str)


def test_unfreezing_leaves_alone_what_was_written_since(desk: Desk) -> None:
    desk.freeze(EVERY)
    desk.graph.write("MATCH ()-[v:VISITED {uid: 'v2'}]->() SET v.note = 'corrigée'")
    desk.lift(desk.standing()[0].uid)
    assert one(desk.graph, "MATCH ()-[v:VISITED {uid: 'v2'}]->() RETURN v.note") == "corrigée"


def test_erasing_somebody_who_was_frozen_erases_what_was_frozen(desk: Desk) -> None:
    desk.freeze(EVERY)
    desk.erase(EVERY)
    assert one(desk.graph, "MATCH (f:Frozen) RETURN count(f)") == 0
    with pytest.raises(Conflict, match="ne se reprend pas"):
        desk.lift(next(act.uid for act in desk.standing() if act.reason == "erase"))


def imported(graph: Graph, **cells: str) -> dict[str, int]:
    table = FormTable({"siren": LYS, "name": "TEXTILES DE LA LYS", "on": "2026-05-02", **cells})
    report = ingest_table(graph, table, Request(source="visits", operator="cci"))
    return report.model_dump(include={"written", "unchanged", "review", "refused", "persons_left_out"})


def test_whoever_objects_is_left_out_of_what_comes_in_and_the_row_is_taken_and_counted(desk: Desk) -> None:
    desk.object(EVERY)
    told = {"agent": "Mme Ada LOVELACE", "note": "voir Ada Lovelace"}
    said = imported(desk.graph, **told)
    assert said == {"written": 1, "unchanged": 0, "review": 0, "refused": 0, "persons_left_out": 1}
    visit = one(
        desk.graph, "MATCH (:Operator {uid: 'cci'})-[v:VISITED]->() WHERE v.on = '2026-05-02' RETURN properties(v)"
    )
    assert ("agent" in visit, visit["note"]) == (False, "voir [non repris]")
    assert imported(desk.graph, **told)["unchanged"] == 1
    assert one(desk.graph, "MATCH ()-[v:VISITED {uid: 'v1'}]->() RETURN v.agent") == "LOVELACE Ada"
    desk.lift(desk.standing()[0].uid)
    assert imported(desk.graph, **told, theme="export")["persons_left_out"] == 0


def test_an_objection_binds_the_institution_it_was_made_to_alone(desk: Desk) -> None:
    desk.object(EVERY)
    table = FormTable({"siren": LYS, "name": "TEXTILES DE LA LYS", "on": "2026-05-02", "agent": ADA})
    assert ingest_table(desk.graph, table, Request(source="visits", operator="cma")).persons_left_out == 0


def test_a_row_that_waited_is_written_without_whoever_objected_since(desk: Desk) -> None:
    desk.object(EVERY)
    desk.graph.write("MATCH (r:Review) SET r.operator = 'cci', r.content_hash = 'h'")
    accept(desk.graph, Caller(organisation="cci"), "w1", company=LYS)
    assert "agent" not in one(desk.graph, "MATCH ()-[v:VISITED {uid: 'w1'}]->() RETURN properties(v)")


def test_of_two_people_of_one_name_the_chosen_records_alone_change(desk: Desk) -> None:
    assert desk.erase(Sought.of([ADA], only=["VISITED:v1"])) == 1
    assert "Contact:k1" in {item.ref for item in desk.find(EVERY).records}
    desk.graph.write("MATCH ()-[v:VISITED {uid: 'v1'}]->() SET v.agent = 'Ada Lovelace'")
    assert replay(desk.graph, desk.home / FILE) == 1
    assert imported(desk.graph, agent=ADA)["persons_left_out"] == 0


def test_a_single_word_is_shown_and_never_acted_on_as_a_whole(desk: Desk) -> None:
    assert desk.find(Sought.of(["Lovelace"])).count
    with pytest.raises(Misuse, match="Un seul mot"):
        desk.erase(Sought.of(["Lovelace"]))


def test_a_rectified_name_is_the_new_one_wherever_it_stood(desk: Desk) -> None:
    assert desk.rectify(Sought.of([ADA]), "Ada King") == 7
    assert (
        one(desk.graph, "MATCH ()-[v:VISITED {uid: 'v2'}]->() RETURN v.note")
        == "Mme Ada King (06.11.22.33.44) rappelle"
    )
    assert one(desk.graph, "MATCH (c:Contact {uid: 'k1'}) RETURN c.name") == "Ada King"
    with pytest.raises(Misuse, match="un nom par un nom"):
        desk.rectify(Sought.of([MAIL]), "Ada King")


def test_an_account_is_in_the_file_and_goes_once_the_membership_has_ended(desk: Desk) -> None:
    graph, steward = desk.graph, local("cci", "CCI Test")
    admit(graph, platform(), "cci")
    invite(graph, steward, Guest("ada.lovelace@lys.example", "Ada", Role.READER))
    [member] = desk.find(EVERY).members
    assert (member.name, member.role, member.live) == ("Ada", "reader", True)
    with pytest.raises(Conflict, match="encore membre"):
        desk.erase(EVERY)
    before = graph.system_read("MATCH (n) WHERE n:Person OR n:Membership RETURN properties(n) AS n ORDER BY n.uid")
    desk.freeze(EVERY)
    assert [one.email for one in desk.live_accounts(EVERY)] == ["ada.lovelace@lys.example"], "told of, and untouched"
    after = graph.system_read("MATCH (n) WHERE n:Person OR n:Membership RETURN properties(n) AS n ORDER BY n.uid")
    assert after == before
    desk.lift_of(EVERY, "freeze")
    end(graph, steward, "ada.lovelace@lys.example")
    desk.erase(EVERY)
    assert graph.system_read("MATCH (n) WHERE n:Person OR n:Membership OR n:Link RETURN n") == []


def test_each_act_is_a_line_of_the_audit_without_a_name(desk: Desk) -> None:
    desk.exported(EVERY)
    desk.rectify(Sought.of([PHONE]), "06 11 22 33 45")
    desk.freeze(EVERY)
    desk.lift(desk.standing()[0].uid)
    desk.object(EVERY)
    desk.erase(EVERY)
    kept = desk.graph.system_read("MATCH (e:AuditEvent) RETURN properties(e) AS e ORDER BY e.at")
    assert [line["e"]["action"].removeprefix("person-") for line in kept] == [
        "export", "rectify", "freeze", "unfreeze", "object", "erase",
    ]  # fmt: skip
    assert "ovelace" not in str(kept)


def test_an_import_under_way_is_waited_for(desk: Desk) -> None:
    [path] = [path for path in (desk.home / "deposits").glob("*/deposit.json") if '"cci"' in path.read_text()]
    path.write_text(path.read_text().replace('"left"', '"running"'))
    with pytest.raises(Conflict, match="import"):
        desk.erase(EVERY)


def test_another_institutions_act_does_not_exist(desk: Desk) -> None:
    desk.object(EVERY)
    other = Desk(desk.graph, desk.home, replace(desk.by, organisation="cma"))
    with pytest.raises(NotFound):
        other.lift(desk.standing()[0].uid)
    assert other.standing() == []


def test_a_company_that_one_entered_under_a_persons_name_loses_it_in_searches_too(desk: Desk) -> None:
    given(desk.graph, "(:Company {uid: 'x1', name: 'LOVELACE ADA', owner: 'cci', visibility: 'private'})")
    desk.erase(Sought.of([ADA]))
    found = one(desk.graph, "MATCH (c:Company {uid: 'x1'}) RETURN properties(c)")
    assert (found["name"], "names" in found, found["edition"]) == ("[effacé]", False, 1)

"""Two companies made one and two again: the same graph afterwards, whatever it was, and nobody's word is passed over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from access.roles import PLATFORM, Identity, Role, local
from graph import Graph
from graph.backup import backup, restore
from graph.backup.records import Tally, edges, line_of, nodes
from graph.check import check
from graph.errors import AccessRefused, Conflict, Refused
from graph.visibility import MEMBER, Caller
from ingest.cleaning.checksums import luhn
from ingest.reference.tables import VINTAGE
from ingest.request import Request
from ingest.run import ingest_file
from planning.merging import distinct, merge, undo
from queries.briefing import briefing
from queries.mergings import mergings
from queries.search import search
from queries.who import who
from rights.persons import Desk, Sought
from tests.conftest import EMPTY
from tests.given import given

CCI, CMA = local("cci"), local("cma")
EVERYBODY = (local(PLATFORM), CCI, CMA)
A, B, C = "140000019", "140000027", "140000035"
SITE = next(siret for n in range(10) if luhn(siret := f"{B}0001{n}"))
HISTORY = {"Merging", "AuditEvent", "Counter", "Edition", "Change"}
"""What tells of what was done, and is meant to stay."""


def held(graph: Graph) -> str:
    """The hash that a backup would have, without the history of what was done and the number of the last change."""
    tally = Tally()
    for each in (nodes, edges):
        for record in each(graph):
            if record[0] == "n":
                if HISTORY & set(record[1]) or record[2].get("kind") == "merge":
                    continue
                record[2].pop("edition", None)
            tally.add(line_of(record), record)
    return tally.hash


def merged(graph: Graph, keep: str, gone: str) -> str:
    """Make one company of two, with the word of everybody whose facts move, and return the number of the merging."""
    for identity in EVERYBODY:
        decided = merge(graph, identity, keep, gone)
        if decided.status == "done":
            break
    assert decided.status == "done"
    return decided.uid


def drawn(graph: Graph, chance: Random) -> list[str]:
    """Draw a small graph by chance, every kind of edge and of reference in it, and return its companies."""
    uids = [A, B, C, "x1", "x2"]
    made = [f"(c{n}:Company {{uid: '{uid}'" + (f", siren: '{uid}'" if uid.isdigit() else ", verified: false") + "})"
            for n, uid in enumerate(uids)]  # fmt: skip
    made += ["(o0:Operator {uid: 'cci', name: 'CCI'})", "(o1:Operator {uid: 'cma', name: 'CMA'})"]
    made += ["(t:Territory {uid: 'commune:80021', level: 'commune'})", "(s:Sector {uid: 'naf2:10.71C'})"]
    made += ["(n:Need {uid: 'n', owner: 'cci'})", "(p:Project {uid: 'p', owner: 'cma'})", "(a:Agreement {uid: 'a'})"]
    many = len(uids)
    for number in range(chance.randint(5, 25)):
        c, o = chance.randrange(many), chance.randrange(2)
        level = chance.choice(("private", "signalled", "shared", "open"))
        fact = f"{{uid: 'e{number}', owner: '{('cci', 'cma')[o]}', visibility: '{level}', on: '2026-01-{number + 1:02}'"
        other = chance.randrange(many)
        made.append(
            chance.choice(
                (
                    f"(o{o})-[:VISITED {fact}, note: 'mot {number}', agent: 'Ada'}}]->(c{c})",
                    f"(o{o})-[:SUPPORTED {fact}, amount_eur: {number}.5}}]->(c{c})",
                    f"(o{o})-[:PARTNERS_WITH {fact}, agreement: 'a'}}]->(c{c})",
                    f"(c{c})-[:PARTNERS_WITH {fact}, agreement: 'a'}}]->(c{other})",
                    f"(c{c})-[:RAISED {fact}}}]->(n)",
                    f"(c{c})-[:CARRIES {fact}}}]->(p)",
                    f"(c{c})-[:PARTY_TO {fact}, responsibilities: ['une', 'deux']}}]->(a)",
                    f"(c{c})-[:LOCATED_IN]->(t)",
                    f"(c{c})-[:IN_SECTOR]->(s)",
                    f"(:Establishment {{siret: '{number:014}'}})-[:SITE_OF]->(c{c})",
                    f"(:Notice {{uid: 'r{number}', owner: 'cci', company: '{uids[c]}'}})",
                    f"(:Exchange {{uid: 'r{number}', owner: 'cci', company: '{uids[c]}'}})",
                    f"(:OverlapDecision {{uid: 'r{number}', company: '{uids[c]}'}})",
                    f"(:CampaignTarget {{uid: 'k{number % 2}|{uids[c]}|{number}', company: '{uids[c]}', campaign: 'k'}})",
                )
            )
        )
    made += [
        f"(:CampaignTarget {{uid: 'z{n}|{uid}', company: '{uid}', campaign: 'z{n}'}})" for n, uid in enumerate(uids)
    ]
    made += [f"(:CampaignTarget {{uid: 'z|{uid}', company: '{uid}', campaign: 'z'}})" for uid in uids[:2]]
    given(graph, *made)
    return uids


@pytest.mark.parametrize("seed", range(4))
def test_undoing_gives_back_the_same_graph_whatever_it_was(graph: Graph, seed: int) -> None:
    chance = Random(seed)
    uids = drawn(graph, chance)
    before, done = [held(graph)], []
    standing = list(uids)
    for _ in range(3):
        keep, gone = chance.sample(standing, 2)
        if gone.isdigit() and not keep.isdigit():
            keep, gone = gone, keep
        done.append(merged(graph, keep, gone))
        standing.remove(gone)
        before.append(held(graph))
        [left] = graph.system_read(
            "OPTIONAL MATCH (f:FormerCompany)-[e]-(x) WHERE NOT type(e) IN ['LOCATED_IN', 'IN_SECTOR', 'MERGED_INTO'] "
            "AND NOT x:Company AND NOT x:FormerCompany RETURN count(e) AS n"
        )
        assert left["n"] == 0, "no fact stays with who is gone"
    for uid in reversed(done):
        assert before.pop() == held(graph)
        for identity in EVERYBODY:
            try:
                undo(graph, identity, uid)
                break
            except AccessRefused:
                continue
    assert before == [held(graph)]


def pair(graph: Graph, *more: str) -> None:
    """Draw a bakery of the register, the same typed by hand by the CCI, and what else a test needs."""
    given(
        graph,
        f"(a:Company {{uid: '{A}', siren: '{A}', name: 'BOULANGERIE DUPONT', commune: 'Amiens'}})",
        "(x:Company {uid: 'x1', name: 'Chez Dupont pains', names: ['Chez Dupont pains'], verified: false,"
        " owner: 'cci', visibility: 'shared'})",
        "(cci:Operator {uid: 'cci', name: 'CCI'})", "(cma:Operator {uid: 'cma', name: 'CMA'})",
        "(cci)-[:VISITED {uid: 'v1', on: '2026-03-02'}]->(x)", "(cma)-[:VISITED {uid: 'v2', on: '2026-03-09'}]->(a)",
        *more,
    )  # fmt: skip


def test_who_asks_for_the_one_that_is_gone_is_answered_the_other(graph: Graph) -> None:
    pair(graph, f"(b:Company {{uid: '{B}', siren: '{B}', name: 'SARL ANCIEN FOURNIL', state: 'closed'}})",
         f"(:Establishment {{siret: '{SITE}', siren: '{B}'}})-[:SITE_OF]->(b)")  # fmt: skip
    assert search(graph, MEMBER, "Chez Dupont pains").candidates[0].company.uid == "x1"
    merged(graph, A, "x1")
    merged(graph, A, B)
    for asked in ("x1", B, f"{SITE}", A):
        found = who(graph, MEMBER, asked)
        assert found.company
        assert found.company.uid == A
    assert len(found.visits) == 2
    assert {one.uid for one in found.formers} == {B, "x1"}
    assert [one.asked for one in briefing(graph, MEMBER, ["x1", A]).briefs] == [("x1", A)]
    for text in ("Chez Dupont pains", "ancien fournil", B, f"{SITE}"):
        assert [one.company.uid for one in search(graph, MEMBER, text).candidates][:1] == [A], text


def test_a_file_that_bears_the_former_number_goes_to_the_one_that_is_kept(graph: Graph, tmp_path: Path) -> None:
    pair(graph, f"(b:Company {{uid: '{B}', siren: '{B}', name: 'SARL ANCIEN FOURNIL', verified: true}})")
    uid = merged(graph, A, B)
    graph.write("MERGE (c:Counter {name: 'reference'}) SET c.value = $vintage", vintage=VINTAGE)
    visits = tmp_path / "visites.csv"
    visits.write_text(f"siren;nom;date;statut\n{B};SARL ANCIEN FOURNIL;12/05/2026;réalisée\n", encoding="utf-8")
    assert ingest_file(graph, visits, Request(source="visits", operator="CCI")).written == 1
    companies = tmp_path / "entreprises.csv"
    companies.write_text(f"siret;nom;commune\n{SITE};SARL ANCIEN FOURNIL;Amiens\n", encoding="utf-8")
    assert ingest_file(graph, companies, Request(source="companies")).written == 1
    [found] = graph.system_read(
        "MATCH (c:Company) WITH collect(c.uid) AS all MATCH (a:Company {uid: $a}) RETURN all, a.name AS name, "
        "COUNT { (a)<-[:VISITED]-() } AS visits, COUNT { (a)<-[:SITE_OF]-() } AS sites", a=A
    )  # fmt: skip
    assert sorted(found["all"]) == sorted([A, "x1"]), "nobody came back by the back door"
    assert (found["name"], found["visits"], found["sites"]) == ("BOULANGERIE DUPONT", 2, 1)
    undo(graph, local(PLATFORM), uid)
    assert len(who(graph, MEMBER, A).visits) == 2, "what came since stays where it came"
    assert who(graph, MEMBER, B).site_count == 1, "a site bears the number of its company"


def test_facts_of_another_institution_move_once_it_has_said_so(graph: Graph) -> None:
    pair(graph, "(cma)-[:SUPPORTED {uid: 's', visibility: 'signalled', on: '2026-02-03'}]->(x)")
    proposed = merge(graph, CCI, A, "x1", reason="même adresse")
    assert (proposed.status, proposed.waits_for) == ("proposed", ("cma",))
    assert len(who(graph, MEMBER, "x1").visits) == 1, "nothing has moved"
    assert mergings(graph, MEMBER)[0].waits_for == ("CMA",)
    assert merge(graph, CMA, A, "x1").status == "done"
    told = graph.system_read("MATCH (e:AuditEvent {about: 'cci'}) RETURN e.action AS action, e.organisation AS by")
    assert {"action": "merge", "by": "cma"} in told
    with pytest.raises(AccessRefused):
        merge(graph, Identity(organisation="cci"), A, "x1")
    undo(graph, CCI, proposed.uid)
    with pytest.raises(Conflict, match="déjà été annulée"):
        undo(graph, CMA, proposed.uid)


def test_a_fact_that_its_owner_alone_knows_moves_without_a_word_to_anybody_else(graph: Graph) -> None:
    pair(graph, "(cma)-[:VISITED {uid: 'p', visibility: 'private', on: '2026-02-03'}]->(x)")
    decided = merge(graph, CCI, A, "x1")
    assert (decided.status, decided.facts) == ("done", 1), "as if it were not there"
    assert len(who(graph, Caller(organisation="cma"), A).visits) == 3
    told = graph.system_read("MATCH (e:AuditEvent {about: 'cma'}) RETURN e.organisation AS by, e.actor AS actor")
    assert told == [{"by": None, "actor": PLATFORM}]


def test_what_cannot_be_undone_or_done_says_why(graph: Graph) -> None:
    pair(graph, f"(b:Company {{uid: '{B}', siren: '{B}', name: 'DUPONT HOLDING'}})")
    with pytest.raises(Refused, match="n'a pas de SIREN"):
        merge(graph, CCI, "x1", B)
    first = merged(graph, A, "x1")
    with pytest.raises(Conflict, match="déjà réunie"):
        merge(graph, CCI, A, "x1")
    second = merged(graph, B, A)
    with pytest.raises(Conflict, match="réunie depuis à « DUPONT HOLDING »"):
        undo(graph, CCI, first)
    undo(graph, CMA, second)
    graph.write("MATCH ()-[v:VISITED]->(:Company {uid: $a}) SET v.visit = 'joint'", a=A)
    with pytest.raises(Conflict, match="n'en font plus qu'une"):
        undo(graph, CCI, first)
    graph.write("MATCH ()-[v:VISITED]->() SET v.visit = v.uid")
    given(graph, "(:Company {uid: 'x1'})")
    with pytest.raises(Conflict, match="porte de nouveau le numéro x1"):
        undo(graph, CCI, first)


def test_a_pair_that_was_said_to_be_two_is_decided_again_on_purpose_alone(graph: Graph) -> None:
    pair(graph)
    said = distinct(graph, CMA, "x1", A)
    with pytest.raises(Conflict, match="entre-temps"):
        merge(graph, CCI, A, "x1", expected="none")
    undo(graph, CMA, said.uid)
    assert merge(graph, CCI, A, "x1", expected="none").status == "done"


def test_a_backup_made_meanwhile_comes_back_and_can_still_be_undone(graph: Graph, tmp_path: Path) -> None:
    pair(graph, f"(:Company {{uid: '{B}', siren: '{B}'}})<-[:SITE_OF]-(:Establishment {{siret: '{SITE}', siren: '{B}'}})",
         "(x)-[:PARTNERS_WITH {owner: 'cci', agreement: 'g'}]->(a)", "(a)-[:PARTNERS_WITH {owner: 'cci'}]->(x)")  # fmt: skip
    before = held(graph)
    done = [merged(graph, A, "x1"), merged(graph, A, B)]
    backup(graph, tmp_path / "b.dore.zip")
    graph.auto_commit(EMPTY)
    restore(graph, tmp_path / "b.dore.zip", erasures=tmp_path / "erasures.jsonl")
    assert len(who(graph, MEMBER, "x1").visits) == 2
    assert check(graph).violations == []
    for uid in done:
        undo(graph, CCI, uid)
    assert held(graph) == before


def test_who_is_erased_is_not_kept_by_a_company_that_is_gone(graph: Graph, tmp_path: Path) -> None:
    pair(graph)
    graph.write("MATCH (x:Company {uid: 'x1'}) SET x.name = 'Ada Lovelace pains', x.names = ['Ada Lovelace pains']")
    uid = merge(graph, CCI, A, "x1", reason="dit par Ada Lovelace").uid
    assert search(graph, MEMBER, "Lovelace pains").candidates[0].company.uid == A
    desk = Desk(graph, tmp_path, replace(CCI, role=Role.DPO))
    assert desk.freeze(Sought.of(["Ada Lovelace"])) == 2, "the company that is gone, and why it is"
    assert "Lovelace" not in texts(graph)
    undo(graph, CCI, uid)
    desk.lift(desk.standing()[0].uid)
    assert who(graph, MEMBER, "x1").company.name == "Ada Lovelace pains", "frozen while it was gone, back with it"
    merge(graph, CCI, A, "x1")
    assert desk.erase(Sought.of(["Ada Lovelace"])) == 1
    assert "Lovelace" not in texts(graph)
    assert not search(graph, MEMBER, "Lovelace").candidates
    undo(graph, CCI, uid)
    assert who(graph, MEMBER, "x1").company.name == "[effacé] pains"


def texts(graph: Graph) -> str:
    """All that the graph says, but for what is frozen."""
    return str(
        graph.system_read("MATCH (n) WHERE NOT n:Frozen OPTIONAL MATCH (n)-[e]->() RETURN n, properties(e) AS e")
    )

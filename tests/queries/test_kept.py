"""What a service keeps answers as the graph does, whatever is written meanwhile."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from graph import Graph
from graph.errors import AccessRefused
from graph.visibility import MEMBER, PUBLIC, Caller
from queries import kept
from queries.indicators import IndicatorScope, indicators
from queries.kept import Keeping, current
from queries.models import Kind, Page
from queries.overlaps import OverlapScope, overlaps
from queries.scope import resolve
from queries.unsupported import UnsupportedScope, unsupported
from queries.unsupported_ranking import SIZES_FR
from tests.given import given
from tests.queries.seasons import draw_season

AS_OF = date(2026, 11, 20)
BY_CYPHER = Path(__file__).with_name("unsupported_by_cypher.txt")
WHERE = [{}, {"territory": ("epci:E1",), "size": ("inconnu", "10-49"), "ess": False}]


@pytest.fixture
def keeping(graph: Graph) -> Iterator[Keeping]:
    """The graph, kept by a service."""
    one = Keeping(graph)
    one.start()
    yield one
    one.stop()


FACTS = """
UNWIND $rows AS row
CREATE (c:Company {uid: row.uid, name: row.uid, names: [row.uid], source_uid: 't', import_uid: 't', owner: 'dore',
  recorded_at: '2026-01-01', recorded_by: 't'})
SET c += row.company
CREATE (o:Operator {uid: 'f' + row.uid, name: 'f' + row.uid})
WITH row, o
MATCH (c:Company {uid: row.of[0]}), (d:Company {uid: row.of[1]}), (e:Company {uid: row.of[2]})
CREATE (o)-[s:SUPPORTED]->(c) SET s = row.support
CREATE (d)-[r:RAISED {owner: o.uid, visibility: row.levels[0]}]->(n:Need)<-[k:TAKES_CARE_OF]-(o)
SET n = row.need, n.uid = row.uid, n.title = row.uid, k = row.care
CREATE (e)-[q:CARRIES {owner: o.uid, visibility: row.levels[1]}]->(p:Project)<-[f:FOLLOWS]-(o)
SET p = row.project, p.uid = row.uid, p.title = row.uid, f = row.follow
"""


def draw_region(graph: Graph, seed: int) -> None:
    """Draw visits, then the other facts that accompany, at every level and with dates missing."""
    draw_season(graph, seed)
    rng = random.Random(seed)

    def days(*names: str) -> dict[str, str]:
        drawn = {name: f"{date(2024, 6, 1) + timedelta(days=rng.randint(0, 1000))}" for name in names}
        return {name: day for name, day in drawn.items() if rng.random() < 0.8}

    def level() -> str:
        return rng.choice(["private", "signalled", "shared", "open"])

    def edge(number: int, *more: str) -> dict[str, str]:
        said = {"uid": f"{number}-{rng.random()}", "owner": f"fD{number}", "visibility": level()}
        return said | days("earliest", "latest", *more)

    rows = [
        {
            "uid": f"D{number}",
            "of": [f"D{rng.randint(0, number)}" for _ in range(3)],
            "levels": [level(), level()],
            "company": {
                "epci": rng.choice(["E1", "E2"]),
                "est_ess": rng.choice([True, False]),
                "tranche_effectif": rng.choice([None, "11", "41", "03"]),
                "visibility": rng.choice(["open", "open", "private"]),
                "state": rng.choice(["open", "open", "open", "closed"]),
                "statut_diffusion": rng.choice(["O", "O", "P"]),
            },
            "support": edge(number, "until"),
            "care": edge(number),
            "follow": edge(number),
            "need": edge(number, "answered_on") | {"status": rng.choice(["quo", "taking_care", "done", "not_for_me"])},
            "project": edge(number, "ends_on") | {"stage": rng.choice(["running", "done"])},
        }
        for number in range(40)
    ]
    graph.write("CREATE (:Territory {uid: 'epci:E1', code: 'E1', level: 'epci', name: 'CC'})")
    graph.write(FACTS, rows=rows)


def answers(graph: Graph) -> list[object]:
    """What lists say of the region, in every scope, page by page."""
    found: list[object] = []
    for where in WHERE:
        found.append(unsupported(graph, MEMBER, UnsupportedScope(**where), as_of=AS_OF, page=Page(limit=0)))
        page = unsupported(graph, MEMBER, UnsupportedScope(**where, months=3), as_of=AS_OF, page=Page(limit=7))
        after = Page(limit=7, cursor=page.next_cursor)
        found += [page, unsupported(graph, MEMBER, UnsupportedScope(**where, months=3), as_of=AS_OF, page=after)]
        found.append(indicators(graph, MEMBER, IndicatorScope(**where), as_of=AS_OF))
        for more in ({}, {"kind": (Kind.GENERAL,)}, {"since": date(2026, 6, 1), "until": date(2026, 9, 1)}):
            found.append(overlaps(graph, MEMBER, OverlapScope(**where, **more), as_of=AS_OF, page=Page(limit=9)))
    return found


@pytest.mark.parametrize("seed", range(2))
def test_what_is_kept_answers_as_the_graph_does_on_regions_drawn_at_random(
    graph: Graph, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_region(graph, seed)
    slow = answers(graph)
    one = Keeping(graph)
    one.start()
    try:
        assert current(graph) is not None
        monkeypatch.setattr(kept, "read", None)  # nothing may go round what is kept
        assert answers(graph) == slow
        assert answers(graph) == slow
    finally:
        one.stop()


@pytest.mark.parametrize("seed", range(3))
def test_the_ranking_over_columns_is_the_definition_asked_of_the_graph_company_by_company(
    graph: Graph, seed: int
) -> None:
    draw_region(graph, seed)
    sizes = {code: rank for rank, code in enumerate(SIZES_FR) if rank}
    for months in (1, 6, 18):
        scope = UnsupportedScope(months=months)
        since = scope.start(AS_OF)
        [said] = graph.read(
            BY_CYPHER.read_text(encoding="utf-8"),
            MEMBER,
            since=since.isoformat(),
            as_of=AS_OF.isoformat(),
            month=AS_OF.year * 12 + AS_OF.month,
            size_rank=sizes,
            after="",
            many=10_000,
            **resolve(graph, MEMBER, scope).parameters,
        )
        groups = {group["found"]: group for group in said["groups"]}
        listed = groups.get("unsupported", {"ranks": [], "uids": []})
        wanted = [
            uid for _, uid in sorted((-rank, uid) for rank, uid in zip(listed["ranks"], listed["uids"], strict=True))
        ]
        answer = unsupported(graph, MEMBER, scope, as_of=AS_OF, page=Page(limit=0))
        assert [one.uid for one in answer.companies] == wanted
        assert answer.known == sum(rank & 1 for rank in listed["ranks"])
        counts = {name: group["companies"] for name, group in groups.items()}
        said_of_others = (answer.supported, answer.out_of_scope.closed, answer.out_of_scope.masked)
        assert said_of_others == tuple(counts.get(name, 0) for name in ("supported", "closed", "masked"))


def test_after_any_write_the_next_answer_is_that_of_the_graph(graph: Graph, keeping: Keeping) -> None:
    draw_region(graph, 5)
    rng = random.Random(5)
    first = current(graph)
    for turn in (2, 6, 3):
        uid = f"D{rng.randint(0, 39)}"
        visit = (
            "MATCH (c:Company {uid: $uid}) MERGE (o:Operator {uid: 'o1'}) CREATE (o)-[:VISITED {uid: $key, visit: $key, "
            "on: '2026-11-01', earliest: '2026-11-01', latest: '2026-11-01', status: 'done', role: 'lead', owner: 'o1', "
            "visibility: 'shared', source_uid: 't', import_uid: 't', recorded_at: '2026-11-01', recorded_by: 't'}]->(c)",
            {"uid": uid, "key": f"late{turn}"},
        )
        if turn % 3:
            graph.write_all([visit], companies=[uid])  # who writes says which company it is
        elif turn % 2:
            graph.write("MATCH (c:Company {uid: $uid}) DETACH DELETE c", uid=uid)
        else:
            graph.write("MATCH ()-[v:VISITED]->(c:Company {uid: $uid}) SET v.status = 'cancelled'", uid=uid)
        fast = answers(graph)
        held = kept._kept.pop(graph)
        assert answers(graph) == fast
        kept._kept[graph] = held
    assert current(graph) is not first


def test_what_speaks_of_accounts_or_imports_alone_leaves_what_is_kept(graph: Graph, keeping: Keeping) -> None:
    given(graph, "(:Company {uid: 'C1'})")
    before = current(graph)
    graph.write("MERGE (s:Session {uid: 's'}) SET s.seen_at = 'now'")
    graph.write("MERGE (i:Import {uid: 'i'}) SET i.status = 'done'")
    assert current(graph) is before
    graph.write("MATCH (i:Import {uid: 'i'}) MATCH (n {uid: 'C1'}) DETACH DELETE n")
    now = current(graph)
    assert now is not before
    assert now is not None
    assert len(now.number) == 0


def test_a_graph_that_is_emptied_under_a_service_is_kept_again(graph: Graph, keeping: Keeping) -> None:
    given(graph, "(:Company {uid: 'C1'})")
    assert current(graph) is not None
    graph.auto_commit("MATCH (n) WHERE NOT n:Migration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")
    assert unsupported(graph, MEMBER, UnsupportedScope()).count == 0
    for _ in range(200):
        if current(graph) is not None:
            break
        time.sleep(0.05)
    given(graph, "(:Company {uid: 'C2'})")
    assert [one.uid for one in unsupported(graph, MEMBER, UnsupportedScope()).companies] == ["C2"]


def test_what_is_kept_is_for_members_and_holds_nobodys_own(graph: Graph, keeping: Keeping) -> None:
    given(
        graph,
        "(:Operator {uid: 'cci'})-[:VISITED {on: '2026-11-01', visibility: 'private'}]->(:Company {uid: 'C1'})",
        "(:Company {uid: 'C2', visibility: 'private', owner: 'cci'})",
    )
    for caller in (Caller(organisation="cci"), MEMBER, Caller(organisation="cma")):
        assert [one.uid for one in unsupported(graph, caller, UnsupportedScope(), as_of=AS_OF).companies] == ["C1"]
    with pytest.raises(AccessRefused):
        unsupported(graph, PUBLIC, UnsupportedScope(), as_of=AS_OF)


def test_a_question_that_breaks_does_not_end_what_keeps(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "EVERY_S", 0.05)
    asked: list[int] = []

    def broken(_: Graph) -> None:
        asked.append(1)
        raise ValueError("essai")

    one = Keeping(graph, warm=[broken])
    one.start()
    try:
        until = time.monotonic() + 20
        while not asked and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.3)
        assert asked == [1]
        assert one._thread.is_alive()
    finally:
        one.stop()


def test_upkeep_that_finds_nothing_to_do_has_nobody_read_the_region_again(graph: Graph, keeping: Keeping) -> None:
    given(graph, "(c:Company {siren: '732829320'})<-[:VISITED {uid: 'a', agent: 'Ada'}]-(o:Operator {uid: 'cci'})")
    before = current(graph)
    unnamed = "MATCH ()-[v:VISITED]->() WHERE v.agent = $agent CALL (v) { REMOVE v.agent } IN TRANSACTIONS OF 10 ROWS"
    graph.auto_commit(unnamed, agent="Grace")
    assert current(graph) is before
    graph.auto_commit(unnamed, agent="Ada")
    assert current(graph) is not before

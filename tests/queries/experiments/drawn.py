"""A small drawn ledger of experiments that several tests share."""

from __future__ import annotations

from graph import Graph
from tests.given import given

A, B, C = "epci:1", "epci:2", "epci:3"


def places(graph: Graph) -> None:
    """Three EPCI of one département and a commune of the first."""
    given(
        graph,
        "(r:Territory {uid: 'region:32', code: '32', level: 'region', name: 'Région'})",
        "(d:Territory {uid: 'departement:80', code: '80', level: 'departement', name: 'Somme'})-[:PART_OF]->(r)",
        *(
            f"(e{n}:Territory {{uid: 'epci:{n}', code: '{n}', level: 'epci', name: 'EPCI {n}', population: {n}0000}}),"
            f"(c{n}:Territory {{uid: 'commune:8000{n}', code: '8000{n}', level: 'commune', name: 'Commune {n}', population: {n}0000}}),"
            f"(c{n})-[:PART_OF]->(e{n}), (c{n})-[:PART_OF]->(d)"
            for n in (1, 2, 3)
        ),
        "(:Operator {uid: 'agglo', name: 'Agglo Test', mailbox: 'a@agglo.example'})",
        "(:Operator {uid: 'cci', name: 'CCI Test'})",
    )


def experiment(graph: Graph, uid: str, place: str, **said: object) -> None:
    """One experiment of a territory; `owner` and `visibility` as given, or `agglo` and shared."""
    owner, level = str(said.pop("owner", "agglo")), str(said.pop("visibility", "shared"))
    on = said.get("starts_on")
    earliest = f"{str(on)[:8]}01" if on and level == "signalled" else on
    latest = f"{str(on)[:8]}28" if on and level == "signalled" else on
    made = {"title": f"Essai {uid}", "earliest": earliest, "latest": latest, "recorded_at": "2026-01-01T00:00:00+00:00"}
    graph.write(
        "MATCH (t:Territory {uid: $place}) CREATE (p:Project {uid: $uid, kind: 'experiment', owner: $owner, visibility: $level, "
        "source_uid: 'experiments', import_uid: 'test', recorded_by: 'test'}) SET p += $said "
        "CREATE (t)-[:CARRIES {uid: $uid + ':c', owner: $owner, visibility: $level, source_uid: 'test', import_uid: 'test', "
        "recorded_at: '2026-01-01T00:00:00+00:00', recorded_by: 'test'}]->(p)",
        uid=uid, place=place, owner=owner, level=level, said=made | said,
    )  # fmt: skip


def replicated(graph: Graph, first: str, then: str) -> None:
    tie(graph, "REPLICATED_IN", "Project", first, "Project", then)


def indicator(graph: Graph, of: str, uid: str, results: dict[str, float], **said: object) -> None:
    """An indicator with its series."""
    made = said | {"uid": uid, "name": said.get("name", "Trajets")}
    part(graph, "ExperimentIndicator", of, made)
    tie(graph, "MEASURED_BY", "Project", of, "ExperimentIndicator", uid)
    for on, value in results.items():
        part(
            graph,
            "ExperimentResult",
            of,
            {"uid": f"{uid}:{on}", "on": on, "earliest": on, "latest": on, "value": value},
        )
        tie(graph, "GAVE", "ExperimentIndicator", uid, "ExperimentResult", f"{uid}:{on}")


def part(graph: Graph, label: str, of: str, said: dict[str, object]) -> None:
    """A node of the owner and level of its experiment."""
    graph.write(
        f"MATCH (p:Project {{uid: $of}}) CREATE (n:{label}) SET n = $said, n.owner = p.owner, n.visibility = p.visibility, "
        "n.source_uid = 'test', n.import_uid = 'test', n.recorded_at = '2026-02-01T00:00:00+00:00', n.recorded_by = 'test'",
        of=of, said=said,
    )  # fmt: skip


def tie(graph: Graph, type_: str, start: str, first: str, end: str, then: str) -> None:
    """An edge of the owner and level of the node that it leads to."""
    graph.write(
        f"MATCH (a:{start} {{uid: $first}}), (b:{end} {{uid: $then}}) CREATE (a)-[e:{type_} {{uid: $first + $then, owner: b.owner, "
        "visibility: b.visibility, source_uid: 'test', import_uid: 'test', recorded_at: '2026-01-01T00:00:00+00:00', "
        "recorded_by: 'test'}]->(b)",
        first=first, then=then,
    )  # fmt: skip

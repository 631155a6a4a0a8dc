"""Small worlds that the tests of networks share."""

from __future__ import annotations

import random
from typing import Any

import networkx as nx
import numpy as np

from graph.store import Graph
from queries.analytics.model import Actor, Columns, Ints, Network
from tests.given import given

AMIENS = "(amiens:Territory {uid: 'commune:80021', code: '80021', level: 'commune', name: 'Amiens'})"
FRAMES = (
    "(hdf:Territory {uid: 'region:32', code: '32', level: 'region', name: 'Hauts-de-France'})",
    "(somme:Territory {uid: 'departement:80', code: '80', level: 'departement', name: 'Somme'})-[:PART_OF]->(hdf)",
    "(metropole:Territory {uid: 'epci:248000531', code: '248000531', level: 'epci', name: 'Amiens Métropole'})",
    f"{AMIENS}-[:PART_OF]->(somme)",
    "(amiens)-[:PART_OF]->(metropole)",
    "(it:Sector {uid: 'naf2:62', code: '62', nomenclature: 'naf2', label: 'Programmation'})",
    "(code:Sector {uid: 'naf2:62.01Z', code: '62.01Z', nomenclature: 'naf2', label: 'Codage'})-[:PART_OF]->(it)",
    "(bread:Sector {uid: 'naf2:10.71C', code: '10.71C', nomenclature: 'naf2', label: 'Boulangerie'})",
    "(food:Sector {uid: 'filiere:agro', code: 'agro', nomenclature: 'filière', label: 'Agroalimentaire', "
    "aliases: ['IAA']})-[:INCLUDES]->(bread)",
    "(cci:Operator {uid: 'cci', name: 'CCI', kind: 'chamber'})",
    "(cma:Operator {uid: 'cma', name: 'CMA', kind: 'chamber'})",
    "(region:Operator {uid: 'region', name: 'Région', kind: 'region', siren: '200053742'})",
)
IN_AMIENS = "code_commune: '80021', epci: '248000531', departement: '80'"


def company(name: str, siren: str, more: str = "") -> str:
    """The pattern of a company in Amiens that writes software, unless `more` says otherwise."""
    return f"({name}:Company {{siren: '{siren}', {IN_AMIENS}, naf: '62.01Z'{', ' + more if more else ''}}})"


ADA, BOB, CAM = company("ada", "100000009"), company("bob", "200000008"), company("cam", "300000007")
SEASON = (
    ADA,
    BOB,
    CAM,
    "(cci)-[:VISITED {on: '2026-03-12'}]->(ada)",
    "(cci)-[:VISITED {on: '2026-09-02', status: 'planned'}]->(ada)",
    "(cci)-[:SUPPORTED {earliest: '2019-01-01', latest: '2019-12-31'}]->(ada)",
    "(cma)-[:VISITED {on: '2025-11-20', visibility: 'signalled'}]->(ada)",
    "(cma)-[:VISITED {on: '2026-01-05'}]->(bob)",
    "(region)-[:VISITED {on: '2026-01-06', status: 'cancelled'}]->(bob)",
)


def draw(graph: Graph, *patterns: str) -> None:
    """Draw the frames, the season, and what a test adds."""
    given(graph, *FRAMES, *SEASON, *patterns)


def arrays(drawn: nx.Graph) -> tuple[int, Ints, Ints, Ints]:
    """A networkx graph on 0..n-1 as the columns that `measure` takes."""
    edges = np.array(sorted(drawn.edges), dtype=np.int64).reshape(-1, 2)
    weight = np.array([drawn[one][other].get("weight", 1) for one, other in edges], dtype=np.int64)
    return drawn.number_of_nodes(), edges[:, 0], edges[:, 1], weight


def random_sector(operators: int, companies: int, visits: int, seed: int) -> nx.Graph:
    """Operators 0.. and companies after them; few operators make most of the visits, weights are visits."""
    rng = random.Random(seed)
    shares = [1 / (rank + 1) for rank in range(operators)]
    drawn = nx.empty_graph(operators + companies)
    for operator in rng.choices(range(operators), shares, k=visits):
        other = operators + rng.randrange(companies)
        weight = drawn.get_edge_data(operator, other, {"weight": 0})["weight"]
        drawn.add_edge(operator, other, weight=weight + 1)
    return drawn


def network_of(links: dict[tuple[str, str], int], **labels: str) -> Network:
    """A network from links such as `{("operator:a", "company:1"): 3}`."""
    ids = sorted({end for pair in links for end in pair}, key=lambda key: key.partition(":")[::-1])
    actors = []
    for key in ids:
        kind, _, uid = key.partition(":")
        actors.append(Actor(key, kind, uid, labels.get(uid, uid)))
    place: dict[str, int] = {key: position for position, key in enumerate(ids)}
    rows: Any = sorted((place[one], place[other], weight) for (one, other), weight in links.items())
    source, target, weight = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    columns = Columns(source, target, weight, {"visits": weight}, ["2026-03"] * len(rows), ["2026"] * len(rows))
    return Network("essai", sum(actor.kind == "company" for actor in actors), actors, columns)

"""Which versions answer: of DORE, of its schema, of Neo4j and of Python."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import NamedTuple

from graph.store import Graph

_NEO4J = (
    "CALL dbms.components() YIELD name, versions, edition WHERE name = 'Neo4j Kernel' RETURN versions[0] AS v, edition"
)
_SCHEMA = "MATCH (m:Migration) RETURN max(m.number) AS number"


class Versions(NamedTuple):
    """What runs; `schema` is the number of the last migration."""

    dore: str
    schema: int
    neo4j: str
    python: str


def versions(graph: Graph) -> Versions:
    """Return the versions of a service and of the server that it reads."""
    server = graph.system_read(_NEO4J)
    neo4j = f"{server[0]['v']} {server[0]['edition']}" if server else "inconnue"
    [schema] = graph.system_read(_SCHEMA)
    return Versions(version("dore"), schema["number"] or 0, neo4j, platform.python_version())

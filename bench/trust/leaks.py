"""Leaks planted on purpose: what `twins` is worth, for it must find each of them.

Each takes one condition out of one question, as a hurried change could, and says where that would show.
`python -m bench.trust.leaks` prints one JSON line: `caught` must be all of `planted`.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from bench.homes import own_home
from bench.trust.twins import differences
from gate import logs
from graph import Graph, connect

TRIES = 6
"""Pairs drawn at most until a leak shows: not every pair holds the fact that it would let out."""
LAYER = "v.visibility IN $layer"


class Leak(NamedTuple):
    """A condition taken out of a question, and a part of the name of a route where that would show."""

    name: str
    module: str
    attribute: str
    condition: str
    shows: str


LEAKS = (
    Leak("totals", "queries.unsupported", "CYPHER", "s.visibility IN $layer }", "GET /sans-accompagnement"),
    Leak("unsupported", "queries.unsupported", "CYPHER", LAYER, "GET /api/v1/unsupported"),
    Leak("overlaps", "queries.season", "CYPHER", LAYER, "GET /api/v1/overlaps"),
    Leak("autocomplete", "queries.registry", "CYPHER", "c.visibility IN $layer OR c.owner IN $own", "GET /suggestions"),
    Leak(
        "import report", "graph.companies", "READ", "company.visibility IN $layer OR company.owner IN $own", "/imports"
    ),
    Leak("centrality", "queries.analytics.facts", "COMPANY_LINKS", "f.visibility IN $layer", "GET /api/v1/centrality"),
)


@contextmanager
def planted(leak: Leak) -> Iterator[None]:
    """Take a condition out of a question while this lasts.

    Raises:
        ValueError: the question does not hold the condition.
    """
    module = import_module(leak.module)
    text: str = getattr(module, leak.attribute)
    if leak.condition not in text:
        raise ValueError(f"{leak.module}.{leak.attribute} no longer says {leak.condition}")
    without = text.replace(leak.condition, f"true{' }' if leak.condition.endswith('}') else ''}")
    with patch.object(module, leak.attribute, without):
        yield


def caught(graph: Graph, home: Path, leak: Leak) -> bool:
    """Tell whether some pair of worlds shows a leak."""
    with planted(leak):
        return any(any(differences(graph, home, seed, leak.shows)) for seed in range(TRIES))


def main() -> int:
    """Plant each leak and say which were found."""
    logs.configure(io.StringIO())
    with own_home() as settings, connect(settings) as graph:
        found = {leak.name: caught(graph, settings.home, leak) for leak in LEAKS}
    print(json.dumps({"bench": "trust_leaks", "planted": len(LEAKS), "caught": sum(found.values()), "found": found}))
    return 0 if all(found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())

"""Leaks planted on purpose: what `twins` is worth, for it must find each of them.

Each takes one condition out of one question, as a hurried change could, and says where that would show.
`python -m bench.trust.leaks` prints one JSON line: `caught` must be all of `planted`.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from bench.homes import own_home
from bench.trust.twins import Doors, differences
from gate import logs
from graph import Graph, connect

TRIES = 6
"""Pairs drawn at most until a leak shows: not every pair holds the fact that it would let out."""
LAYER = "v.visibility IN $layer"


class Place(NamedTuple):
    """A condition of a question, where its text is kept."""

    module: str
    attribute: str
    condition: str


class Leak(NamedTuple):
    """Conditions taken out of questions, and a part of the name of a route where that would show."""

    name: str
    shows: str
    places: tuple[Place, ...]


LEAKS = (
    Leak("totals", "GET /sans-accompagnement", (Place("queries.columns", "CYPHER", "s.visibility IN $layer"),)),
    Leak(
        "unsupported",
        "GET /api/v1/unsupported",
        (Place("queries.columns", "CYPHER", "r.visibility IN $layer AND n.visibility IN $layer"),),
    ),
    Leak("overlaps", "GET /api/v1/overlaps", (Place("queries.columns", "CYPHER", LAYER),)),
    # The names kept for searching are one gate, what is shown of a company another: both must fall.
    Leak(
        "autocomplete",
        "GET /suggestions",
        (
            Place("queries.registry", "CYPHER", "c.visibility IN $layer OR c.owner IN $own"),
            Place("queries.search", "CYPHER", "c.visibility IN $layer OR c.owner IN $own"),
        ),
    ),
    Leak(
        "import report",
        "/imports",
        (Place("graph.companies", "READ", "company.visibility IN $layer OR company.owner IN $own"),),
    ),
    Leak(
        "centrality",
        "GET /api/v1/centrality",
        (Place("queries.analytics.facts", "COMPANY_LINKS", "f.visibility IN $layer"),),
    ),
)


@contextmanager
def planted(leak: Leak) -> Iterator[None]:
    """Take conditions out of questions while this lasts.

    Raises:
        ValueError: a question does not hold the condition.
    """
    with ExitStack() as fallen:
        for module, attribute, condition in leak.places:
            text: str = getattr(import_module(module), attribute)
            if condition not in text:
                raise ValueError(f"{module}.{attribute} no longer says {condition}")
            fallen.enter_context(patch(f"{module}.{attribute}", text.replace(condition, "true")))
        yield


def caught(graph: Graph, home: Path, leak: Leak) -> bool:
    """Tell whether some pair of worlds shows a leak."""
    with planted(leak), Doors(graph, home) as doors:
        return any(any(differences(doors, seed, TRIES, leak.shows)) for seed in range(TRIES))


def main() -> int:
    """Plant each leak and say which were found."""
    logs.configure(io.StringIO())
    with own_home() as settings, connect(settings) as graph:
        found = {leak.name: caught(graph, settings.home, leak) for leak in LEAKS}
    print(json.dumps({"bench": "trust_leaks", "planted": len(LEAKS), "caught": sum(found.values()), "found": found}))
    return 0 if all(found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())

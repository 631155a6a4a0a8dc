"""Many writers at once on a tree of envelopes: is one ever exceeded, is anything lost?

    python -m bench.envelopes [--writers 16] [--commitments 2000]

A region delegates three parts of an envelope to a métropole. Writers commit on all four through the way in of the forms
and the API (`planning.entering`), while others move amounts between the parts and delegate more of the whole. What each
writer was told is then compared with what the graph holds, to the cent. Prints one JSON line; `over` and `lost` must be
0. The time beside it is that of the same number of commitments by one writer, on a tree of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import NamedTuple

from access.roles import Identity, local
from bench.homes import EMPTY, own_graph
from graph import Graph
from graph.errors import FieldsRefused
from ingest.reference.tables import VINTAGE
from planning.entering import enter
from planning.means.moving import Move, transfer

REGION, METROPOLE = local("region", "Région Banc"), local("metropole", "Métropole Banc")
PARTS = ("A", "B", "C")
WHOLE_EUR, PART_EUR, MOST_EUR = 1_000_000, 250_000, 1_500
TRANSFER_EVERY = 40
"""One attempt in so many moves an amount or delegates more, instead of committing."""
SINGLE = 100
"""Commitments of the single writer, whose pace is told beside."""
DRAW = """
MERGE (c:Counter {name: 'reference'}) SET c.value = $vintage
WITH c UNWIND $operators AS one MERGE (o:Operator {uid: one.uid}) SET o += one
"""
HELD = """
MATCH (e:Envelope)
CALL (e) { MATCH (c:Commitment {envelope: e.uid, status: 'committed'}) RETURN sum(c.amount_cents) AS committed }
CALL (e) { MATCH (k:Envelope {parent: e.uid}) RETURN sum(k.amount_cents) AS delegated }
CALL (e) { MATCH (t:Transfer) WHERE t.into = e.uid OR t.out_of = e.uid
           RETURN sum(CASE WHEN t.into = e.uid THEN t.amount_cents ELSE -t.amount_cents END) AS moved }
RETURN e.reference AS reference, e.amount_cents + moved AS amount, committed + delegated AS taken
"""
STORED = "MATCH (c:Commitment) RETURN c.reference AS reference, c.amount_cents AS cents"


class Told(NamedTuple):
    """What a writer tried, and whether it was told that it is written."""

    reference: str
    cents: int
    accepted: bool


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--commitments", type=int, default=2_000)
    options = parser.parse_args()
    with own_graph() as graph:
        single = min(SINGLE, options.commitments)
        alone_s = trial(graph, 1, single)["seconds"]
        graph.auto_commit(EMPTY)
        found = trial(graph, options.writers, options.commitments)
    said = {"bench": "envelopes", "writers": options.writers, "commitments": options.commitments, **found}
    said["per_second"] = round(options.commitments / float(found["seconds"]), 1)
    said["one_writer_per_second"] = round(single / float(alone_s), 1)
    print(json.dumps(said))
    return 1 if found["over"] or found["lost"] else 0


def trial(graph: Graph, writers: int, commitments: int) -> dict[str, float]:
    """Let writers commit on a new tree, and compare what they were told with what is there."""
    parts = drawn(graph)
    started = time.perf_counter()
    with ThreadPoolExecutor(writers) as pool:
        told = list(pool.map(lambda number: attempt(graph, number, parts), range(commitments)))
    seconds = time.perf_counter() - started
    return {"seconds": round(seconds, 1), **judged(graph, told)}


def drawn(graph: Graph) -> dict[str, str]:
    """Draw two institutions, an envelope and its parts; return the uid of each part."""
    operators = [{"uid": one.organisation, "name": one.organisation_name} for one in (REGION, METROPOLE)]
    graph.write(DRAW, vintage=VINTAGE, operators=operators)
    whole = {"title": "Le tout", "year": "2026", "amount_eur": str(WHOLE_EUR), "reference": "R"}
    enter(graph, REGION, "envelopes", whole)
    said = {"year": "2026", "amount_eur": str(PART_EUR), "parent": "R", "manager": "metropole"}
    return {one: enter(graph, REGION, "envelopes", said | {"title": one, "reference": one}).uid for one in PARTS}


def attempt(graph: Graph, number: int, parts: dict[str, str]) -> Told:
    """Commit an amount somewhere; now and then move one, or delegate more of the whole, which nobody counts."""
    chance = random.Random(number)
    if number % TRANSFER_EVERY == TRANSFER_EVERY - 1:
        _disturb(graph, number, parts, chance)
    place = chance.choice((*PARTS, "R"))
    cents = chance.randint(1, MOST_EUR * 100)
    who = REGION if place == "R" else METROPOLE
    told = Told(f"E{number}", cents, accepted=True)
    cells = {"envelope": place, "title": f"Dossier {number}", "amount_eur": f"{cents / 100:.2f}", "on": "2026-03-01"}
    written = _entered(graph, who, "commitments", cells | {"reference": told.reference})
    return told._replace(accepted=written)


def _disturb(graph: Graph, number: int, parts: dict[str, str], chance: random.Random) -> None:
    one, other = chance.sample(sorted(parts), 2)
    amount = f"{chance.randint(1, 5_000)}"
    with contextlib.suppress(FieldsRefused):
        transfer(graph, REGION, Move(parts[one], parts[other], amount, "Banc d'essai.", date(2026, 3, 1)))
    said = {"title": f"Part {number}", "year": "2026", "amount_eur": amount, "parent": "R", "manager": "metropole"}
    _entered(graph, REGION, "envelopes", said | {"reference": f"P{number}"})


def _entered(graph: Graph, who: Identity, source: str, cells: dict[str, str]) -> bool:
    try:
        enter(graph, who, source, cells)
    except FieldsRefused:
        return False
    return True


def judged(graph: Graph, told: Iterable[Told]) -> dict[str, float]:
    """Compare what writers were told with what the graph holds."""
    every = list(told)
    stored = {row["reference"]: row["cents"] for row in graph.system_read(STORED)}
    expected = {one.reference: one.cents for one in every if one.accepted}
    held = graph.system_read(HELD)
    return {
        "accepted": len(expected),
        "refused": len(every) - len(expected),
        "envelopes": len(held),
        "over": sum(row["taken"] > row["amount"] for row in held),
        "lost": len(expected.items() ^ stored.items()),
    }


if __name__ == "__main__":
    sys.exit(main())

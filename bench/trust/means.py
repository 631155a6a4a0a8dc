"""Facts of the means for the worlds: envelopes and their commitments, posts, committees with items and questions.

An envelope of the worlds is managed by its owner; what hangs under a fact has its level, so that a part never tells of
a whole that may not be seen.
"""

from __future__ import annotations

import random
from typing import Any

from bench.trust.facts import World, fact_of, other, siren_of, tie

PLACE = "epci:200093201"


def means(world: World, chance: random.Random, uid: str, owner: str, level: str) -> None:
    """Draw one of each kind, of one owner and level."""
    _envelope(world, chance, uid, owner, level)
    _post(world, chance, uid, owner, level)
    _committee(world, chance, uid, owner, level)


def _node(
    world: World, chance: random.Random, uid: str, whose: tuple[str, str], said: dict[str, Any]
) -> dict[str, Any]:
    label = said.pop("label")
    node = fact_of(chance, uid, *whose) | said
    world.nodes.append((label, node))
    return node


def _envelope(world: World, chance: random.Random, uid: str, owner: str, level: str) -> None:
    whose = (owner, level)
    said = {"label": "Envelope", "title": other("title", chance), "year": 2026, "amount_cents": 9_000_000_00,
            "territory": PLACE, "manager": owner, "reference": f"ref-{uid}"}  # fmt: skip
    _node(world, chance, f"{uid}-e", whose, said)
    aid = {"label": "Commitment", "envelope": f"{uid}-e", "title": other("title", chance), "status": "committed",
           "amount_cents": other("amount_cents", chance), "paid_cents": 50,
           "summary": other("summary", chance)}  # fmt: skip
    node = _node(world, chance, f"{uid}-c", whose, aid)
    company = siren_of(chance.randrange(world.reach))
    world.edges.append(("BENEFITS_FROM", company, node["uid"], tie(node, f"{uid}-b")))


def _post(world: World, chance: random.Random, uid: str, owner: str, level: str) -> None:
    said = {
        "label": "Post",
        "function": other("title", chance),
        "fte": 0.5,
        "territories": [PLACE],
        "themes": ["export"],
    }
    node = _node(world, chance, f"{uid}-p", (owner, level), said)
    world.edges.append(("HOLDS", owner, node["uid"], tie(node, f"{uid}-h")))
    given = {"label": "Training", "title": other("title", chance), "participants": 5, "trainer": other("name", chance)}
    node = _node(world, chance, f"{uid}-t", (owner, level), given)
    world.edges.append(("ATTENDED", owner, node["uid"], tie(node, f"{uid}-a")))


def _committee(world: World, chance: random.Random, uid: str, owner: str, level: str) -> None:
    whose = (owner, level)
    said = {"label": "Committee", "title": other("title", chance), "kind": "territorial", "status": "held",
            "territory": PLACE, "members": [other("title", chance)], "minutes": other("summary", chance)}  # fmt: skip
    _node(world, chance, f"{uid}-k", whose, said)
    item = {"label": "AgendaItem", "committee": f"{uid}-k", "title": other("title", chance), "kind": "company",
            "reason": other("reason", chance), "verdict": "favourable", "granted_cents": 100_00}  # fmt: skip
    node = _node(world, chance, f"{uid}-i", whose, item)
    company = siren_of(chance.randrange(world.reach))
    world.edges.append(("ON_AGENDA", company, node["uid"], tie(node, f"{uid}-o")))
    asked = {"label": "Referral", "committee": f"{uid}-k", "title": other("title", chance), "territory": PLACE,
             "addressee": owner, "due_on": "2026-09-01"}  # fmt: skip
    _node(world, chance, f"{uid}-q", whose, asked)

"""Pairs of small worlds that differ only in what somebody may not see.

`chain(seed, Eyes.MEMBER, links)` draws worlds that no institution but `SECRETIVE` may tell apart; `Eyes.PUBLIC`, worlds
that nobody outside the institutions may. Each world of a chain makes a pair with the one before. What differs is
written here from the rules of access, not taken from the product: the ceiling of each level, field by field.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from bench.trust.facts import (
    LEVELS,
    NAMES,
    OPERATORS,
    PROVENANCE,
    SECRETIVE,
    THEMES,
    THIRD,
    Properties,
    World,
    agreement,
    company,
    experiment,
    need,
    other,
    own_records,
    partnership,
    project,
    siren_of,
    support,
    visit,
)
from bench.trust.means import means
from bench.trust.secrets import apart

OF_MEANS = ("function", "fte", "minutes", "reason", "trainer", "amount_cents", "paid_cents", "granted_cents")


class Eyes(StrEnum):
    """Who must not see the difference."""

    MEMBER = "member"
    PUBLIC = "public"


def chain(seed: int, eyes: Eyes, links: int) -> list[World]:
    """Return worlds that whoever has these eyes must not be able to tell apart: one plain, the others hold more.

    Args:
        seed: of all that is drawn.
        eyes: who must not see what differs.
        links: how many pairs of neighbours there are.
    """
    chance = random.Random(seed)
    plain = _ground()
    _furnish(plain, chance)
    worlds = [plain]
    for _ in range(links):
        secret = copy.deepcopy(plain)
        _twist(secret, chance, eyes)
        _hide(secret, chance, eyes)
        worlds.append(secret)
    return worlds


def pair(seed: int, eyes: Eyes) -> tuple[World, World]:
    """Return two worlds that whoever has these eyes must not be able to tell apart; the second holds more."""
    plain, secret = chain(seed, eyes, 1)
    return plain, secret


def _ground() -> World:
    """Institutions, companies, territories and themes: the same in both worlds."""
    world = World()
    for uid, name in OPERATORS.items():
        said = {
            "uid": uid,
            "name": name,
            "mailbox": f"contact@{uid}.example",
            "admitted_at": "2026-01-01T00:00:00+00:00",
        }
        said |= {"charter_accepted_at": "2026-01-02T00:00:00+00:00", "recorded_at": "2026-01-01T00:00:00+00:00"}
        world.nodes.append(("Operator", said | PROVENANCE))
    places = (("59017", "ARMENTIERES", "59280"), ("59350", "LILLE", "59000"))
    for number, name in enumerate(NAMES):
        code, commune, postcode = places[number % 2]
        world.nodes.append(
            ("Company", company(siren_of(number), name, code, commune, postcode) | {"visibility": "open"})
        )
    territories = [
        ("commune:59017", "Armentières"),
        ("commune:59350", "Lille"),
        ("epci:200093201", "Métropole européenne de Lille"),
    ]
    territories += [("departement:59", "Nord"), ("region:32", "Hauts-de-France")]
    for uid, name in territories:
        level, code = uid.split(":")
        world.nodes.append(("Territory", {"uid": uid, "level": level, "code": code, "name": name, "population": 1000}))
    for uid in THEMES:
        world.nodes.append(("Theme", {"uid": uid, "name": uid.capitalize(), "aliases": []}))
    for low, high in zip(territories[:2], (2, 2), strict=True):
        world.edges.append(("PART_OF", low[0], territories[high][0], {}))
    world.edges += [("PART_OF", "epci:200093201", "departement:59", {}), ("PART_OF", "departement:59", "region:32", {})]
    world.edges += [("COVERS", THIRD, "epci:200093201", {})]
    return world


def _furnish(world: World, chance: random.Random) -> None:
    """Facts of every kind, owner and level, the same in both worlds."""
    for number in range(24):
        visit(world, chance, f"v{number}", chance.choice(list(OPERATORS)), chance.choice(LEVELS))
    for number in range(8):
        support(world, chance, f"s{number}", chance.choice(list(OPERATORS)), chance.choice(LEVELS))
    for number in range(5):
        need(world, chance, f"n{number}", chance.choice(list(OPERATORS)), chance.choice(LEVELS))
        project(world, chance, f"p{number}", chance.choice(list(OPERATORS)), chance.choice(LEVELS))
    for number in range(3):
        agreement(world, chance, f"a{number}", chance.choice(list(OPERATORS)), chance.choice(LEVELS))
    for number in range(6):
        experiment(world, chance, f"x{number}", chance.choice(list(OPERATORS)), chance.choice(LEVELS))
        if number < 3:
            partnership(world, chance, f"pa{number}", chance.choice(list(OPERATORS)), LEVELS[number + 1])
        means(world, chance, f"m{number}", chance.choice(list(OPERATORS)), LEVELS[number % len(LEVELS)])
    means(world, chance, "m6", SECRETIVE, "signalled")
    for owner in OPERATORS:
        own_records(world, chance, owner, "0")


def _hide(world: World, chance: random.Random, eyes: Eyes) -> None:
    """Facts that these eyes may not see, added to one world alone."""
    owners = [SECRETIVE] if eyes is Eyes.MEMBER else list(OPERATORS)
    levels = ["private"] if eyes is Eyes.MEMBER else ["private", "signalled", "shared"]
    world.reach = len(NAMES)
    for number in range(chance.randint(1, 8)):
        visit(world, chance, f"hv{number}", chance.choice(owners), chance.choice(levels))
    for number in range(chance.randint(0, 3)):
        support(world, chance, f"hs{number}", chance.choice(owners), chance.choice(levels))
        need(world, chance, f"hn{number}", chance.choice(owners), chance.choice(levels))
        project(world, chance, f"hp{number}", chance.choice(owners), chance.choice(levels))
        agreement(world, chance, f"ha{number}", chance.choice(owners), chance.choice(levels))
        experiment(world, chance, f"hx{number}", chance.choice(owners), chance.choice(levels))
        partnership(world, chance, f"hpa{number}", chance.choice(owners), chance.choice(levels))
        means(world, chance, f"hm{number}", chance.choice(owners), chance.choice(levels))
    if eyes is Eyes.MEMBER and chance.random() < 0.5:
        # A visit that was called off and only signalled tells nothing to the others.
        visit(world, chance, "hc0", SECRETIVE, "signalled", {"status": "cancelled"})
    for owner in owners:
        own_records(world, chance, owner, "h")
    apart(world, chance)
    name = "ACIERIE SECRETS"
    hidden = company(f"hand-{SECRETIVE}", name, "59017", "ARMENTIERES", "59280") | {"owner": SECRETIVE}
    world.nodes.append(
        ("Company", {k: v for k, v in hidden.items() if k != "siren"} | {"visibility": chance.choice(levels)})
    )
    visit(world, chance, "hh0", SECRETIVE, "private", {"company": f"hand-{SECRETIVE}"})


def _twist(world: World, chance: random.Random, eyes: Eyes) -> None:
    """Change, in facts that may be known, the fields that these eyes may not read."""
    for _, properties in world.nodes:
        if properties.get("owner") in OPERATORS and "visibility" in properties:
            _twist_one(properties, chance, eyes)
    for kind, _, _, properties in world.edges:
        if "visibility" in properties and properties["owner"] in OPERATORS:
            _twist_one(properties, chance, eyes, edge=kind)


def _twist_one(fact: Properties, chance: random.Random, eyes: Eyes, edge: str = "") -> None:
    level, owner = fact["visibility"], fact["owner"]
    if eyes is Eyes.MEMBER and owner != SECRETIVE:
        return
    told = {"title", "theme", "hypothesis", "lesson", "call", "derogation", "technical_help", "summary", "verdict",
            "name", "text", "comment", "value", "baseline", "reference", *OF_MEANS}  # fmt: skip
    secret = dict.fromkeys(("note", "agent", "raw"), None) if edge == "VISITED" else {}
    if level == "private":
        secret |= dict.fromkeys(("purpose", "amount_eur", "scheme", "status", *told), None)
    if (eyes is Eyes.MEMBER and level == "signalled") or eyes is Eyes.PUBLIC:
        secret |= dict.fromkeys(("purpose", "scheme", "stage", "jobs", *told), None)
        if eyes is Eyes.MEMBER or level != "open":
            secret |= {"amount_eur": None}
        _move(fact, chance, within="month" if eyes is Eyes.MEMBER else "year")
    for name in secret:
        if name in fact:
            fact[name] = other(name, chance)


def _move(fact: Properties, chance: random.Random, within: str) -> None:
    """Another exact day in the same month, or, for those who read years alone, in the same year."""
    if not fact.get("on"):
        return
    year, month = fact["on"][:4], fact["on"][5:7]
    day = f"{chance.randint(1, 28):02d}"
    if within == "month":
        fact["on"] = f"{year}-{month}-{day}"
    elif fact["visibility"] == "open" and year < str(date.today().year):
        moved = f"{year}-{chance.randint(1, 12):02d}-{day}"
        fact |= {"on": moved, "earliest": moved, "latest": moved}


def uids(worlds: Iterable[World], kind: str) -> list[str]:
    """The uids of every edge or node of a kind in some worlds, once each."""
    found: dict[str, None] = {}
    for world in worlds:
        found |= {properties["uid"]: None for label, properties in world.nodes if label == kind}
        found |= {edge[3]["uid"]: None for edge in world.edges if edge[0] == kind}
    return list(found)

"""Pairs of small worlds that differ only in what somebody may not see.

`pair(seed, Eyes.MEMBER)` draws two worlds that no institution but `SECRETIVE` may tell apart; `Eyes.PUBLIC`, two that
nobody outside the institutions may. What differs is written here from the rules of access, not taken from the
product: the ceiling of each level, field by field.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from cli.demo.identifiers import fictional_siren
from graph import Graph
from ingest.reference.tables import VINTAGE

SECRETIVE, NEIGHBOUR, THIRD = "cci", "cma", "metropole"
OPERATORS = {SECRETIVE: "CCI Discrète", NEIGHBOUR: "CMA Voisine", THIRD: "Métropole Tierce"}
NAMES = (
    *("TEXTILES DE LA LYS", "GALVANISATION D'ARTOIS", "FONDERIE DU NORD", "CARTONNERIE VANDAMME", "ATELIERS ROUSSEL"),
    *("MENUISERIE DESCAMPS", "TRANSPORTS LEMAIRE", "IMPRIMERIE DUBOIS", "LAITERIE DES MONTS", "VERRERIE CAUDRON"),
)
BUSY = 6
"""Companies that facts are drawn about; the others stay alone but for what is hidden."""
LEVELS = ("private", "signalled", "shared", "open")
THEMES = ("export", "innovation", "energie", "recrutement")
PROVENANCE = {"source_uid": "visits", "import_uid": "import-0", "recorded_by": "essai"}
WORDS = ("confidentiel", "zinc", "hangar", "levée", "départ", "plan", "rachat", "aciérie")


class Eyes(StrEnum):
    """Who must not see the difference."""

    MEMBER = "member"
    PUBLIC = "public"


Properties = dict[str, Any]


@dataclass
class World:
    """Nodes by label, and edges as type, start, end and properties; ends are uids."""

    nodes: list[tuple[str, Properties]] = field(default_factory=list)
    edges: list[tuple[str, str, str, Properties]] = field(default_factory=list)
    reach: int = BUSY
    """How many of the companies the facts drawn next may be about."""

    def draw(self, graph: Graph) -> None:
        """Write the world into an empty graph."""
        for label in dict.fromkeys(label for label, _ in self.nodes):
            rows = [properties for each, properties in self.nodes if each == label]
            graph.write(f"UNWIND $rows AS row CREATE (n:{label}) SET n = row", rows=rows)
        for kind in dict.fromkeys(edge[0] for edge in self.edges):
            rows = [{"start": s, "end": e, "with": p} for each, s, e, p in self.edges if each == kind]
            graph.write(
                f"UNWIND $rows AS row MATCH (a {{uid: row.start}}), (b {{uid: row.end}}) "
                f"CREATE (a)-[r:{kind}]->(b) SET r = row.with",
                rows=rows,
            )
        graph.write("MERGE (c:Counter {name: 'reference'}) SET c.value = $vintage", vintage=VINTAGE)


def pair(seed: int, eyes: Eyes) -> tuple[World, World]:
    """Return two worlds that whoever has these eyes must not be able to tell apart; the second holds more."""
    chance = random.Random(seed)
    plain = _ground()
    _furnish(plain, chance)
    secret = copy.deepcopy(plain)
    _twist(secret, chance, eyes)
    _hide(secret, chance, eyes)
    return plain, secret


def siren_of(number: int) -> str:
    """The SIREN of a company of the worlds."""
    return fictional_siren(number + 1)


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
            ("Company", _company(siren_of(number), name, code, commune, postcode) | {"visibility": "open"})
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


def _company(siren: str, name: str, code: str, commune: str, postcode: str) -> Properties:
    said = {"uid": siren, "siren": siren, "name": name, "names": [name], "code_commune": code, "commune": commune}
    said |= {"code_postal": postcode, "epci": "200093201", "departement": "59", "region": "32", "state": "open"}
    said |= {"naf": "24.10Z", "nature_juridique": "5710", "statut_diffusion": "O", "owner": "dore", "fictional": True}
    return said | PROVENANCE | {"recorded_at": "2026-01-01T00:00:00+00:00"}


def _furnish(world: World, chance: random.Random) -> None:
    """Facts of every kind, owner and level, the same in both worlds."""
    for number in range(24):
        _visit(world, chance, f"v{number}", chance.choice(list(OPERATORS)), chance.choice(LEVELS))
    for number in range(8):
        _support(world, chance, f"s{number}", chance.choice(list(OPERATORS)), chance.choice(LEVELS))
    for number in range(5):
        _need(world, chance, f"n{number}", chance.choice(list(OPERATORS)), chance.choice(LEVELS))
        _project(world, chance, f"p{number}", chance.choice(list(OPERATORS)), chance.choice(LEVELS))
    for number in range(3):
        _agreement(world, chance, f"a{number}", chance.choice(list(OPERATORS)), chance.choice(LEVELS))
    for owner in OPERATORS:
        _own_records(world, chance, owner, "0")


def _hide(world: World, chance: random.Random, eyes: Eyes) -> None:
    """Facts that these eyes may not see, added to one world alone."""
    owners = [SECRETIVE] if eyes is Eyes.MEMBER else list(OPERATORS)
    levels = ["private"] if eyes is Eyes.MEMBER else ["private", "signalled", "shared"]
    world.reach = len(NAMES)
    for number in range(chance.randint(1, 8)):
        _visit(world, chance, f"hv{number}", chance.choice(owners), chance.choice(levels))
    for number in range(chance.randint(0, 3)):
        _support(world, chance, f"hs{number}", chance.choice(owners), chance.choice(levels))
        _need(world, chance, f"hn{number}", chance.choice(owners), chance.choice(levels))
        _project(world, chance, f"hp{number}", chance.choice(owners), chance.choice(levels))
        _agreement(world, chance, f"ha{number}", chance.choice(owners), chance.choice(levels))
    if eyes is Eyes.MEMBER and chance.random() < 0.5:
        # A visit that was called off and only signalled tells nothing to the others.
        _visit(world, chance, "hc0", SECRETIVE, "signalled", {"status": "cancelled"})
    for owner in owners:
        _own_records(world, chance, owner, "h")
    name = "ACIERIE SECRETS"
    hidden = _company(f"hand-{SECRETIVE}", name, "59017", "ARMENTIERES", "59280") | {"owner": SECRETIVE}
    world.nodes.append(
        ("Company", {k: v for k, v in hidden.items() if k != "siren"} | {"visibility": chance.choice(levels)})
    )
    _visit(world, chance, "hh0", SECRETIVE, "private", {"company": f"hand-{SECRETIVE}"})


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
    secret = dict.fromkeys(("note", "agent", "raw"), None) if edge == "VISITED" else {}
    if level == "private":
        secret |= dict.fromkeys(("theme", "purpose", "summary", "title", "amount_eur", "scheme", "status"), None)
    if (eyes is Eyes.MEMBER and level == "signalled") or eyes is Eyes.PUBLIC:
        secret |= dict.fromkeys(("theme", "purpose", "summary", "title", "scheme", "stage", "jobs"), None)
        if eyes is Eyes.MEMBER or level != "open":
            secret |= {"amount_eur": None}
        _move(fact, chance, within="month" if eyes is Eyes.MEMBER else "year")
    for name in secret:
        if name in fact:
            fact[name] = _other(name, chance)


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


def _other(name: str, chance: random.Random) -> Any:
    if name == "amount_eur":
        return float(chance.randint(1, 900) * 1000)
    if name == "jobs":
        return float(chance.randint(1, 90))
    if name == "theme":
        return chance.choice(THEMES)
    if name == "status":
        return chance.choice(("done", "planned"))
    if name == "stage":
        return chance.choice(("planned", "running", "done"))
    return " ".join(chance.sample(WORDS, 3))


def _fact(chance: random.Random, uid: str, owner: str, level: str) -> Properties:
    """What every fact has: whose it is, who may see it, when it was and when it was recorded."""
    on = date.today() + timedelta(days=chance.randint(-500, 60))
    recorded = on - timedelta(days=chance.randint(0, 30))
    said = {
        "uid": uid,
        "owner": owner,
        "visibility": level,
        "on": on.isoformat(),
        "recorded_at": f"{recorded}T08:00:00+00:00",
    }
    month_end = (on.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    said["earliest"] = said["on"] if level != "signalled" else on.replace(day=1).isoformat()
    said["latest"] = said["on"] if level != "signalled" else month_end.isoformat()
    return said | PROVENANCE


def _visit(
    world: World, chance: random.Random, uid: str, owner: str, level: str, more: Properties | None = None
) -> None:
    fact = _fact(chance, uid, owner, level)
    fact |= {"visit": uid, "role": "lead", "theme": _other("theme", chance), "purpose": _other("purpose", chance)}
    fact |= {"note": _other("note", chance), "agent": _other("agent", chance)}
    fact["status"] = "planned" if fact["on"] > date.today().isoformat() else "done"
    fact |= more or {}
    world.edges.append(("VISITED", owner, fact.pop("company", None) or _any_company(world, chance), fact))


def _support(world: World, chance: random.Random, uid: str, owner: str, level: str) -> None:
    fact = _fact(chance, uid, owner, level)
    fact |= {
        "amount_eur": _other("amount_eur", chance),
        "scheme": _other("scheme", chance),
        "purpose": _other("purpose", chance),
    }
    world.edges.append(("SUPPORTED", owner, _any_company(world, chance), fact))


def _need(world: World, chance: random.Random, uid: str, owner: str, level: str) -> None:
    node = _fact(chance, uid, owner, level)
    node |= {
        "title": _other("title", chance),
        "theme": _other("theme", chance),
        "status": chance.choice(("quo", "done")),
    }
    world.nodes.append(("Need", node))
    world.edges.append(("RAISED", _any_company(world, chance), uid, _tie(node, f"{uid}-r")))
    if node["status"] == "done":
        world.edges.append(("TAKES_CARE_OF", owner, uid, _tie(node, f"{uid}-t")))


def _project(world: World, chance: random.Random, uid: str, owner: str, level: str) -> None:
    node = _fact(chance, uid, owner, level)
    node |= {"title": _other("title", chance), "theme": _other("theme", chance), "stage": _other("stage", chance)}
    node |= {"amount_eur": _other("amount_eur", chance), "kind": "company"}
    world.nodes.append(("Project", node))
    world.edges.append(("CARRIES", _any_company(world, chance), uid, _tie(node, f"{uid}-c")))
    world.edges.append(("FOLLOWS", owner, uid, _tie(node, f"{uid}-f")))


def _agreement(world: World, chance: random.Random, uid: str, owner: str, level: str) -> None:
    node = _fact(chance, uid, owner, level) | {"title": _other("title", chance), "kind": "PDEC"}
    node["starts_on"] = node["on"]
    world.nodes.append(("Agreement", node))
    company = _any_company(world, chance)
    for party in (owner, company):
        world.edges.append(("PARTY_TO", party, uid, _tie(node, f"{uid}-{party}")))
    world.edges.append(("PARTNERS_WITH", owner, company, _tie(node, f"{uid}-w") | {"agreement": uid}))


def _tie(node: Properties, uid: str) -> Properties:
    """An edge of the same owner, level and days as the node that it leads to."""
    kept = ("owner", "visibility", "on", "earliest", "latest", "recorded_at", *PROVENANCE)
    return {name: node[name] for name in kept} | {"uid": uid}


def _own_records(world: World, chance: random.Random, owner: str, mark: str) -> None:
    """An import and a line to check, which are their owner's alone."""
    said = {"owner": owner, "source_uid": "visits", "recorded_by": "essai"}
    file = f"{chance.choice(WORDS)}-{mark}.csv"
    started = {
        "started_at": f"2026-0{chance.randint(1, 9)}-03T10:00:00+00:00",
        "finished_at": "2026-10-03T10:01:00+00:00",
    }
    made = (
        said
        | started
        | {"uid": f"{owner}-import-{mark}", "file": file, "status": "done", "counts": "{}", "seconds": 1.0}
    )
    world.nodes.append(("Import", made))
    line = said | {
        "uid": f"{owner}-review-{mark}",
        "import_uid": made["uid"],
        "file": file,
        "line": 2,
        "kind": "company",
    }
    line |= {"status": "open", "reasons": ["un doute"], "mention": _other("mention", chance).upper(), "row": "{}"}
    world.nodes.append(("Review", line | {"candidates": "[]", "recorded_at": "2026-10-03T10:00:00+00:00"}))


def _any_company(world: World, chance: random.Random) -> str:
    return siren_of(chance.randrange(world.reach))


def uids(worlds: Iterable[World], kind: str) -> list[str]:
    """The uids of every edge or node of a kind in some worlds, once each."""
    found: dict[str, None] = {}
    for world in worlds:
        found |= {properties["uid"]: None for label, properties in world.nodes if label == kind}
        found |= {edge[3]["uid"]: None for edge in world.edges if edge[0] == kind}
    return list(found)

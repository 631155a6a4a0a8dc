"""Small facts of every kind: institutions' visits, support, needs, projects, agreements, imports and lines to check."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from cli.demo.identifiers import fictional_siren

SECRETIVE, NEIGHBOUR, THIRD, FOURTH = "cci", "cma", "metropole", "region"
OPERATORS = {
    SECRETIVE: "CCI Discrète",
    NEIGHBOUR: "CMA Voisine",
    THIRD: "Métropole Tierce",
    FOURTH: "Région Quarte",
}
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


Properties = dict[str, Any]


@dataclass
class World:
    """Nodes by label, and edges as type, start, end and properties; ends are uids."""

    nodes: list[tuple[str, Properties]] = field(default_factory=list)
    edges: list[tuple[str, str, str, Properties]] = field(default_factory=list)
    reach: int = BUSY
    """How many of the companies the facts drawn next may be about."""


def siren_of(number: int) -> str:
    """The SIREN of a company of the worlds."""
    return fictional_siren(number + 1)


def company(siren: str, name: str, code: str, commune: str, postcode: str) -> Properties:
    said: Properties = {
        "uid": siren,
        "siren": siren,
        "name": name,
        "names": [name],
        "code_commune": code,
        "commune": commune,
    }
    said |= {"code_postal": postcode, "epci": "200093201", "departement": "59", "region": "32", "state": "open"}
    said |= {"naf": "24.10Z", "nature_juridique": "5710", "statut_diffusion": "O", "owner": "dore", "fictional": True}
    return said | PROVENANCE | {"recorded_at": "2026-01-01T00:00:00+00:00"}


def other(name: str, chance: random.Random) -> Any:
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


def visit(
    world: World, chance: random.Random, uid: str, owner: str, level: str, more: Properties | None = None
) -> None:
    fact = _fact(chance, uid, owner, level)
    fact |= {"visit": uid, "role": "lead", "theme": other("theme", chance), "purpose": other("purpose", chance)}
    fact |= {"note": other("note", chance), "agent": other("agent", chance)}
    fact["status"] = "planned" if fact["on"] > date.today().isoformat() else "done"
    fact |= more or {}
    world.edges.append(("VISITED", owner, fact.pop("company", None) or _any_company(world, chance), fact))


def support(world: World, chance: random.Random, uid: str, owner: str, level: str) -> None:
    fact = _fact(chance, uid, owner, level)
    fact |= {
        "amount_eur": other("amount_eur", chance),
        "scheme": other("scheme", chance),
        "purpose": other("purpose", chance),
    }
    world.edges.append(("SUPPORTED", owner, _any_company(world, chance), fact))


def need(world: World, chance: random.Random, uid: str, owner: str, level: str) -> None:
    node = _fact(chance, uid, owner, level)
    node |= {
        "title": other("title", chance),
        "theme": other("theme", chance),
        "status": chance.choice(("quo", "done")),
    }
    world.nodes.append(("Need", node))
    world.edges.append(("RAISED", _any_company(world, chance), uid, _tie(node, f"{uid}-r")))
    if node["status"] == "done":
        world.edges.append(("TAKES_CARE_OF", owner, uid, _tie(node, f"{uid}-t")))


def project(world: World, chance: random.Random, uid: str, owner: str, level: str) -> None:
    node = _fact(chance, uid, owner, level)
    node |= {"title": other("title", chance), "theme": other("theme", chance), "stage": other("stage", chance)}
    node |= {"amount_eur": other("amount_eur", chance), "kind": "company"}
    world.nodes.append(("Project", node))
    world.edges.append(("CARRIES", _any_company(world, chance), uid, _tie(node, f"{uid}-c")))
    world.edges.append(("FOLLOWS", owner, uid, _tie(node, f"{uid}-f")))


def agreement(world: World, chance: random.Random, uid: str, owner: str, level: str) -> None:
    node = _fact(chance, uid, owner, level) | {"title": other("title", chance), "kind": "PDEC"}
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


def own_records(world: World, chance: random.Random, owner: str, mark: str) -> None:
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
    line |= {"status": "open", "reasons": ["un doute"], "mention": other("mention", chance).upper(), "row": "{}"}
    world.nodes.append(("Review", line | {"candidates": "[]", "recorded_at": "2026-10-03T10:00:00+00:00"}))


def _any_company(world: World, chance: random.Random) -> str:
    return siren_of(chance.randrange(world.reach))

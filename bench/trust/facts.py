"""Small facts of every kind: institutions' visits, support, needs, projects, agreements, imports and lines to check."""

from __future__ import annotations

import random
from collections.abc import Callable
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
    """Another value for a field, drawn: an amount, a code of its list, or a few words."""
    if name.endswith("_cents"):
        return chance.randint(1, 900) * 1000
    drawn: dict[str, Callable[[], Any]] = {
        "verdict": lambda: chance.choice(("running", "succeeded", "failed", "inconclusive")),
        "value": lambda: float(chance.randint(1, 90)),
        "baseline": lambda: float(chance.randint(1, 90)),
        "amount_eur": lambda: float(chance.randint(1, 900) * 1000),
        "fte": lambda: chance.choice((0.5, 0.8, 1.0)),
        "jobs": lambda: float(chance.randint(1, 90)),
        "theme": lambda: chance.choice(THEMES),
        "status": lambda: chance.choice(("done", "planned")),
        "stage": lambda: chance.choice(("planned", "running", "done")),
    }
    return drawn.get(name, lambda: " ".join(chance.sample(WORDS, 3)))()


def fact_of(chance: random.Random, uid: str, owner: str, level: str) -> Properties:
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
    fact = fact_of(chance, uid, owner, level)
    fact |= {"visit": uid, "role": "lead", "theme": other("theme", chance), "purpose": other("purpose", chance)}
    fact |= {"note": other("note", chance), "agent": other("agent", chance)}
    fact["status"] = "planned" if fact["on"] > date.today().isoformat() else "done"
    fact |= more or {}
    world.edges.append(("VISITED", owner, fact.pop("company", None) or _any_company(world, chance), fact))


def support(world: World, chance: random.Random, uid: str, owner: str, level: str) -> None:
    fact = fact_of(chance, uid, owner, level)
    fact |= {
        "amount_eur": other("amount_eur", chance),
        "scheme": other("scheme", chance),
        "purpose": other("purpose", chance),
    }
    world.edges.append(("SUPPORTED", owner, _any_company(world, chance), fact))


def need(world: World, chance: random.Random, uid: str, owner: str, level: str) -> None:
    node = fact_of(chance, uid, owner, level)
    node |= {
        "title": other("title", chance),
        "theme": other("theme", chance),
        "status": chance.choice(("quo", "done")),
    }
    world.nodes.append(("Need", node))
    world.edges.append(("RAISED", _any_company(world, chance), uid, tie(node, f"{uid}-r")))
    act(world, chance, node)
    if node["status"] == "done":
        world.edges.append(("TAKES_CARE_OF", owner, uid, tie(node, f"{uid}-t")))


def project(world: World, chance: random.Random, uid: str, owner: str, level: str) -> None:
    node = fact_of(chance, uid, owner, level)
    node |= {"title": other("title", chance), "theme": other("theme", chance), "stage": other("stage", chance)}
    node |= {"amount_eur": other("amount_eur", chance), "kind": "company"}
    world.nodes.append(("Project", node))
    world.edges.append(("CARRIES", _any_company(world, chance), uid, tie(node, f"{uid}-c")))
    world.edges.append(("FOLLOWS", owner, uid, tie(node, f"{uid}-f")))


def experiment(world: World, chance: random.Random, uid: str, owner: str, level: str) -> None:
    """An experiment of the EPCI or of a commune, with an indicator, two results, a difficulty, perhaps an origin."""
    node = fact_of(chance, uid, owner, level) | {"kind": "experiment", "source_uid": "experiments"}
    texts = ("title", "hypothesis", "lesson", "call", "derogation", "technical_help", "summary")
    node |= {name: other(name, chance) for name in (*texts, "theme", "amount_eur", "jobs", "stage", "verdict")}
    node |= {"starts_on": node["on"], "reference": other("reference", chance), "content_hash": uid}
    world.nodes.append(("Project", node))
    place = chance.choice(("epci:200093201", "commune:59350", "commune:59017"))
    world.edges.append(("CARRIES", place, uid, tie(node, f"{uid}-c")))
    measured = node | {"name": other("name", chance), "unit": "trajets", "better": "up", "measure": "couverture"}
    _part(world, measured, "ExperimentIndicator", f"{uid}-i", ("MEASURED_BY", uid), chance)
    for rank in range(2):
        _part(world, node, "ExperimentResult", f"{uid}-i{rank}", ("GAVE", f"{uid}-i"), chance)
    _part(world, node, "Difficulty", f"{uid}-d", ("MET", uid), chance)
    before = [one["uid"] for label, one in world.nodes if label == "Project" and one.get("kind") == "experiment"][:-1]
    if before:
        world.edges.append(("REPLICATED_IN", chance.choice(before), uid, tie(node, f"{uid}-o")))


def _part(
    world: World, of: Properties, label: str, uid: str, held: tuple[str, str], chance: random.Random
) -> None:  # fmt: skip
    """What is measured or told of an experiment: of its owner and level, on a day of its own."""
    kept = ("owner", "visibility", "on", "earliest", "latest", "recorded_at", *PROVENANCE)
    node = {name: of[name] for name in kept} | {"uid": uid}
    if label == "ExperimentIndicator":
        node |= {name: of[name] for name in ("name", "unit", "better", "measure")}
        node |= {"baseline": float(chance.randint(1, 90)), "baseline_on": of["on"]}
    elif label == "ExperimentResult":
        node |= {"value": float(chance.randint(1, 90)), "comment": other("comment", chance)}
    else:
        node["text"] = other("text", chance)
    world.nodes.append((label, node))
    world.edges.append((held[0], held[1], uid, tie(node, f"{uid}-e")))


def agreement(world: World, chance: random.Random, uid: str, owner: str, level: str) -> None:
    node = fact_of(chance, uid, owner, level) | {"title": other("title", chance), "kind": "PDEC"}
    node["starts_on"] = node["on"]
    world.nodes.append(("Agreement", node))
    company = _any_company(world, chance)
    for party in (owner, company):
        world.edges.append(("PARTY_TO", party, uid, tie(node, f"{uid}-{party}")))
    world.edges.append(("PARTNERS_WITH", owner, company, tie(node, f"{uid}-w") | {"agreement": uid}))


def partnership(world: World, chance: random.Random, uid: str, owner: str, level: str) -> None:
    """An agreement with an outsider and an action, a strategy and a consultation with its answer, all of one level."""
    place, territories = "epci:200093201", ["epci:200093201"]
    node = fact_of(chance, uid, owner, level)
    whole = {"title": other("title", chance), "summary": other("summary", chance), "territories": territories}
    made: list[tuple[str, str, Properties]] = [
        ("Agreement", "g", whole | {"starts_on": node["on"], "sectors": ["filiere:textile"], "engineering_fte": 1.0}),
        ("AgreementAction", "x", {"title": other("title", chance), "status": "running", "leader_name": OPERATORS[owner],
                                  "jobs_expected": other("jobs", chance), "due_on": node["on"]}),
        ("Strategy", "t", whole | {"themes": [other("theme", chance)], "sectors": ["filiere:textile"]}),
        ("Consultation", "k", whole | {"until": node["on"]}),
        ("Outsider", "g:o", {"name": other("title", chance)}),
        ("ConsultationReply", f"k|{uid}-i", {"consultation": f"{uid}k", "guest": f"{uid}-i", "said_at": "2026-01-01",
                                             "guest_name": "x", "summary": other("summary", chance), "outcome": "kept",
                                             "outcome_on": node["on"], "reason": other("summary", chance)}),
    ]  # fmt: skip
    world.nodes += [(label, node | said | {"uid": f"{uid}{mark}"}) for label, mark, said in made]
    ends = [(owner, "PARTY_TO", "g"), (f"{uid}g:o", "PARTY_TO", "g"), (f"{uid}x", "ACTION_OF", "g"),
            (owner, "LEADS", "x"), (place, "DECLARES", "t"), (NEIGHBOUR, "INVITED_TO", "k"),
            (_any_company(world, chance), "INVITED_TO", "k")]  # fmt: skip
    for number, (start, kind, end) in enumerate(ends):
        key = f"{uid}-i" if number == len(ends) - 1 else f"{uid}-{number}"
        world.edges.append((kind, start, f"{uid}{end}", tie(node, key)))


def tie(node: Properties, uid: str) -> Properties:
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
    world.nodes.append(("Demand", demand(chance, owner, mark)))
    world.nodes.append(("Review", line | {"candidates": "[]", "recorded_at": "2026-10-03T10:00:00+00:00"}))


def demand(chance: random.Random, owner: str, mark: str) -> Properties:
    """A request from outside, which its receiver alone reads."""
    return {
        "uid": f"{owner}-demand-{mark}",
        "number": f"{owner}-{mark}",
        "owner": owner,
        "status": "open",
        "received_at": "2026-10-03T10:00:00.100000+00:00",
        "title": other("title", chance),
        "theme": other("theme", chance),
        "commune": "Lille",
        "contact_email": f"{chance.choice(WORDS)}@exemple.fr",
    }


def act(world: World, chance: random.Random, node: Properties) -> None:
    """What an institution did about a need, at the need's level."""
    said = {"owner": node["owner"], "visibility": node["visibility"], "about": node["uid"], "kind": "take"}
    said |= {"uid": f"{node['uid']}-x", "at": "2026-10-03T10:00:00.100000+00:00", "by": "essai"}
    world.nodes.append(("NeedAct", said | {"text": other("text", chance)}))


def _any_company(world: World, chance: random.Random) -> str:
    return siren_of(chance.randrange(world.reach))

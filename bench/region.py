"""A fictional region of any size, put straight into a graph: companies, institutions, two visits a company."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from cli.demo.identifiers import fictional_siren
from graph import Graph
from ingest.reference.tables import departements, epcis

BATCH = 5_000
INSTITUTIONS = 30
REGION = "32"
SIZES = ("NN", "00", "01", "02", "03", "11", "12", "21", "22", "31", "32", "41")
THEMES = ("export", "transition", "recrutement", "numerique")
FIRST = ("ba", "bel", "cor", "dan", "fer", "gar", "hau", "lor", "mar", "nor", "pel", "ros", "sam", "tour", "val", "ver")
LAST = ("bois", "court", "fort", "lac", "lin", "mont", "nex", "pont", "ric", "sel", "tech", "val", "vin", "zac")
KINDS = ("Ateliers", "Brasserie", "Filatures", "Fonderie", "Imprimerie", "Mécanique", "Transports", "Verrerie")
SAID = {"source_uid": "bench", "import_uid": "bench", "recorded_at": "2026-01-01", "recorded_by": "bench"}

_PLACES = """
UNWIND $rows AS row MERGE (t:Territory {uid: 'epci:' + row.code})
SET t.code = row.code, t.level = 'epci', t.name = row.name
"""
_OPERATORS = "UNWIND $rows AS row CREATE (o:Operator) SET o = row, o += $said"
_COMPANIES = "UNWIND $rows AS row CREATE (c:Company) SET c = row, c += $said"
_VISITS = """
UNWIND $rows AS row
MATCH (o:Operator {uid: row.owner}) MATCH (c:Company {uid: row.company})
CREATE (o)-[v:VISITED]->(c) SET v = row.edge, v += $said, v.owner = row.owner
"""
# A search keeps its index of names by the edition of the companies, which an import would have set.
_EDITION = "MERGE (k:Counter {name: 'companies'}) SET k.born = 'bench', k.value = 1"


class Region(NamedTuple):
    """What one may ask about."""

    companies: list[str]
    names: list[str]
    operators: list[str]
    places: list[str]


def draw(graph: Graph, companies: int, *, seed: int = 0) -> Region:
    """Put a region of so many companies into an empty graph, with twice as many visits, and return whom to ask of."""
    rng = random.Random(seed)
    inside = {code for code, one in departements().items() if one.region == REGION}
    places = [(code, one.name, one.departement) for code, one in sorted(epcis().items()) if one.departement in inside]
    graph.write(_PLACES, rows=[{"code": code, "name": name} for code, name, _ in places])
    operators = [f"o{number}" for number in range(INSTITUTIONS)]
    named = [{"uid": uid, "name": f"Institution {uid}", "mailbox": f"{uid}@exemple.test"} for uid in operators]
    graph.write(_OPERATORS, rows=named, said=SAID)
    rows = [_company(rng, number, places) for number in range(companies)]
    for part in _batches(rows):
        graph.write_all([(_COMPANIES, {"rows": part, "said": SAID})], companies=())
    for part in _batches([_visit(rng, number, rows, operators) for number in range(2 * companies)]):
        graph.write_all([(_VISITS, {"rows": part, "said": SAID})], companies=())
    graph.write(_EDITION)
    graph.auto_commit("CALL db.awaitIndexes(300)")
    shown = rng.sample(rows, min(2_000, companies))
    return Region(
        [row["uid"] for row in shown], [row["name"] for row in shown], operators, [one for one, _, _ in places]
    )


def _company(rng: random.Random, number: int, places: list[tuple[str, str, str]]) -> dict[str, Any]:
    epci, _, departement = rng.choice(places)
    name = f"{rng.choice(KINDS)} {rng.choice(FIRST)}{rng.choice(FIRST)}{rng.choice(LAST)}".title()
    return {
        "uid": (siren := fictional_siren(number)), "siren": siren, "name": name, "names": [name], "state": "open",
        "statut_diffusion": "O", "nature_juridique": "5710", "naf": f"{rng.randint(10, 96)}.10Z",
        "tranche_effectif": rng.choice(SIZES), "epci": epci, "departement": departement,
        "code_commune": f"{departement}{rng.randint(1, 600):03}", "commune": "Ville", "est_ess": rng.random() < 0.1,
        "owner": "dore", "visibility": "open", "verified": True, "fictional": True, "edition": 1,
    }  # fmt: skip


def _visit(rng: random.Random, number: int, rows: list[dict[str, Any]], operators: list[str]) -> dict[str, Any]:
    on = date.today() - timedelta(days=rng.randint(-60, 1_000))
    signalled = rng.random() < 0.1
    first = on.replace(day=1) if signalled else on
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1) if signalled else on
    edge = {
        "uid": f"v{number}", "visit": f"v{number}", "on": on.isoformat(), "earliest": first.isoformat(),
        "latest": last.isoformat(), "status": "done" if on <= date.today() else "planned", "role": "lead",
        "visibility": "signalled" if signalled else "shared", "theme": rng.choice(THEMES),
    }  # fmt: skip
    return {"owner": rng.choice(operators), "company": rng.choice(rows)["uid"], "edge": edge}


def _batches(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    # In the order of companies: the store writes next to each other what is next to each other.
    rows = sorted(rows, key=lambda row: str(row.get("company", "")))
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]

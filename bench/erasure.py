"""Twenty people erased, then an older backup restored: are they still erased, and is the rest the same?

    python -m bench.erasure [--companies 2000] [--people 20]

A fictional region is loaded and people are put into it as institutions would name them: contacts, agents and notes of
visits, kept cells, rows to review. A backup is made; the people are erased; the backup is restored over it. Then every
text of the graph is searched for each of them, and the canonical hash of every record, the audit apart, is compared
with the one from before the restore. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from dataclasses import replace
from hashlib import sha256
from typing import Any

from access.roles import Role, local
from bench.homes import ROOT, own_home
from bench.kill_recovery import environment
from cli.demo.region import generate
from graph import Graph, connect
from graph.backup import backup, restore
from graph.backup.erasures import FILE
from graph.backup.records import edges, line_of, nodes
from rights.persons import Desk, Sought

FIRST = ("Ada", "Blaise", "Émilie", "Sophie", "Évariste", "Marie-Anne", "Joseph", "Siméon", "Augustin", "Hélène")
LAST = ("Lovelace", "d'Artagnan", "du Châtelet", "Germain", "Le Gall", "Fourier-Petit", "Poisson", "O'Connor")
_VISITS = (
    "MATCH (o:Operator)-[v:VISITED]->(c:Company) WHERE v.owner = o.uid "
    "RETURN o.uid AS owner, v.uid AS uid, c.siren AS siren"
)
_NAME = (
    "UNWIND $rows AS row MATCH ()-[v:VISITED {uid: row.uid}]->() USING INDEX SEEK v:VISITED(uid) "
    "SET v.agent = row.agent, v.note = row.note, v.raw = row.raw"
)
_CONTACTS = "UNWIND $rows AS row CREATE (c:Contact) SET c = row"
_REVIEWS = "UNWIND $rows AS row CREATE (r:Review) SET r = row"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--companies", type=int, default=2000)
    parser.add_argument("--people", type=int, default=20)
    options = parser.parse_args()
    with own_home() as settings:
        folder = settings.home / "region"
        generate(folder, companies=options.companies)
        command = [sys.executable, "-m", "cli.main", "demo", "load", str(folder)]
        subprocess.run(command, env=environment(settings), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        with connect(settings) as graph:
            people = put_in(graph, options.people)
            path = settings.home / "before.dore.zip"
            backup(graph, path)
            named_before = sum(named(graph, one) for one in people)
            started = time.perf_counter()
            changed = sum(desk_of(graph, one["owner"]).erase(sought(one)) for one in people)
            erase_s = time.perf_counter() - started
            left, after = sum(named(graph, one) for one in people), canonical(graph)
            restored = restore(graph, path, erasures=settings.home / FILE, replace=True)
            back, again = sum(named(graph, one) for one in people), canonical(graph)
        same = left == back == 0 and after == again and named_before > 0
        print(json.dumps({"bench": "erasure", "people": len(people), "texts_naming_them": named_before,
                          "records_changed": changed, "left_after_erasure": left, "left_after_restore": back,
                          "played_again": restored.erased, "same_hash": after == again,
                          "erase_s_each": round(erase_s / len(people), 3), "ratio": float(same)}))  # fmt: skip
    return 0 if same else 1


def put_in(graph: Graph, many: int) -> list[dict[str, Any]]:
    """Name people as institutions would, each in several kinds of record, and return who they are."""
    chance = random.Random(20260520)
    visits = sorted(graph.system_read(_VISITS), key=lambda one: str(one["uid"]))
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    people = []
    for number, name in enumerate(chance.sample(names, many)):
        of_them = chance.sample(visits, 4)
        owner = of_them[0]["owner"]
        own = [one for one in visits if one["owner"] == owner][:200]
        first, _, last = name.partition(" ")
        mail, phone = f"personne{number}@lys.example", f"06 11 22 {number:02d} 44"
        texts = [name, f"{last.upper()} {first}", f"Mme {last}, {first}", name.lower()]
        rows = [
            {
                "uid": one["uid"],
                "agent": text,
                "note": f"revoir {name} ({phone}), {mail}",
                "raw": json.dumps({"x": text}, ensure_ascii=False),
            }
            for one, text in zip(chance.sample(own, min(4, len(own))), texts, strict=False)
        ]
        graph.write(_NAME, rows=rows)
        common = {"owner": owner, "source_uid": "visits", "import_uid": "bench", "recorded_at": "x", "recorded_by": "x"}
        known = {"visibility": "private", "name": name, "email": mail, "phone": phone, "company": of_them[0]["siren"]}
        graph.write(_CONTACTS, rows=[{**common, **known, "uid": f"c{number}"}])
        row = {
            "kind": "value",
            "status": "open",
            "row": json.dumps({"agent": name}, ensure_ascii=False),
            "candidates": "[]",
        }
        graph.write(_REVIEWS, rows=[{**common, **row, "uid": f"r{number}"}])
        people.append({"owner": owner, "name": name, "mail": mail, "phone": phone})
    return people


def desk_of(graph: Graph, owner: str) -> Desk:
    return Desk(graph, graph.home, replace(local(owner, actor="bench"), role=Role.DPO))


def sought(person: dict[str, Any]) -> Sought:
    return Sought.of([person["name"], person["mail"], person["phone"]])


def named(graph: Graph, person: dict[str, Any]) -> int:
    """How many records of the graph still name somebody: looked for apart from the product's own search."""
    words = person["name"].lower()
    first, _, last = words.partition(" ")
    forms = (words, f"{last} {first}", f"{last}, {first}", person["mail"], person["phone"])
    found = 0
    for each in (nodes, edges):
        for record in each(graph):
            if record[-1].get("owner") == person["owner"]:
                text = json.dumps(record[-1], ensure_ascii=False, default=str).lower()
                found += any(form in text for form in forms)
    return found


def canonical(graph: Graph) -> str:
    """A hash of every record, in whatever order, but for the audit: a backup lacks what was done since."""
    lines = (line_of(one) for each in (nodes, edges) for one in each(graph) if one[1] != ["AuditEvent"])
    return sha256(b"\n".join(sorted(lines))).hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())

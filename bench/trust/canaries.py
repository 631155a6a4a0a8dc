"""A hundred names, addresses, numbers and notes of one institution, carried through every flow: where do they come out?

    python -m bench.trust.canaries

Each is written as an institution would: in visits over the API and by form, in files imported and refused, in searches
and addresses that fail, in commands, in a person's file. Then everything that the others can read is read, and the
log, temporary files, the process list and files on disk are searched. Prints one JSON line: `strayed` must be 0.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from api.app import ROUTERS as API_ROUTERS
from bench.homes import ROOT
from bench.trust.calls import Call, calls
from bench.trust.facts import siren_of
from bench.trust.house import House, house
from bench.trust.worlds import Eyes, pair
from web.app import ROUTERS

OTHERS = ("anonymous", "stranger", "neighbour", "admin")
MINE_ON_DISK = {
    "a file left to be imported: the institution's, 30 days": r"deposits/[0-9a-f]{32}/file/[^/]+",
    "what is known of it: its name, its columns": r"deposits/[0-9a-f]{32}/deposit\.json",
    "the remarks of an import, which quote cells": r"imports/[0-9a-f]{16}\.jsonl",
    "a person's file, which the data protection officer asked for": r"exports/[^/]+",
    "what somebody's own command wrote where it was typed": r"typed/[^/]+",
    "the database": r"neo4j/.*",
}
"""The files of `DORE_HOME` meant to hold what an institution said, and why; their owner alone reads them."""


class Canary(NamedTuple):
    """Somebody who does not exist."""

    name: str
    mail: str
    phone: str
    note: str

    @property
    def marks(self) -> tuple[str, ...]:
        """What to look for; each belongs to this one alone."""
        return self.name.split()[1], self.mail, self.phone, self.note


def canaries(many: int = 25) -> list[Canary]:
    """Return people, each of four marks.

    >>> canaries(1)[0].mail
    'zoe.quornebois0@canari.example'
    """
    letters = "abcdefghijklmnopqrstuvwxyz"
    made = []
    for number in range(many):
        last = f"Quornebois{letters[number]}vrel"
        mail = f"zoe.quornebois{number}@canari.example"
        made.append(Canary(f"Zoé {last}", mail, f"06 98 76 {number:02d} 31", f"brouillon-{last.lower()}-secret"))
    return made


def main() -> int:
    """Carry them everywhere, and say where they were met."""
    known = canaries()
    worlds = pair(0, Eyes.MEMBER)
    with house(worlds[0]) as of, httpx.Client(base_url=of.address, timeout=120) as client:
        flows = entered(of, client, known) + filed(of, client, known) + failed(of, client, known) + commanded(of, known)
        heard = seen_by_others(of, client, worlds)
        marks = [mark for one in known for mark in one.marks]
        own = of.graph.system_read("MATCH ()-[v:VISITED]->() WHERE v.note CONTAINS 'brouillon' RETURN count(v) AS n")
        places = {**heard, "log": of.log.getvalue(), **files_of(of.settings.home), **temporary(), **processes()}
        strayed = [f"{mark} in {place}" for place, text in places.items() for mark in marks if mark in text]
        strayed += readable_by_others(of.settings.home)
    for one in strayed:
        print(one, file=sys.stderr)
    print(json.dumps({"bench": "trust_canaries", "canaries": len(marks), "flows": flows, "kept_by_owner": own[0]["n"],
                      "answers_read": len(heard), "places": len(places), "strayed": len(strayed)}))  # fmt: skip
    return 1 if strayed or not own[0]["n"] else 0


def entered(of: House, client: httpx.Client, known: Sequence[Canary]) -> int:
    """Write a visit of each over the API, at each level in turn, and one by the form."""
    for number, one in enumerate(known):
        level = ("private", "signalled", "shared")[number % 3]
        said: dict[str, Any] = {"siren": siren_of(number % 8), "on": f"2026-10-{number + 1:02d}", "status": "done"}
        said |= {"note": f"{one.note} {one.name} {one.mail} {one.phone}", "agent": one.name, "visibility": level}
        if level != "shared":
            said["purpose"] = one.note
        taken = client.post("/api/v1/visits", json=said, headers=of.shown["api_key"])
        assert taken.status_code in (200, 201, 202), taken.text
        form = {"company": siren_of(number % 8), "on": f"2026-09-{number + 1:02d}", "note": one.note, "agent": one.name}
        client.post("/visites/compte-rendu", data=form | {"visibility": "private"}, headers=of.shown["contributor"])
    return 2 * len(known)


def filed(of: House, client: httpx.Client, known: Sequence[Canary]) -> int:
    """Import a file that names them in every cell, and files that are refused."""
    rows = [
        ";".join((one.name, siren_of(n % 8) if n % 2 else "", f"2026-08-{n + 1:02d}", one.note, one.name, "privé",
                  one.phone, one.mail))
        for n, one in enumerate(known)
    ]  # fmt: skip
    head = "nom;siren;date;note;agent;diffusion;téléphone;mail"
    wrong = [row.replace("2026-08", f"{known[0].note}-08") for row in rows]
    names = ";".join(one.name for one in known)
    tables = ("\n".join([head, *rows]), "\n".join([head, *wrong]), known[1].note, "\n".join([names, *rows]))
    for table, source in zip(tables, ("visits", "visits", "visits", "needs"), strict=True):
        file = {"file": (f"{known[2].name}.csv", table.encode(), "text/csv")}
        client.post("/api/v1/imports", files=file, data={"source": source}, headers=of.shown["api_key"])
        place = client.post("/imports/nouveau", files=file, headers=of.shown["steward"]).headers.get("location", "")
        if place.startswith("/imports/"):
            client.post(f"{place}/confirmer", data={"source": source}, headers=of.shown["steward"])
    return 8


def failed(of: House, client: httpx.Client, known: Sequence[Canary]) -> int:
    """Ask for what does not exist, and send what cannot be read: errors quote nothing elsewhere."""
    sent = 0
    for one in known:
        for mark in one.marks:
            for who in ("steward", "dpo"):
                client.get(f"/api/v1/companies/{mark}", headers=of.shown[who])
                client.get("/entreprises/" + mark, params={"q": mark}, headers=of.shown[who])
            client.post("/api/v1/visits", content=f'{{"note": "{mark}"', headers=of.shown["api_key"])
            client.post("/api/v1/visits", json={"on": mark, mark: mark}, headers=of.shown["api_key"])
            client.post("/protection-des-donnees/personne", data={"name": mark, "q": mark}, headers=of.shown["dpo"])
            sent += 7
    return sent


def commanded(of: House, known: Sequence[Canary]) -> int:
    """Look for a few by command: what it says is for whoever typed it, what it leaves behind is not."""
    environment = {**os.environ, "DORE_HOME": str(of.settings.home), "PYTHONPATH": str(ROOT)}
    typed = of.settings.home / "typed"
    typed.mkdir()
    told = ["digest", "--json"], ["backup", str(typed / "sauvegarde.dore"), "--json"]
    for one in known[:2]:
        for words in (["person", "export", one.name, "--as", "cci"], ["who", one.name], *told):
            command = [sys.executable, "-m", "cli.main", *words]
            subprocess.run(command, env=environment, cwd=typed, capture_output=True, timeout=180, check=False)
    return 8


def seen_by_others(of: House, client: httpx.Client, worlds: Any) -> dict[str, str]:
    """Read, as each of the others, every page, export and feed, those of the new records included."""
    made = of.graph.system_read(
        "MATCH (n:Import|Review) RETURN labels(n)[0] AS kind, n.uid AS uid "
        "UNION MATCH ()-[v:VISITED]->() WHERE v.note CONTAINS 'brouillon' RETURN 'VISITED' AS kind, v.uid AS uid"
    )
    patterns = {
        "Import": ("/api/v1/imports/{}", "/api/v1/imports/{}/findings", "/imports/{}", "/imports/{}/refus.csv"),
        "Review": ("/api/v1/reviews/{}",),
        "VISITED": ("/visites/{}", "/visites/{}/modifier"),
    }
    wanted = [*calls(ROUTERS, worlds), *calls((module.router for module in API_ROUTERS), worlds)]
    wanted += [Call("made", "GET", path.format(one["uid"]), {}) for one in made for path in patterns[one["kind"]]]
    heard = {}
    time.sleep(10)  # imports that were confirmed are under way
    for who in OTHERS:
        for one in wanted:
            if one.method == "GET" or one.route == "POST /api/v1/briefings":
                answer = client.request(one.method, one.path, headers=of.shown[who], **one.options)
                heard[f"{who}: {one.path}"] = answer.text + str(answer.headers)
    return heard


def files_of(home: Path) -> dict[str, str]:
    """What stands on disk: every name, and all that is written but in what is meant to hold it."""
    found = {}
    for path in home.rglob("*"):
        place = str(path.relative_to(home))
        meant = any(re.fullmatch(one, place) for one in MINE_ON_DISK.values())
        said = "" if meant or not path.is_file() else path.read_bytes().decode("utf-8", "replace")
        found[str(path)] = said + path.name
    logs = home.glob("neo4j/**/logs/*")
    return found | {str(path): path.read_text("utf-8", "replace") for path in logs if path.is_file()}


def readable_by_others(home: Path) -> list[str]:
    """The files that hold what an institution said and that another account of the machine could open."""
    held = [path for path in home.rglob("*") if path.is_file()]
    said = [
        path for path in held if any(re.fullmatch(one, str(path.relative_to(home))) for one in MINE_ON_DISK.values())
    ]
    ours = [path for path in said if path.relative_to(home).parts[0] not in ("typed", "neo4j")]
    return [f"readable by others: {path}" for path in ours if not _closed(path, home)]


def _closed(path: Path, home: Path) -> bool:
    """Whether a file, or a folder on its way from `home`, is closed to all but its owner."""
    way = [path, *(one for one in path.parents if home in one.parents or one == home)]
    return any(one.stat().st_mode & 0o077 == 0 for one in way)


def temporary() -> dict[str, str]:
    """Small files of the temporary folder that this process may have left."""
    young = time.time() - 3600
    found = {}
    for path in Path(tempfile.gettempdir()).glob("*"):
        if path.is_file() and path.stat().st_mtime > young and path.stat().st_size < 5_000_000:
            found[str(path)] = path.name + path.read_bytes().decode("utf-8", "replace")
    return found


def processes() -> dict[str, str]:
    """The command lines of every process."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found[str(path)] = path.read_bytes().decode("utf-8", "replace")
        except OSError:
            continue  # it has ended
    return found


if __name__ == "__main__":
    sys.exit(main())

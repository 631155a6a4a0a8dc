"""Hostile texts through every door: what is in the graph, in pages, in files and on the network afterwards?

    python -m bench.trust.payloads [--browser]

Each text is searched for, written in visits over the API, sent in a file whose name and headers are hostile too, and
some are typed as commands. Every unsafe route is sent forged forms. Prints one JSON line: `effects` must be 0.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from fastapi.routing import APIRoute

from bench.homes import ROOT
from bench.trust import hostile
from bench.trust.calls import calls
from bench.trust.facts import siren_of
from bench.trust.house import House, house
from bench.trust.judging import foreign, formulas, listener, moved, records, strays
from bench.trust.worlds import Eyes, pair
from gate import forgery
from web.app import ROUTERS

UNLIKELY = {"Origin": "https://ailleurs.example"}
COMMANDS = ("who", "search")


def main() -> int:
    """Try everything, and say what had an effect."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--browser", action="store_true", help="open pages in Chromium as well")
    wanted = asked.parse_args()
    worlds = pair(0, Eyes.MEMBER)
    with listener() as (hook, came), house(worlds[0]) as of, httpx.Client(base_url=of.address, timeout=120) as client:
        texts = hostile.payloads(hook)
        before = records(of.graph)
        sent, effects = 0, []
        for step in (
            searched(of, client, texts),
            written(of, client, texts),
            filed(of, client, texts),
            forged(of, client),
        ):
            for wrong in step:
                sent += 1
                effects += wrong
        sent += commanded(of, texts)
        pages, wrong = walked(of, client, calls(ROUTERS, worlds))
        effects += wrong
        effects += in_chromium(of) if wanted.browser else []
        effects += moved(before, records(of.graph))
        effects += [f"on disk: {name}" for name in strays(of.settings.home, [Path(tempfile.gettempdir())])]
        effects += [f"called home: {path}" for path in came]
    for one in dict.fromkeys(effects):
        print(one, file=sys.stderr)
    print(json.dumps({"bench": "trust_payloads", "payloads": len(texts), "sent": sent, "pages": pages,
                      "browser": wanted.browser, "effects": len(effects)}))  # fmt: skip
    return 1 if effects else 0


def _faults(answer: httpx.Response) -> list[str]:
    """What one answer says of an effect."""
    where = f"{answer.request.method} {answer.request.url.path[:60]}"
    wrong = [f"{where}: {answer.status_code}"] if answer.status_code >= 500 else []
    wrong += [f"{where}: header {name}" for name in answer.headers if "pwned" in name]
    wrong += [f"{where}: cookie" for value in answer.headers.get_list("set-cookie") if "pwned" in value]
    kind = answer.headers.get("content-type", "")
    if kind.startswith("text/html"):
        wrong += [f"{where}: {one}" for one in foreign(answer.text)]
    if kind.startswith("text/csv"):
        wrong += [f"{where}: formula {one}" for one in formulas(answer.text)]
    return wrong


def searched(of: House, client: httpx.Client, texts: Sequence[str]) -> Iterator[list[str]]:
    """Look for each text, and use it as the name of a record."""
    steward = of.shown["steward"]
    for text in texts:
        said = quote(text, safe="")
        for path in (
            f"/?q={said}",
            f"/api/v1/who?q={said}",
            f"/entreprises/{said}",
            f"/sans-accompagnement?territoire={said}",
        ):
            yield _faults(client.get(path, headers=steward))


def written(of: House, client: httpx.Client, texts: Sequence[str]) -> Iterator[list[str]]:
    """Write a visit with each text in all that a visit may say."""
    for number, text in enumerate(texts):
        visit: dict[str, Any] = {
            "siren": siren_of(number % 6),
            "on": "2026-10-05",
            "status": "done",
            "reference": f"r{number}",
        }
        visit |= dict.fromkeys(("note", "purpose", "overlap_reason"), text) | {"agent": text[:200]}
        visit |= {"theme": text[:100], "joint_reference": text[:100]} if number % 3 == 0 else {}
        yield _faults(client.post("/api/v1/visits", json=visit, headers=of.shown["api_key"]))


def filed(of: House, client: httpx.Client, texts: Sequence[str]) -> Iterator[list[str]]:
    """Send a file of all texts, under hostile names, with hostile headers; the first is imported to its end."""
    table = io.StringIO()
    rows = csv.writer(table, delimiter=";")
    rows.writerow(["nom", "siren", "date", "objet", "note", "agent", "statut", *hostile.XSS[:3], *hostile.FORMULAS[:3]])
    for number, text in enumerate(texts):
        known = siren_of(number % 6) if number % 2 else ""
        rows.writerow([text, known, "2026-10-06" if number % 5 else text, text, text, text, "réalisée", text, text])
    steward = of.shown["steward"]
    for number, name in enumerate((*hostile.XSS[:20], *hostile.TRAVERSAL, *hostile.CRLF[:8])):
        sent = {"file": (name, table.getvalue() if number < 2 else "nom;date\nx;2026-10-06\n", "text/csv")}
        answer = client.post("/imports/nouveau", files=sent, headers=steward)
        yield _faults(answer)
        place = answer.headers.get("location", "")
        if place.startswith("/imports/"):
            yield _faults(client.get(place, headers=steward))
        if number < 1 and place:
            yield from _to_its_end(client, place, steward)
    sent = {"file": ("v.csv", table.getvalue(), "text/csv")}
    yield _faults(client.post("/api/v1/imports", files=sent, data={"source": "visits"}, headers=of.shown["api_key"]))


def _to_its_end(client: httpx.Client, place: str, shown: dict[str, str]) -> Iterator[list[str]]:
    yield _faults(client.post(f"{place}/confirmer", data={"source": "visits"}, headers=shown))
    for _ in range(120):
        if client.get(place, headers=shown).text.find("/progres") < 0:
            break
        time.sleep(1)
    yield _faults(client.get(place, headers=shown))
    yield _faults(client.get(f"{place}/refus.csv", headers=shown))


def forged(of: House, client: httpx.Client) -> Iterator[list[str]]:
    """Send every unsafe page forms from elsewhere, without a token, with a wrong one."""
    steward = of.shown["steward"]
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    for path in (route.path for route in routes if "POST" in (route.methods or ())):
        address = path.replace("{uid}", "v1").replace("{gesture}", "erase")
        cookie = {"Cookie": steward["Cookie"]}
        for headers in (cookie, cookie | {forgery.HEADER: "0" * 64}, steward | UNLIKELY):
            answer = client.post(address, headers=headers, data={"q": "pwned"})
            yield _faults(answer) + ([f"forged: {path}: {answer.status_code}"] if answer.status_code != 403 else [])


def commanded(of: House, texts: Sequence[str]) -> int:
    """Type a few of each family as a command; the graph is judged with the rest."""
    some = [text for text in (*texts[:90:30], *texts[90:130:20], *texts[-3:-1]) if "\0" not in text]
    environment = {**os.environ, "DORE_HOME": str(of.settings.home)}
    for number, text in enumerate(some):
        command = [sys.executable, "-m", "cli.main", COMMANDS[number % len(COMMANDS)], "--", text]
        subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, timeout=120, check=False)
    return len(some)


def walked(of: House, client: httpx.Client, wanted: Sequence[Any]) -> tuple[int, list[str]]:
    """Read every page and export afterwards, as their owner and as a neighbour."""
    written = of.graph.system_read("MATCH ()-[v:VISITED]->() WHERE v.reference STARTS WITH 'r' RETURN v.uid AS uid")
    mine = dict.fromkeys([call.path for call in wanted if call.method == "GET"])
    paths = {"neighbour": list(mine), "steward": [*mine, *(f"/visites/{one['uid']}" for one in written)]}
    pairs = [(who, path) for who, of_them in paths.items() for path in of_them]
    wrong = [one for who, path in pairs for one in _faults(client.get(path, headers=of.shown[who]))]
    return len(pairs), wrong


def in_chromium(of: House) -> list[str]:
    """Open the pages that show most texts in a browser, and wait for any of them to run."""
    from playwright.sync_api import Dialog, sync_playwright

    came: list[str] = []
    name, _, value = of.shown["steward"]["Cookie"].partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        context = browser.new_context(base_url=of.address)
        context.add_cookies([{"name": name, "value": value, "url": of.address}])
        page = context.new_page()
        page.expose_function("pwned", lambda *_: came.append(page.url))

        def refuse(dialog: Dialog) -> None:
            came.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", refuse)
        places = [f"/entreprises/{siren_of(n)}" for n in range(6)]
        for path in (
            *places,
            "/visites",
            "/imports",
            "/a-verifier",
            "/recouvrements",
            "/avis",
            "/reseau",
            "/?q=<pwned>",
        ):
            page.goto(path, wait_until="networkidle")
            if page.locator("pwned, [onerror], [onload], [pwned], iframe, object, base").count():
                came.append(f"element on {path}")
        browser.close()
    return [f"ran in Chromium: {one}" for one in came]


if __name__ == "__main__":
    sys.exit(main())

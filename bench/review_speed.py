"""How many rows of the review queue one decides in a minute by keys alone, as fast as the page shows the next one.

    python -m bench.review_speed [--rows 240] [--companies 20000]

In Chromium: each row is decided by a key (the first candidate, a new company, unknown, in turn), one decision in ten is
taken back and made again; what is measured is from the key to the next row in sight, then until the server has all of
them. A second person decides the other half of the queue at the same time. Prints one JSON line; `ratio` is the
decisions a minute to the 60 that somebody makes who reads.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from bench.homes import own_graph
from bench.region import Region, draw
from bench.serving import served
from graph import Graph
from ingest.reference.load import ensure_reference
from ingest.request import Request
from ingest.run import ingest_file

CHROMIUM = "/usr/bin/chromium"
A_MINUTE = 60
KEYS = ("1", "n", "u")
OPEN = "MATCH (r:Review) WHERE r.status = 'open' RETURN r.uid AS uid ORDER BY r.file, r.line, uid"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=240)
    parser.add_argument("--companies", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, own_graph() as graph:
        region = draw(graph, options.companies)
        ensure_reference(graph)
        waiting = _queue(graph, region, Path(home), options.rows)
        with served(graph, region.operators[0], ("/a-verifier",), Path(home)) as port:
            half = len(waiting) // 2
            people = [Person(port, part) for part in (waiting[:half], waiting[half:])]
            for one in people:
                one.start()
            for one in people:
                one.join()
        # A row that is accepted may offer a joint visit, which is a row more.
        left = len({one["uid"] for one in graph.system_read(OPEN)} & set(waiting))
    if left or any(one.failed for one in people):
        raise RuntimeError(f"{left} rows still wait; {[one.failed for one in people]}")
    waits = sorted(wait for one in people for wait in one.waits)
    a_minute = [len(one.waits) / one.spent_s * 60 for one in people]
    told = {
        "rows": len(waiting),
        "people": len(people),
        "next_row_p50_ms": round(1000 * statistics.median(waits), 1),
        "next_row_p99_ms": round(1000 * waits[int(len(waits) * 0.99)], 1),
        "decisions_a_minute": [round(one) for one in a_minute],
        "taken_back": sum(one.undone for one in people),
    }
    print(json.dumps(told | {"ratio": round(min(a_minute) / A_MINUTE, 2)}))


def _queue(graph: Graph, region: Region, home: Path, rows: int) -> list[str]:
    """Put rows in doubt into the queue, and return their uids in its order."""
    rng = random.Random(4)
    file = home / "doutes.csv"
    lines = [f"{_misspelt(rng, rng.choice(region.names))} {n};Lille;59000;{n % 28 + 1:02}/03/2026" for n in range(rows)]
    file.write_text("\n".join(["Entreprise;Commune;Code postal;Date", *lines]), encoding="utf-8")
    ingest_file(graph, file, Request(source="visits", operator=region.operators[0]))
    return [record["uid"] for record in graph.system_read(OPEN)]


def _misspelt(rng: random.Random, name: str) -> str:
    at = rng.randrange(3, len(name) - 2)
    return name[:at] + name[at + 1 :]


class Person(threading.Thread):
    """Somebody who decides a part of the queue by keys."""

    def __init__(self, port: int, part: list[str]) -> None:
        super().__init__()
        self._address, self._part = f"http://127.0.0.1:{port}", part
        self.waits: list[float] = []
        self.undone, self.spent_s, self.failed = 0, 0.0, ""

    def run(self) -> None:
        """Go from the first row of the part to the last."""
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
                page = browser.new_page()
                page.goto(f"{self._address}/a-verifier?ligne={self._part[0]}")
                self._decide(page)
                browser.close()
        except Exception as error:
            self.failed = repr(error)

    def _decide(self, page: Any) -> None:
        answered: list[str] = []
        page.on("requestfinished", lambda one: answered.append(one.url) if one.method == "POST" else None)
        sent, started = 0, time.perf_counter()
        for place, uid in enumerate(self._part):
            row = page.locator(f"[data-review='{uid}']:not([hidden])")
            row.wait_for()
            keys = [KEYS[place % 3] if row.locator("[data-key='1']").count() else KEYS[1 + place % 2]]
            if place % 10 == 9:
                keys = ["u", "z", *keys]
            for key in keys:
                pressed = time.perf_counter()
                page.keyboard.press(key)
                sent += 1
                if key == "z":
                    row.wait_for()
                    self.undone += 1
                else:
                    page.locator(f"[data-review='{uid}']").wait_for(state="detached")
                    page.locator(".review:not([hidden]), #vide:not([hidden])").first.wait_for()
                    self.waits.append(time.perf_counter() - pressed)
        while len(answered) < sent:
            page.wait_for_timeout(20)
        self.spent_s = time.perf_counter() - started


if __name__ == "__main__":
    main()

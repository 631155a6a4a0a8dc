"""A file of 100,000 visits taken in through a browser, with pages asked for beside it: how fast, and at whose cost.

    python -m bench.import_beside [--rows 100000] [--companies 20000]

In Chromium: the file is dropped, understood, confirmed; the tab is closed and the progress found again in another; it
is stopped, taken up again; its report is read; the refused rows, mended, are dropped in again. Meanwhile one reader
asks for pages without a pause, before and during. Prints one JSON line; `ratio` is the median wait beside to alone.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import statistics
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.homes import own_graph
from bench.region import Region, draw
from bench.serving import served
from ingest.reference.load import ensure_reference

CHROMIUM = "/usr/bin/chromium"
SPOILT = 250
"""One row in so many has a day that is none."""
ALONE_S = 15
PATIENCE_MS = 900_000


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--companies", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, own_graph() as graph:
        region = draw(graph, options.companies)
        ensure_reference(graph)
        file = Path(home) / "visites.csv"
        spoilt = _write(file, region, options.rows)
        with served(graph, region.operators[0], ("/sans-accompagnement", "/visites"), Path(home)) as port:
            alone = Reader(port, region)
            time.sleep(ALONE_S)
            alone.stop()
            beside = Reader(port, region)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
                context = browser.new_context(base_url=f"http://127.0.0.1:{port}")
                told = _walk(context.new_page, file, Path(home), beside.stop)
                browser.close()
            beside.stop()
    if told["refused"] != spoilt or told["taken_after_mending"] != spoilt or told["unaccounted"]:
        raise RuntimeError(f"the counts do not add up: {spoilt} spoilt rows, {told}")
    figures = {"rows": options.rows, **told, "alone": alone.waits(), "beside": beside.waits()}
    print(json.dumps(figures | {"ratio": round(figures["beside"]["p50_ms"] / figures["alone"]["p50_ms"], 2)}))


def _write(file: Path, region: Region, rows: int) -> int:
    """Write a file as an institution would send it, and return how many of its rows cannot be taken."""
    rng = random.Random(2)
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(("N°", "SIREN", "Entreprise", "Date de visite", "Statut", "Thème"))
        for number in range(rows):
            place = rng.randrange(len(region.companies))
            on = date(2026, 1, 5) - timedelta(days=rng.randrange(1_500))
            said = "32/13/2025" if number % SPOILT == 7 else f"{on:%d/%m/%Y}"
            row = (f"F{number}", region.companies[place], region.names[place], said, "réalisée", "export")
            writer.writerow(row)
    return sum(number % SPOILT == 7 for number in range(rows))


def _walk(open_page: Callable[[], Page], file: Path, home: Path, quiet: Callable[[], None]) -> dict[str, Any]:
    """Take the file in as somebody would, and return what was seen."""
    page = open_page()
    started = time.perf_counter()
    _drop(page, file)
    understood = time.perf_counter() - started
    page.get_by_role("button", name="Importer", exact=True).click()
    address = page.url
    _read_more_than(page, 0)
    page.close()
    page = open_page()
    page.goto(address)
    again = _read_more_than(page, 0)
    page.get_by_role("button", name="Arrêter").click()
    page.get_by_role("button", name="Reprendre l'import").wait_for(timeout=PATIENCE_MS)
    stopped = time.perf_counter()
    page.get_by_role("button", name="Reprendre l'import").click()
    page.get_by_role("heading", name="terminé").wait_for(timeout=PATIENCE_MS)
    quiet()
    resumed = time.perf_counter() - stopped
    counts = _counts(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Lignes refusées (CSV)").click()
    mended = home / "lignes-refusees.csv"
    mended.write_text(Path(download.value.path()).read_text(encoding="utf-8-sig").replace("32/13/2025", "30/12/2025"))
    _drop(page, mended)
    page.get_by_role("button", name="Importer", exact=True).click()
    page.get_by_role("heading", name="terminé").wait_for(timeout=PATIENCE_MS)
    after = _counts(page)
    read = counts.pop("read")
    return {
        "understood_s": round(understood, 1),
        "read_when_found_again": again,
        "stopped_and_resumed": True,
        "resumed_s": round(resumed, 1),
        "rows_per_s": round(read / resumed),
        "read": read,
        **counts,
        "unaccounted": read - sum(counts.values()),
        "taken_after_mending": sum(after[name] for name in ("written", "unchanged", "repeated")),
    }


def _drop(page: Page, file: Path) -> None:
    page.goto("/imports/nouveau")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Voir comment il est compris").click()
    page.get_by_role("button", name="Importer", exact=True).wait_for(timeout=PATIENCE_MS)


def _read_more_than(page: Page, least: int) -> int:
    """Wait until the page says, by itself, that more rows were read, and return how many."""
    until = time.perf_counter() + PATIENCE_MS / 1000
    while time.perf_counter() < until:
        read = int(re.sub(r"\D", "", page.locator("#lues").inner_text()) or 0)
        if read > least:
            return read
        time.sleep(0.2)
    raise RuntimeError("the progress stands still")


def _counts(page: Page) -> dict[str, int]:
    """Read the report off the page."""
    names = {"écrites": "written", "déjà connues": "unchanged", "en double dans le fichier": "repeated",
             "à vérifier": "review", "refusées": "refused", "sans objet (vides, totaux)": "skipped",
             "lues en tout": "read"}  # fmt: skip
    rows = page.locator("table").first.locator("tbody tr").all()
    cells = [(row.locator("th").inner_text().strip(), row.locator("td").inner_text()) for row in rows]
    return {names[label]: int(re.sub(r"\D", "", said)) for label, said in cells}


class Reader:
    """Somebody who goes from page to page without a pause, in a thread, until told to stop."""

    def __init__(self, port: int, region: Region) -> None:
        self._address, self._region = f"http://127.0.0.1:{port}", region
        self._stopped = threading.Event()
        self._took: list[float] = []
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def stop(self) -> None:
        """Read no more."""
        self._stopped.set()
        self._thread.join()

    def waits(self) -> dict[str, float]:
        """How long one waited for a page."""
        ordered = sorted(self._took)
        last = ordered[int(len(ordered) * 0.99)]
        return {
            "pages": len(ordered),
            "p50_ms": round(1000 * statistics.median(ordered), 1),
            "p99_ms": round(1000 * last, 1),
        }

    def _read(self) -> None:
        rng = random.Random(3)
        while not self._stopped.is_set():
            company = f"/entreprises/{rng.choice(self._region.companies)}"
            path = rng.choice((company, "/visites", "/sans-accompagnement", "/a-verifier"))
            started = time.perf_counter()
            urllib.request.urlopen(self._address + path, timeout=120).read()
            self._took.append(time.perf_counter() - started)


if __name__ == "__main__":
    main()

"""How soon each page is ready in a browser, cold (nothing in its cache) and warm, against a service that runs.

    python -m bench.ready [--address http://127.0.0.1:8032] [--rounds 7] [PATH ...]

Start `dore demo` first. Ready is the end of the `load` event, as the browser itself tells it: the page, its style and
its scripts. Prints one JSON line: the median milliseconds of each page, what it weighs cold, and the worst of all.
"""

from __future__ import annotations

import argparse
import json
import statistics
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

CHROMIUM = "/usr/bin/chromium"
PAGES = (
    "/",
    "/?q=atelier",
    "/sans-accompagnement",
    "/recouvrements",
    "/visites",
    "/visites/nouvelle",
    "/visites/compte-rendu",
    "/preparation",
    "/imports",
    "/imports/nouveau",
    "/a-verifier",
)
_READY = "() => performance.getEntriesByType('navigation')[0].loadEventEnd"
_WEIGHT = """() => performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))
  .reduce((all, one) => all + one.transferSize, 0)"""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--address", default="http://127.0.0.1:8032")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("paths", nargs="*", default=PAGES)
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        company = _first_company(browser, options.address)
        paths = [*options.paths, *([company] if company else [])]
        told = {path: _ready(browser, options.address + path, options.rounds) for path in paths}
        browser.close()
    worst = {name: max(one[name] for one in told.values()) for name in ("cold_ms", "warm_ms", "cold_kb")}
    print(json.dumps({"rounds": options.rounds, "worst": worst, "pages": told}, ensure_ascii=False))


def _ready(browser: Browser, address: str, rounds: int) -> dict[str, float]:
    cold, weights = [], []
    for _ in range(rounds):
        context = browser.new_context()
        cold.append(_visit(context, address))
        weights.append(context.pages[0].evaluate(_WEIGHT))
        context.close()
    context = browser.new_context()
    warm = [_visit(context, address) for _ in range(rounds + 1)][1:]
    context.close()
    return {
        "cold_ms": round(statistics.median(cold)),
        "warm_ms": round(statistics.median(warm)),
        "cold_kb": round(max(weights) / 1000, 1),
    }


def _visit(context: BrowserContext, address: str) -> float:
    page = context.pages[0] if context.pages else context.new_page()
    answer = page.goto(address, wait_until="load")
    if answer is None or answer.status != 200:
        raise RuntimeError(f"{address} answered {answer.status if answer else 'nothing'}")
    found: Any = page.evaluate(_READY)
    return float(found)


def _first_company(browser: Browser, address: str) -> str | None:
    """Return the page of one company that the service knows."""
    page = browser.new_page()
    page.goto(f"{address}/sans-accompagnement")
    link = page.locator("main a[href^='/entreprises/']").first
    found = link.get_attribute("href") if link.count() else None
    page.close()
    return found


if __name__ == "__main__":
    main()

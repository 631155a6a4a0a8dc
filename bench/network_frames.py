"""How long a frame of the network's canvas takes while it is moved and zoomed, beside an empty one; a line of JSON.

Run: `python -m bench.network_frames [--actors 3000 --links 9000 --frames 150]`. Our own module draws in Debian's
Chromium, without a GPU, on a picture laid out by our own code; the peer is a canvas of the same size that is only
cleared, in the same browser and the same run. A frame is the time between two `requestAnimationFrame`, at the pace of a
screen (60 a second), then as fast as the browser can, which tells what a frame costs.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import time
from typing import Any

import numpy as np

from queries.analytics import Network, Picture
from queries.analytics.model import Actor, Columns
from queries.analytics.picture import MOST_SHOWN, _picture
from web.assets import assets
from web.drawing import drawing

ORIGIN = "http://bench.invalid"
PAGE = """<!doctype html><html lang="fr"><link rel="stylesheet" href="/app.css">
<main><div class="net-frame" data-network hidden><div class="net-sheet"><canvas tabindex="0"></canvas></div>
<p class="net-said"></p><script type="application/json">%s</script></div></main>
<script type="module" src="/network.js"></script></html>"""
FRAMES = """async ([frames, empty]) => {
  const canvas = document.querySelector("canvas"), pen = canvas.getContext("2d"), lasted = [];
  canvas.focus();
  let before = await new Promise(requestAnimationFrame);
  for (let frame = 0; frame < frames; frame += 1) {
    if (empty) pen.clearRect(0, 0, canvas.width, canvas.height);
    else if (frame % 2) {
      canvas.dispatchEvent(new KeyboardEvent("keydown", { key: frame % 40 < 20 ? "ArrowLeft" : "ArrowRight" }));
    } else canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: frame % 60 < 30 ? -30 : 30, cancelable: true }));
    const now = await new Promise(requestAnimationFrame);
    lasted.push(now - before);
    before = now;
  }
  return lasted;
}"""


def network_of(actors: int, links: int) -> Network:
    """Draw at random: one actor in fifty is an institution, few institutions have most links."""
    rng = random.Random(5)
    operators = max(2, actors // 50)
    shares = [1 / (rank + 1) ** 0.7 for rank in range(operators)]
    pairs = {(rng.choices(range(operators), shares)[0], company) for company in range(operators, actors)}
    while len(pairs) < links:
        pairs.add((rng.choices(range(operators), shares)[0], rng.randrange(operators, actors)))
    source, target = (np.array(column, dtype=np.int64) for column in zip(*sorted(pairs), strict=True))
    kinds = ["operator"] * operators + ["company"] * (actors - operators)
    named = [Actor(f"{kind}:{place}", kind, str(place), f"Acteur numéro {place}") for place, kind in enumerate(kinds)]
    weight = np.ones(len(source), dtype=np.int64)
    no_day = [""] * len(source)
    links_ = Columns(source, target, weight, {"visits": weight}, no_day, no_day)
    return Network("banc", actors - operators, named, links_)


def centile(values: list[float], share: float) -> float:
    """Return the value that a share of them stays below."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def frames_of(drawn: Network, picture: Picture, count: int, *, paced: bool) -> dict[str, Any]:
    """Measure in a browser: our frames, those of an empty canvas, and how long the page takes to be ready."""
    from playwright.sync_api import sync_playwright

    served = {"/": (PAGE % drawing(drawn, picture), "text/html; charset=utf-8")}
    for name, kind in (("app.css", "text/css"), ("network.js", "text/javascript")):
        served[f"/{name}"] = assets()[name].content.decode(), kind

    def answer(route: Any) -> None:
        body, kind = served.get(route.request.url.removeprefix(ORIGIN), ("", "text/plain"))
        route.fulfill(body=body, content_type=kind)

    with sync_playwright() as playwright:
        flags = ["--no-sandbox", *(() if paced else ("--disable-frame-rate-limit", "--disable-gpu-vsync"))]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        page = browser.new_page(viewport={"width": 1366, "height": 800})
        page.route("**/*", answer)
        page.goto(f"{ORIGIN}/")
        page.locator("[data-started]").wait_for()
        page.evaluate(FRAMES, [20, False])
        empty, ours = (page.evaluate(FRAMES, [count, alone]) for alone in (True, False))
        browser.close()
    return {
        "p50_ms": round(statistics.median(ours), 1),
        "p95_ms": round(centile(ours, 0.95), 1),
        "empty_p95_ms": round(centile(empty, 0.95), 1),
        "ratio_p95": round(centile(ours, 0.95) / centile(empty, 0.95), 2),
    }


def main() -> None:
    """Draw, lay out, measure, print."""
    options = argparse.ArgumentParser()
    for name, default in (("actors", 3_000), ("links", 9_000), ("frames", 150)):
        options.add_argument(f"--{name}", type=int, default=default)
    asked = options.parse_args()
    if shutil.which("chromium") is None:
        print(json.dumps({"bench": "network_frames", "skipped": "no chromium"}))
        return
    drawn = network_of(asked.actors, asked.links)
    start = time.perf_counter()
    picture = _picture(drawn, 0, MOST_SHOWN)
    laid = time.perf_counter() - start
    sizes = {"actors": len(picture.marks), "links": len(picture.links), "layout_s": round(laid, 2)}
    measured = {
        name: frames_of(drawn, picture, asked.frames, paced=paced) for name, paced in (("at_60", True), ("free", False))
    }
    print(json.dumps({"bench": "network_frames", **sizes, **measured}))


if __name__ == "__main__":
    main()

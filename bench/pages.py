"""How many pages a second, and how long one waits, with fifty readers: on a small region and on a large one.

    python -m bench.pages [--companies 5000 500000] [--readers 50] [--seconds 20]

Each region is fictional and in a graph of its own; the service runs as `dore serve` runs it, in a process of its own.
Readers go from page to page without a pause (search, company, without accompaniment, overlaps, visits); before and
after them the same readers ask for a page that answers "ok" through the same stack. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from bench.homes import own_graph
from bench.region import Region, draw
from bench.serving import OK, served

MOST_EACH = 5_000
"""Pages that one reader asks for at most."""
Choose = Callable[[random.Random], tuple[str, str]]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--companies", type=int, nargs="+", default=[5_000, 500_000])
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20.0)
    options = parser.parse_args()
    sizes = [_measured(size, options.readers, options.seconds) for size in options.companies]
    smallest, largest = sizes[0]["pages"], sizes[-1]["pages"]
    told = {
        "readers": options.readers,
        "sizes": sizes,
        "p50_largest_vs_smallest": round(largest["p50_ms"] / smallest["p50_ms"], 2),
        "p99_largest_vs_smallest": round(largest["p99_ms"] / smallest["p99_ms"], 2),
        "pages_s_vs_ok": [round(one["pages"]["pages_s"] / one["ok"]["pages_s"], 3) for one in sizes],
    }
    print(json.dumps(told))


def _measured(companies: int, readers: int, seconds: float) -> dict[str, Any]:
    with own_graph() as graph:
        started = time.perf_counter()
        region = draw(graph, companies)
        drawn = time.perf_counter() - started
        started = time.perf_counter()
        warmed = (f"/?q={quote(region.names[0])}", "/sans-accompagnement", "/recouvrements", "/visites")
        with served(graph, region.operators[0], warmed) as port:
            ready = time.perf_counter() - started
            choose = _mix(region)
            asyncio.run(_load(port, choose, readers, seconds / 4))
            before = asyncio.run(_load(port, lambda _: ("ok", OK), readers, seconds / 4))
            pages = asyncio.run(_load(port, choose, readers, seconds))
            after = asyncio.run(_load(port, lambda _: ("ok", OK), readers, seconds / 4))
        ok = {name: round((before[name] + after[name]) / 2, 1) for name in ("pages_s", "p50_ms", "p99_ms")}
        times = {"drawn_s": round(drawn, 1), "ready_s": round(ready, 1), "load": round(os.getloadavg()[0], 1)}
        return {"companies": companies, "visits": 2 * companies, **times, "pages": pages, "ok": ok}


def _mix(region: Region) -> Choose:
    """The pages that a reader goes through: half of them one company or a search, the others the lists."""

    def choose(rng: random.Random) -> tuple[str, str]:
        where = f"?territory=epci:{rng.choice(region.places)}" if rng.random() < 0.3 else ""
        return rng.choice(
            (
                ("search", f"/?q={quote(rng.choice(region.names))}"),
                ("company", f"/entreprises/{rng.choice(region.companies)}"),
                ("unsupported", f"/sans-accompagnement{where}"),
                ("overlaps", f"/recouvrements{where}"),
                ("visits", "/visites"),
            )
        )

    return choose


async def _load(port: int, choose: Choose, readers: int, seconds: float) -> dict[str, Any]:
    """Let readers ask one page after the other, and return how many they got and how long they waited."""
    started = time.perf_counter()
    many = [_reader(port, choose, random.Random(seed), started + seconds) for seed in range(readers)]
    took = [one for each in await asyncio.gather(*many) for one in each]
    spent = time.perf_counter() - started
    by_page: dict[str, list[float]] = defaultdict(list)
    for name, wait in took:
        by_page[name].append(wait)
    return {
        "pages_s": round(len(took) / spent, 1),
        **_waits([wait for _, wait in took]),
        "by_page": {name: _waits(waits) for name, waits in sorted(by_page.items())},
    }


def _waits(waits: list[float]) -> dict[str, Any]:
    ordered = sorted(waits)
    return {
        "count": len(ordered),
        "p50_ms": round(1000 * ordered[len(ordered) // 2], 1),
        "p99_ms": round(1000 * ordered[int(len(ordered) * 0.99)], 1),
    }


async def _reader(port: int, choose: Choose, rng: random.Random, until: float) -> list[tuple[str, float]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    took: list[tuple[str, float]] = []
    while time.perf_counter() < until and len(took) < MOST_EACH:
        name, path = choose(rng)
        started = time.perf_counter()
        status = await _get(reader, writer, port, path)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
        took.append((name, time.perf_counter() - started))
    writer.close()
    return took


async def _get(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, path: str) -> int:
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    await reader.readexactly(int(head.partition("content-length: ")[2].partition("\r\n")[0]))
    return int(head.split(" ", 2)[1])


if __name__ == "__main__":
    main()

"""Peak memory of ingesting a 1,000,000-row CSV of visits, Python side; prints one JSON line with the ratio to 300 MB.

    python -m bench.ingest_memory [--rows 1000000]

The file is drawn over 3,000 fictional companies. The ingest runs in a process of its own, whose largest resident size
the system itself gives (`ru_maxrss`); the matcher's index of these companies is in it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

from bench.homes import ROOT, own_home
from cli.demo.region import generate
from graph import connect
from ingest.request import Request
from ingest.run import ingest_file

LIMIT_MB = 300
COMPANIES = 3_000


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    with own_home() as settings:
        region = generate(settings.home / "region", companies=COMPANIES)
        register = next(file for file in region.files if file.source == "companies")
        with connect(settings) as graph:
            ingest_file(graph, settings.home / "region" / register.file, Request(source="companies"))
            found = graph.system_read("MATCH (c:Company) RETURN c.siren AS siren, c.name AS name ORDER BY siren")
        path = settings.home / "visites.csv"
        draw(path, [(one["siren"], one["name"]) for one in found], rows)
        environment = {
            **os.environ,
            "DORE_HOME": str(settings.home),
            "DORE_RUNTIME": str(settings.runtime_dir),
        }
        command = [sys.executable, "-m", "cli.main", "ingest", str(path), "--source", "visits"]
        command += ["--operator", "Agence Fictive", "--create-operator", "--json"]
        started = time.perf_counter()
        done = subprocess.run(
            command, env=environment, cwd=ROOT, check=True, capture_output=True,
        )  # fmt: skip
        seconds = time.perf_counter() - started
        [report] = json.loads(done.stdout)
        peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024  # before the server, a child too, ends
    print(
        json.dumps(
            {
                "bench": "ingest_memory",
                "rows": report["read"],
                "written": report["written"],
                "rows_per_s": round(report["read"] / seconds),
                "peak_mb": round(peak_mb),
                "limit_mb": LIMIT_MB,
                "ratio": round(peak_mb / LIMIT_MB, 3),
            }
        )
    )
    return 0


def draw(path: Path, companies: list[tuple[str, str]], rows: int) -> None:
    """Write visits over two years, a third of them without identifier."""
    chance = random.Random(20260520)
    with path.open("w", encoding="utf-8") as stream:
        stream.write("id;date;entreprise;siren;thème;objet;statut\n")
        for number in range(rows):
            siren, name = companies[chance.randrange(len(companies))]
            day = f"{chance.randrange(1, 29):02d}/{chance.randrange(1, 13):02d}/{chance.choice((2024, 2025))}"
            shown = "" if chance.random() < 1 / 3 else siren
            stream.write(f"F{number};{day};{name};{shown};export;point annuel;réalisée\n")


if __name__ == "__main__":
    raise SystemExit(main())

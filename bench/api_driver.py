"""Requests a second of `GET /api/v1/companies/{siren}`: on the loop, in threads, and bare; one line of JSON.

Run: `python bench/api_driver.py [--companies 20000 --visits 40000 --seconds 5]`. It uses an empty Neo4j: the
one of `NEO4J_URI`, or an embedded one in a temporary home (`DORE_RUNTIME` saves the download), and empties it
afterwards. The server runs in a process of its own and answers on loopback; the client writes the bytes of a
request and reads those of the answer, nothing else, so that it does not become what is measured. The variants
take turns. Processor time per request (Linux) is what to compare on a machine that has other work.

- `bridged`: the route of the product (`@light`).
- `threads`: the same route as `@heavy` would run it, with as many threads as clients.
- `bare`: the reference: an async route of FastAPI that awaits the same Cypher on the async driver and answers
  it with orjson as it comes: no model, no rule of the product.
"""

import argparse
import asyncio
import io
import json
import multiprocessing
import os
import random
import socket
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import orjson  # noqa: E402
import uvicorn  # noqa: E402
from anyio import CapacityLimiter, to_thread  # noqa: E402
from fastapi import Response  # noqa: E402

from access.roles import local  # noqa: E402
from api import permissions  # noqa: E402
from api.app import create_app  # noqa: E402
from api.dependencies import CallerDep, GraphDep  # noqa: E402
from api.parameters import SirenPath  # noqa: E402
from gate import logs  # noqa: E402
from gate.service import Service  # noqa: E402
from graph import MEMBER, Graph, Settings, connect  # noqa: E402
from queries.models import MASKED_NAME  # noqa: E402
from queries.who import CYPHER, WhoResult, who  # noqa: E402

EMPTY = "MATCH (n) WHERE NOT n:Migration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
VARIANTS = {"bridged": "/api/v1/companies/", "threads": "/threads/", "bare": "/bare/"}
PROVENANCE = dict.fromkeys(("source_uid", "import_uid", "recorded_at", "recorded_by"), "bench")
THREADS = 16
DRAW_COMPANIES = """
UNWIND $rows AS siren
CREATE (c:Company {uid: siren, siren: siren, name: 'Société ' + siren, names: ['Société ' + siren],
  naf: '62.01Z', departement: '80', commune: 'Amiens', code_commune: '80021', state: 'open',
  visibility: 'open',
  nature_juridique: '5710'})
SET c += $provenance
"""
DRAW_VISITS = """
UNWIND $rows AS row
MATCH (o:Operator {uid: row[1]}) MATCH (c:Company {uid: row[2]})
CREATE (o)-[v:VISITED {uid: row[0], visit: row[0], owner: row[1], visibility: 'shared', on: row[3],
  earliest: row[3], latest: row[3], status: 'done', role: 'lead', theme: 'export'}]->(c)
SET v += $provenance
"""


def draw(graph: Graph, companies: int, visits: int) -> list[str]:
    """Write companies and visits, and return the SIREN of the companies."""
    rng = random.Random(20_260_520)
    graph.write(
        "UNWIND range(0, 39) AS n CREATE (o:Operator {uid: 'op' + n, name: 'Opérateur ' + n}) SET o += $provenance",
        provenance=PROVENANCE,
    )
    sirens = [_with_key(100_000_000 + 10 * number) for number in range(companies)]
    for start in range(0, companies, 5_000):
        graph.write(DRAW_COMPANIES, rows=sirens[start : start + 5_000], provenance=PROVENANCE)
    rows = [
        [f"v{n}", f"op{rng.randrange(40)}", rng.choice(sirens), f"2026-{rng.randrange(1, 13):02}-15"]
        for n in range(visits)
    ]
    for start in range(0, visits, 5_000):
        graph.write(
            DRAW_VISITS,
            rows=sorted(rows[start : start + 5_000], key=lambda row: row[2]),
            provenance=PROVENANCE,
        )
    return sirens


def _with_key(number: int) -> str:
    digits = f"{number:09}"[:8]
    total = sum(sum(divmod(2 * int(one), 10)) if place % 2 else int(one) for place, one in enumerate(digits))
    return digits + str(-total % 10)


def run_server(listening: socket.socket, uri: str, user: str, password: str) -> None:
    """Serve the application with two more routes, in a process of its own."""
    graph = Graph(uri, user, password)
    logs.configure(io.StringIO())  # the lines are made, as in the product, and go nowhere
    app = create_app(Service(graph, Settings(home=Path(tempfile.gettempdir())), local()))
    permissions.ACTIONS.update(dict.fromkeys(("GET /threads/{siren}", "GET /bare/{siren}")))
    turns = CapacityLimiter(THREADS)

    @app.get("/threads/{siren}")
    async def threads(siren: SirenPath, graph: GraphDep, caller: CallerDep) -> WhoResult:
        return await to_thread.run_sync(partial(who, graph, caller, siren), limiter=turns)

    @app.get("/bare/{siren}")
    async def bare(siren: str, graph: GraphDep) -> Response:
        parameters = {"keys": [siren], "masked_name": MASKED_NAME, **MEMBER.parameters}
        driver = graph._driver_of_this_loop()
        async with driver.session() as session:
            records = await session.execute_read(_records, CYPHER, parameters)
        return Response(orjson.dumps(records), media_type="application/json")

    config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False, proxy_headers=False)
    uvicorn.Server(config).run(sockets=[listening])


async def _records(tx: Any, cypher: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    result = await tx.run(cypher, parameters)
    return [record.data() async for record in result]


async def _client(port: int, path: str, sirens: list[str], until: float, seed: int) -> list[float]:
    """Ask again and again on one connection until a moment; return how long each answer took."""
    rng = random.Random(seed)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    took = []
    while (started := time.perf_counter()) < until:
        writer.write(f"GET {path}{rng.choice(sirens)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        took.append(time.perf_counter() - started)
    writer.close()
    return took


class Target(NamedTuple):
    """The service measured: its port, its process, and what to ask it for."""

    port: int
    pid: int
    sirens: list[str]

    def cpu_s(self) -> float:
        """Processor time that the process has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def load(target: Target, path: str, clients: int, seconds: float) -> dict[str, float]:
    """Return requests a second, how long an answer takes, and the processor time of the service for each."""
    used = target.cpu_s()
    started = time.perf_counter()
    many = [_client(target.port, path, target.sirens, started + seconds, seed) for seed in range(clients)]
    took = sorted(one for each in await asyncio.gather(*many) for one in each)
    spent = time.perf_counter() - started
    return {
        "requests_s": len(took) / spent,
        "p50_ms": 1000 * took[len(took) // 2],
        "p99_ms": 1000 * took[int(len(took) * 0.99)],
        "cpu_ms": 1000 * (target.cpu_s() - used) / len(took),
    }


def measure(target: Target, clients: int, seconds: float, rounds: int) -> dict[str, dict[str, float]]:
    """Let the variants take turns, and return the median of each figure."""
    seen: dict[str, list[dict[str, float]]] = {name: [] for name in VARIANTS}
    for turn in range(rounds + 1):
        for name, path in VARIANTS.items():
            figures = asyncio.run(load(target, path, clients, seconds if turn else seconds / 2))
            if turn:  # the first turn warms up
                seen[name].append(figures)
    return {
        name: {key: round(statistics.median(one[key] for one in turns), 2) for key in turns[0]}
        for name, turns in seen.items()
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, value in (("companies", 20_000), ("visits", 40_000), ("rounds", 3)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--clients", type=int, nargs="+", default=[8, 16])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        settings = Settings() if os.environ.get("NEO4J_URI") else Settings(home=Path(home))
        with connect(settings, progress=False) as graph:
            filled = graph.system_read("RETURN EXISTS { MATCH (n) WHERE NOT n:Migration } AS filled")[0]["filled"]
            if filled:
                sys.exit("La base n'est pas vide : ce banc la viderait.")
            try:
                sirens = draw(graph, options.companies, options.visits)
                print(json.dumps(_figures(graph, sirens, options)))
            finally:
                graph.auto_commit(EMPTY)
        if not settings.neo4j_uri:
            from graph.embedded import stop

            stop(settings)


def _figures(graph: Graph, sirens: list[str], options: argparse.Namespace) -> dict[str, Any]:
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = multiprocessing.get_context("spawn").Process(
        target=run_server, args=(listening, graph.uri, *graph._auth), daemon=True
    )
    server.start()
    try:
        asyncio.run(_until_it_answers(port))
        target = Target(port, server.pid or 0, sirens)
        told: dict[str, Any] = {"companies": len(sirens), "visits": options.visits}
        told["load"] = round(os.getloadavg()[0], 1)
        for clients in options.clients:
            figures = measure(target, clients, options.seconds, options.rounds)
            speed = {name: one["requests_s"] for name, one in figures.items()}
            told[f"clients_{clients}"] = {
                **figures,
                "bridged_vs_threads": round(speed["bridged"] / speed["threads"], 2),
                "bridged_vs_bare": round(speed["bridged"] / speed["bare"], 2),
                "cpu_bridged_vs_threads": round(figures["bridged"]["cpu_ms"] / figures["threads"]["cpu_ms"], 2),
            }
        return told
    finally:
        server.terminate()
        server.join()


async def _until_it_answers(port: int) -> None:
    for _ in range(600):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        except OSError:
            await asyncio.sleep(0.1)
    sys.exit("Le serveur n'a pas démarré.")


if __name__ == "__main__":
    main()

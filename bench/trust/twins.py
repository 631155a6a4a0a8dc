"""Two worlds that differ only in what a caller may not see give that caller the same bytes.

`python -m bench.trust.twins --pairs 100` draws that many pairs, asks every route that reads of both as four callers,
and prints one JSON line: `differing` must be 0. Worlds come in chains: each makes a pair with the one before, and only
what changes is written. Chains that were done are kept in `DORE_HOME/trust-twins.jsonl`, and not done again unless
`--again`; `--costs` says which routes took the time, `--seed` begins elsewhere.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple, Self

from anyio.from_thread import start_blocking_portal
from starlette.types import ASGIApp

from access import ANONYMOUS, Identity, Role
from api.app import ROUTERS as API_ROUTERS
from api.app import create_app
from bench.homes import EMPTY, own_home
from bench.trust.calls import Call, Seen, Spent, ask, calls
from bench.trust.drawing import draw
from bench.trust.facts import NEIGHBOUR, OPERATORS, THIRD, World
from bench.trust.worlds import Eyes, chain
from gate import logs
from gate.service import Service
from graph import Graph, Settings, connect, edition
from queries.kept import Keeping
from web.app import ROUTERS as WEB_ROUTERS
from web.app import create_pages


class Asker(NamedTuple):
    """Who asks, and which pairs must look the same to them."""

    name: str
    identity: Identity
    eyes: Eyes


def _of(role: Role, organisation: str) -> Identity:
    return Identity(role, organisation, OPERATORS[organisation], None, "", f"essai-{role}", via="local")


ASKERS = (
    Asker("anonymous", ANONYMOUS, Eyes.PUBLIC),
    Asker("reader", _of(Role.READER, NEIGHBOUR), Eyes.MEMBER),
    Asker("steward of another", _of(Role.STEWARD, THIRD), Eyes.MEMBER),
    Asker("api_key", _of(Role.API_KEY, NEIGHBOUR), Eyes.MEMBER),
)


UNBOUNDED: dict[str, Any] = dict.fromkeys(
    ("rate_person", "rate_organisation", "rate_address", "rate_sign_in", "rate_demand"), "1000000/minute"
)
"""What is asked in a minute here would take people a day."""


DONE_BY_ASKING = "MATCH (e:AuditEvent {via: 'local'}) DELETE e"
"""What the askers did themselves, which their own stewards read: no part of a world."""


class Difference(NamedTuple):
    """An answer that tells two worlds apart, and where it begins to."""

    seed: int
    asker: str
    call: str
    plain: str
    secret: str


class Asked(NamedTuple):
    """A request, and by whom."""

    asker: Asker
    call: Call


class Doors:
    """The applications that answer each asker, on one event loop, over a graph whose columns are kept as when served.

    Args:
        graph: empty; it is left so.
        home: where the service writes.
    """

    def __init__(self, graph: Graph, home: Path) -> None:
        self.graph = graph
        self.spent: Spent = {}
        self._shown: World | None = None
        self._home = home
        self._apps: dict[tuple[str, bool], ASGIApp] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        keeping = Keeping(self.graph)
        keeping.start()
        self._open.callback(keeping.stop)
        self._portal = self._open.enter_context(start_blocking_portal())
        self._open.callback(self._portal.call, self.graph.close_async)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()
        self.graph.auto_commit(EMPTY)

    def show(self, world: World) -> None:
        """Put a world in the place of the one before: plans of queries stay good, which an emptied graph would lose."""
        self.graph.auto_commit(DONE_BY_ASKING)
        draw(self.graph, world, self._shown)
        edition.begin(self.graph)
        self._shown = world

    def ask(self, asked: Sequence[Asked]) -> list[Seen]:
        """Return what is answered to each, in order."""
        told: dict[int, Seen] = {}
        for asker in dict.fromkeys(one.asker for one in asked):
            for part in (True, False):
                mine = [n for n, one in enumerate(asked) if one.asker == asker and _is_api(one.call) is part]
                calls = [asked[n].call for n in mine]
                answers = self._portal.call(ask, self._app(asker, part), calls, self.spent)
                told |= dict(zip(mine, answers, strict=True))
        return [told[n] for n in range(len(asked))]

    def _app(self, asker: Asker, api: bool) -> ASGIApp:
        key = (asker.name, api)
        if key not in self._apps:
            service = Service(self.graph, Settings(home=self._home, **UNBOUNDED), asker.identity)
            self._apps[key] = create_app(service) if api else create_pages(service)
        return self._apps[key]


def differences(doors: Doors, seed: int, links: int = 1, only: str = "") -> Iterator[Difference | None]:
    """Yield, for each request and pair of one seed, what differs; None where nothing does.

    Args:
        doors: where the worlds are shown.
        seed: of the worlds.
        links: how many pairs each chain of worlds makes.
        only: a part of the routes' names, to ask those alone.
    """
    for eyes in Eyes:
        worlds = chain(seed, eyes, links)
        asked = [Asked(asker, call) for asker in ASKERS if asker.eyes is eyes for call in _calls(worlds, only)]
        told: list[Seen] = []
        for world in worlds:
            doors.show(world)
            now = doors.ask(asked)
            for one, plain, secret in zip(asked, told, now, strict=False):
                yield None if plain == secret else _difference(seed, one, plain, secret)
            told = now


def _difference(seed: int, one: Asked, plain: Seen, secret: Seen) -> Difference:
    return Difference(seed, one.asker.name, f"{one.call.method} {one.call.path}", *_apart(plain, secret))


def _calls(worlds: Sequence[World], only: str) -> list[Call]:
    every = [*calls((module.router for module in API_ROUTERS), worlds), *calls(WEB_ROUTERS, worlds)]
    return [call for call in every if only in call.route]


def _is_api(call: Call) -> bool:
    return call.path.startswith(("/api/", "/healthz"))


def _apart(plain: Seen, secret: Seen) -> tuple[str, str]:
    """Where two answers part, with a little of what stands around."""
    if plain.status != secret.status:
        return str(plain.status), str(secret.status)
    if plain.body == secret.body:
        return str(set(plain.headers) - set(secret.headers)), str(set(secret.headers) - set(plain.headers))
    at = next((n for n, (a, b) in enumerate(zip(plain.body, secret.body, strict=False)) if a != b), 0)
    around = slice(max(0, at - 60), at + 60)
    return plain.body[around].decode("utf-8", "replace"), secret.body[around].decode("utf-8", "replace")


def main() -> int:
    """Ask everything of that many pairs, and print what was found."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--pairs", type=int, default=100)
    asked.add_argument("--links", type=int, default=10, help="pairs of one chain of worlds")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--only", default="")
    asked.add_argument("--again", action="store_true", help="forget the chains that were done")
    asked.add_argument("--costs", action="store_true")
    wanted = asked.parse_args()
    logs.configure(io.StringIO())
    kept = Settings().home / "trust-twins.jsonl"
    kept.parent.mkdir(parents=True, exist_ok=True)
    if wanted.again:
        kept.unlink(missing_ok=True)
    with own_home() as settings, connect(settings) as graph, Doors(graph, settings.home) as doors:
        for seed in range(wanted.seed, wanted.seed + -(-wanted.pairs // wanted.links)):
            key = {"seed": seed, "links": wanted.links, "only": wanted.only}
            if not any(key.items() <= done.items() for done in _done(kept)):
                line = json.dumps(key | _tried(doors, seed, wanted.links, wanted.only))
                kept.write_text((kept.read_text() if kept.exists() else "") + line + "\n")
                print(line, file=sys.stderr)
        if wanted.costs:
            for route, seconds in sorted(doors.spent.items(), key=lambda item: -item[1])[:15]:
                print(f"{seconds:8.1f} s  {route}", file=sys.stderr)
    return _said(kept, wanted)


def _tried(doors: Doors, seed: int, links: int, only: str) -> dict[str, Any]:
    """Ask of one seed's chains, and sum up; what differs goes to stderr at once."""
    started, answers, differing = time.perf_counter(), 0, 0
    for one in differences(doors, seed, links, only):
        answers += 1
        if one:
            differing += 1
            print(one, file=sys.stderr)
    return {"answers": answers, "differing": differing, "seconds": round(time.perf_counter() - started, 1)}


def _done(kept: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in kept.read_text().splitlines()] if kept.exists() else []


def _said(kept: Path, wanted: argparse.Namespace) -> int:
    """Print the sum of the chains that were asked for."""
    seeds = range(wanted.seed, wanted.seed + -(-wanted.pairs // wanted.links))
    key = (wanted.links, wanted.only)
    mine = [one for one in _done(kept) if one["seed"] in seeds and (one["links"], one["only"]) == key]
    pairs = len(mine) * wanted.links
    told = {name: sum(one[name] for one in mine) for name in ("answers", "differing", "seconds")}
    spent = round(told.pop("seconds") / pairs, 1)
    print(json.dumps({"bench": "trust_twins", "pairs": pairs, "callers": len(ASKERS), **told, "s_each": spent}))
    return 1 if told["differing"] or pairs < wanted.pairs else 0


if __name__ == "__main__":
    sys.exit(main())

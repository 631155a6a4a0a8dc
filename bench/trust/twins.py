"""Two worlds that differ only in what a caller may not see give that caller the same bytes.

`python -m bench.trust.twins --pairs 100` draws that many pairs, asks every route that reads of both as four callers,
and prints one JSON line: `differing` must be 0. `--seed` begins elsewhere.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from access import ANONYMOUS, Identity, Role
from api.app import ROUTERS as API_ROUTERS
from api.app import create_app
from bench.homes import EMPTY, own_home
from bench.trust.calls import Call, Seen, ask, calls
from bench.trust.facts import NEIGHBOUR, OPERATORS, THIRD, World
from bench.trust.worlds import Eyes, pair
from gate import logs
from gate.service import Service
from graph import Graph, Settings, connect
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
    ("rate_person", "rate_organisation", "rate_address", "rate_sign_in"), "1000000/minute"
)
"""What is asked in a minute here would take people a day."""


class Difference(NamedTuple):
    """An answer that tells two worlds apart, and where it begins to."""

    seed: int
    asker: str
    call: str
    plain: str
    secret: str


def differences(graph: Graph, home: Path, seed: int, only: str = "") -> Iterator[Difference | None]:
    """Yield, for each request of one seed, what differs; None where nothing does.

    Args:
        graph: empty; it is left so.
        home: where the service writes.
        seed: of the worlds.
        only: a part of the routes' names, to ask those alone.
    """
    for eyes in Eyes:
        worlds = pair(seed, eyes)
        asked = [(asker, call) for asker in ASKERS if asker.eyes is eyes for call in _calls(worlds, only)]
        told = [_tell(graph, home, world, asked) for world in worlds]
        for (asker, call), plain, secret in zip(asked, *told, strict=True):
            same = plain == secret
            yield None if same else Difference(seed, asker.name, f"{call.method} {call.path}", *_apart(plain, secret))


def _calls(worlds: tuple[World, World], only: str) -> list[Call]:
    every = [*calls((module.router for module in API_ROUTERS), worlds), *calls(WEB_ROUTERS, worlds)]
    return [call for call in every if only in call.route]


def _tell(graph: Graph, home: Path, world: World, asked: list[tuple[Asker, Call]]) -> list[Seen]:
    """Draw a world, ask everything of it, and return what was answered."""
    graph.auto_commit(EMPTY)
    world.draw(graph)
    told: dict[int, Seen] = {}
    for asker in dict.fromkeys(asker for asker, _ in asked):
        service = Service(graph, Settings(home=home, **UNBOUNDED), asker.identity)
        for app, part in ((create_app(service), True), (create_pages(service), False)):
            mine = [n for n, (who, call) in enumerate(asked) if who == asker and _is_api(call) is part]
            told |= dict(zip(mine, ask(app, graph, [asked[n][1] for n in mine]), strict=True))
    graph.auto_commit(EMPTY)
    return [told[n] for n in range(len(asked))]


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
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pairs", type=int, default=100)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--only", default="")
    wanted = asked.parse_args()
    logs.configure(io.StringIO())
    answers, found = 0, []
    with own_home() as settings, connect(settings) as graph:
        for seed in range(wanted.seed, wanted.seed + wanted.pairs):
            for one in differences(graph, settings.home, seed, wanted.only):
                answers += 1
                if one:
                    found.append(one)
                    print(one, file=sys.stderr)
            print(f"pair {seed}: {answers} answers, {len(found)} differ", file=sys.stderr)
    print(json.dumps({"bench": "trust_twins", "pairs": wanted.pairs, "answers": answers, "differing": len(found)}))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

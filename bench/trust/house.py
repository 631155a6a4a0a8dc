"""A whole service on a free port of this machine, over a small world, with somebody of each role signed in.

What is asked of it crosses a real socket. Everything that it writes down is kept, to be searched afterwards.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from access import sessions
from access.keys import create_key
from access.links import redeem
from access.memberships import Guest, accept_charter, invite
from access.roles import Role, local, platform
from api.app import create_app
from bench.homes import own_home
from bench.serving import listening
from bench.trust.drawing import draw
from bench.trust.facts import NEIGHBOUR, SECRETIVE, World
from gate import forgery, logs
from gate.asking import INSECURE_COOKIE
from gate.doors import behind_one_address
from gate.service import Service
from graph import Graph, Settings, connect
from web.app import create_pages

SIGNED_IN = (Role.READER, Role.CONTRIBUTOR, Role.STEWARD, Role.DPO, Role.ADMIN)
UNBOUNDED: dict[str, Any] = {
    **dict.fromkeys(
        ("rate_person", "rate_organisation", "rate_address", "rate_sign_in", "rate_demand"), "1000000/minute"
    ),
    **dict.fromkeys(("sweep_sheets", "sweep_lists"), 0),
}
"""What is asked in a minute here would take people a day."""


@dataclass(frozen=True)
class House:
    """A service that listens, and what whoever knocks shows of themselves.

    Args:
        address: of the service, `http://127.0.0.1:port`.
        graph: what it works on.
        settings: its own.
        log: all that it has written down.
        shown: headers by role, for `SECRETIVE`; `neighbour`, of a steward of `NEIGHBOUR`; `stranger`, forged.
    """

    address: str
    graph: Graph
    settings: Settings
    log: io.StringIO
    shown: dict[str, dict[str, str]]


@contextmanager
def house(world: World) -> Iterator[House]:
    """Draw a world, let people in, and serve it until the end of the block."""
    log = io.StringIO()
    logs.configure(log)
    with own_home() as settings, connect(settings) as graph:
        draw(graph, world)
        service = Service(graph, settings.model_copy(update=UNBOUNDED), insecure=True)
        shown = everybody(graph)
        with listening(behind_one_address(create_app(service), create_pages(service))) as address:
            yield House(address, graph, settings, log, shown)


def everybody(graph: Graph) -> dict[str, dict[str, str]]:
    """Let in one person of each role, and return the headers that each sends."""
    shown: dict[str, dict[str, str]] = {"anonymous": {}}
    for role in SIGNED_IN:
        shown[role] = signed_in(graph, role, SECRETIVE)
    shown["neighbour"] = signed_in(graph, Role.STEWARD, NEIGHBOUR)
    shown["api_key"] = {"Authorization": f"Bearer {create_key(graph, local(SECRETIVE), 'Essai')[1].shown}"}
    cookie = shown[Role.STEWARD]["Cookie"]
    shown["stranger"] = {"Cookie": cookie[:-4] + "zzzz", "Authorization": "Bearer dore_" + "0" * 64}
    return shown


def signed_in(graph: Graph, role: Role, organisation: str, who: str = "") -> dict[str, str]:
    """Invite somebody, open their link, accept the charter, and return what their browser sends."""
    by = platform() if role is Role.ADMIN else local(organisation)
    invitation = invite(graph, by, Guest(f"{who or role}@{organisation}.example", f"Essai {role}", role))
    session = redeem(graph, invitation.link.shown).secret.shown
    if role is not Role.ADMIN:
        accept_charter(graph, sessions.identify(graph, session))
    identity = sessions.identify(graph, session)
    return {"Cookie": f"{INSECURE_COOKIE}={session}", forgery.HEADER: forgery.token(identity)}

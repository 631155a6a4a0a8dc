"""Two institutions that were admitted, and people who sign in to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest

from access import moments, sessions
from access.links import redeem
from access.memberships import Guest, accept_charter, invite
from access.organisations import admit
from access.roles import Identity, Role, local, platform
from graph import Graph
from tests.given import given


class SignedIn(NamedTuple):
    """Somebody with a session open: what the cookie holds, and who that is."""

    shown: str
    identity: Identity


def admitted(graph: Graph) -> Graph:
    """Draw two institutions that were admitted, and one that was not."""
    given(
        graph,
        "(:Operator {uid: 'cci', name: 'CCI Test'})",
        "(:Operator {uid: 'cma', name: 'CMA Test'})",
        "(:Operator {uid: 'adem', name: 'Agence Test', is_member: true})",
    )
    for uid in ("cci", "cma"):
        admit(graph, platform(), uid)
    return graph


def join(graph: Graph, role: Role, organisation: str = "cci", *, email: str = "", charter: bool = True) -> SignedIn:
    """Invite somebody, open the link and, unless told otherwise, accept the charter."""
    by = platform() if role is Role.ADMIN else local(organisation)
    invitation = invite(graph, by, Guest(email or f"{role}@{organisation}.example", f"Nom {role}", role))
    shown = redeem(graph, invitation.link.shown).secret.shown
    if charter and role is not Role.ADMIN:
        accept_charter(graph, sessions.identify(graph, shown))
    return SignedIn(shown, sessions.identify(graph, shown))


Clock = Callable[[timedelta], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Let time pass."""
    passed = timedelta()

    def later(more: timedelta) -> None:
        nonlocal passed
        passed += more

    monkeypatch.setattr(moments, "now", lambda: datetime.now(UTC) + passed)
    return later


@pytest.fixture
def region(graph: Graph) -> Graph:
    """Two institutions that were admitted, and one that was not."""
    return admitted(graph)

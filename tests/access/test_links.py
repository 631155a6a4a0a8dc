"""Links that sign in, once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from access import sessions
from access.links import create_link, redeem
from access.memberships import Guest, invite
from access.roles import Role, local, platform
from graph import Graph
from graph.errors import AccessRefused, Misuse, NotFound, Unauthenticated
from tests.access.conftest import Clock, join


def link(graph: Graph, role: Role = Role.READER) -> str:
    return invite(graph, local("cci"), Guest("ada@cci.example", "Ada", role)).link.shown


def test_a_link_opens_one_session_and_no_second_one(region: Graph) -> None:
    shown = link(region)
    identity = sessions.identify(region, redeem(region, shown).secret.shown)
    assert (identity.role, identity.organisation, identity.via) == (Role.READER, "cci", "session")
    with pytest.raises(Unauthenticated):
        redeem(region, shown)


def test_of_many_who_open_a_link_at_once_one_gets_in(region: Graph) -> None:
    shown = link(region)

    def attempt(_: int) -> bool:
        try:
            redeem(region, shown)
        except Unauthenticated:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(16))) == 1
    assert region.system_read("MATCH (s:Session) RETURN count(s) AS n") == [{"n": 1}]


def test_an_invitation_lasts_seven_days_and_no_longer(region: Graph, clock: Clock) -> None:
    first = link(region)
    clock(timedelta(days=7, seconds=1))
    with pytest.raises(Unauthenticated):
        redeem(region, first)
    with pytest.raises(Misuse):
        invite(region, local("cci"), Guest("bob@cci.example", "Bob"), lasts=timedelta(days=8))


def test_a_link_that_never_was_is_answered_like_one_that_was_used(region: Graph) -> None:
    used = link(region)
    redeem(region, used)
    said = []
    for shown in (used, "dore_inconnu", "", "é" * 500):
        with pytest.raises(Unauthenticated) as refused:
            redeem(region, shown)
        said.append(str(refused.value))
    assert len(set(said)) == 1


def test_the_server_makes_a_link_for_whoever_is_known_and_nobody_else_does(region: Graph) -> None:
    steward = join(region, Role.STEWARD)
    shown = create_link(region, local("cci"), " STEWARD@cci.example ").shown
    assert sessions.identify(region, redeem(region, shown).secret.shown).person == steward.identity.person
    with pytest.raises(NotFound):
        create_link(region, local("cci"), "personne@cci.example")
    with pytest.raises(AccessRefused):
        create_link(region, steward.identity, "steward@cci.example")
    with pytest.raises(Misuse):
        create_link(region, local("cci"), "steward@cci.example", lasts=timedelta(days=8))


def test_a_link_that_one_institution_made_opens_nothing_of_another(region: Graph) -> None:
    join(region, Role.STEWARD, "cma", email="ada@region.example")
    made_by_cci = invite(region, local("cci"), Guest("ada@region.example", "Ada", Role.READER)).link.shown
    session = redeem(region, made_by_cci).secret.shown
    assert [choice.organisation for choice in sessions.choices(region, session)] == ["cci"]
    with pytest.raises(NotFound):
        sessions.choose(region, session, "cma")
    everywhere = redeem(region, create_link(region, platform(), "ada@region.example").shown).secret.shown
    assert [choice.organisation for choice in sessions.choices(region, everywhere)] == ["cci", "cma"]


def test_no_secret_is_kept_nor_written_in_a_log(region: Graph) -> None:
    invitation = invite(region, local("cci"), Guest("ada@cci.example", "Ada"))
    opened = redeem(region, invitation.link.shown)
    kept = str(region.system_read("MATCH (n) RETURN properties(n) AS n"))
    for secret in (invitation.link, opened.secret):
        assert secret.shown not in kept
        assert secret.shown not in repr((invitation, opened))
        assert secret.sha256 in kept

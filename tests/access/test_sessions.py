"""People signed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from access import sessions
from access.links import create_link, redeem
from access.memberships import Guest, accept_charter, end, invite, set_role
from access.organisations import resume, suspend
from access.people import disable
from access.roles import Action, Role, local, platform
from graph import Graph
from graph.errors import NotFound, Unauthenticated
from graph.visibility import Layer
from tests.access.conftest import Clock, join


def test_a_session_ends_after_thirty_idle_minutes_and_lives_on_while_it_is_used(region: Graph, clock: Clock) -> None:
    shown = join(region, Role.READER).shown
    for _ in range(3):
        clock(timedelta(minutes=29))
        assert sessions.identify(region, shown).role is Role.READER
    clock(timedelta(minutes=30, seconds=1))
    with pytest.raises(Unauthenticated):
        sessions.identify(region, shown)


def test_a_session_ends_after_twelve_hours_however_busy(region: Graph, clock: Clock) -> None:
    shown = join(region, Role.READER).shown
    for _ in range(35):
        clock(timedelta(minutes=20))
        sessions.identify(region, shown)
    clock(timedelta(minutes=21))
    with pytest.raises(Unauthenticated):
        sessions.identify(region, shown)


def test_a_change_of_role_is_in_force_at_the_next_request(region: Graph) -> None:
    steward, other = join(region, Role.STEWARD), join(region, Role.CONTRIBUTOR)
    set_role(region, steward.identity, "contributor@cci.example", Role.READER)
    assert sessions.identify(region, other.shown).role is Role.READER
    end(region, steward.identity, "contributor@cci.example")
    left = sessions.identify(region, other.shown)
    assert (left.role, left.organisation, left.caller.layer) == (Role.ANONYMOUS, None, Layer.PUBLIC)


def test_members_of_a_suspended_institution_get_nothing_until_it_is_resumed(region: Graph) -> None:
    steward = join(region, Role.STEWARD)
    suspend(region, platform(), "cci")
    left = sessions.identify(region, steward.shown)
    assert [action for action in Action if left.may(action)] == [Action.READ_OPEN]
    assert sessions.choices(region, steward.shown) == []
    resume(region, platform(), "cci")
    assert sessions.identify(region, steward.shown).role is Role.STEWARD


def test_a_person_of_two_institutions_chooses_and_is_nobody_until_then(region: Graph) -> None:
    join(region, Role.STEWARD, "cci", email="ada@region.example")
    join(region, Role.READER, "cma", email="ada@region.example")
    shown = redeem(region, create_link(region, platform(), "ada@region.example").shown).secret.shown
    assert sessions.identify(region, shown).role is Role.ANONYMOUS
    assert sessions.choose(region, shown, "cma").role is Role.READER
    assert sessions.choose(region, shown, "cci").organisation_name == "CCI Test"
    for uid in ("adem", "rien", "dore"):
        with pytest.raises(NotFound):
            sessions.choose(region, shown, uid)
    assert sessions.identify(region, shown).organisation == "cci"


def test_the_charter_is_accepted_by_each_person_for_each_institution(region: Graph) -> None:
    signed = join(region, Role.READER, charter=False)
    assert not signed.identity.charter
    accept_charter(region, signed.identity)
    assert sessions.identify(region, signed.shown).charter
    assert not join(region, Role.READER, "cma", email="reader@cci.example", charter=False).identity.charter


def test_an_administrator_of_the_platform_acts_for_no_institution(region: Graph) -> None:
    identity = join(region, Role.ADMIN).identity
    assert (identity.role, identity.organisation, identity.charter) == (Role.ADMIN, None, True)
    assert identity.caller.organisation is None


def test_signing_out_ends_the_session_for_good(region: Graph) -> None:
    shown, identity = join(region, Role.READER)
    sessions.close(region, identity, shown)
    sessions.close(region, identity, shown)
    with pytest.raises(Unauthenticated):
        sessions.identify(region, shown)


def test_somebody_disabled_is_out_at_once_and_their_links_are_dead(region: Graph) -> None:
    shown, identity = join(region, Role.READER)
    waiting = create_link(region, local("cci"), "reader@cci.example").shown
    disable(region, platform(), identity.person or "")
    with pytest.raises(Unauthenticated):
        sessions.identify(region, shown)
    with pytest.raises(Unauthenticated):
        redeem(region, waiting)


def test_sessions_that_ended_are_swept_when_somebody_signs_in(region: Graph, clock: Clock) -> None:
    join(region, Role.READER)
    clock(timedelta(hours=13))
    invited = invite(region, local("cma"), Guest("bob@cma.example", "Bob"))
    redeem(region, invited.link.shown)
    assert region.system_read("MATCH (s:Session) RETURN s.organisation AS o") == [{"o": "cma"}]


def test_a_session_is_read_in_one_go_and_written_once_a_minute(
    region: Graph, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = join(region, Role.READER).shown
    asked: list[bool] = []
    run = region._run
    monkeypatch.setattr(region, "_run", lambda *given, write: asked.append(write) or run(*given, write=write))
    sessions.identify(region, shown)
    assert asked == [False]
    clock(timedelta(seconds=61))
    for _ in range(3):
        sessions.identify(region, shown)
    assert asked == [False, False, True, False, False]


def test_what_a_session_says_in_public_is_not_its_secret(region: Graph) -> None:
    shown, identity = join(region, Role.READER)
    assert identity.session
    with pytest.raises(Unauthenticated):
        sessions.identify(region, identity.session)
    assert shown not in repr(replace(identity, name=""))

"""Institutions that may sign in."""

from __future__ import annotations

import pytest

from access.organisations import admit, organisations, resume, suspend
from access.roles import Identity, Role, platform
from graph import Graph
from graph.errors import AccessRefused, NotFound
from tests.access.conftest import join


def test_being_listed_as_a_member_opens_nothing_and_being_admitted_does(region: Graph) -> None:
    assert [one.uid for one in organisations(region, platform())] == ["cci", "cma"]
    admit(region, platform(), "adem")
    admit(region, platform(), "adem")
    assert [one.uid for one in organisations(region, platform())] == ["adem", "cci", "cma"]


def test_the_list_says_who_is_suspended_and_how_many_are_members(region: Graph) -> None:
    join(region, Role.STEWARD)
    suspend(region, platform(), "cma")
    cci, cma = organisations(region, platform())
    assert (cci.members, cci.suspended_at, bool(cci.charter_accepted_at)) == (1, None, True)
    assert (cma.members, bool(cma.suspended_at), cma.charter_accepted_at) == (0, True, None)
    resume(region, platform(), "cma")
    assert organisations(region, platform())[1].suspended_at is None


def test_an_institution_that_is_unknown_or_was_not_admitted_is_not_found(region: Graph) -> None:
    with pytest.raises(NotFound):
        admit(region, platform(), "rien")
    for uid in ("rien", "adem"):
        with pytest.raises(NotFound):
            suspend(region, platform(), uid)
        with pytest.raises(NotFound):
            resume(region, platform(), uid)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_nobody_but_the_platform_admits_or_suspends(region: Graph, role: Role) -> None:
    by = Identity(role, "cci")
    for attempt in (
        lambda: organisations(region, by),
        lambda: admit(region, by, "adem"),
        lambda: suspend(region, by, "cma"),
        lambda: resume(region, by, "cma"),
    ):
        with pytest.raises(AccessRefused):
            attempt()

"""What programs sign in with."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.keys import create_key, identify, keys, revoke_key
from access.organisations import suspend
from access.roles import Action, Identity, Role, local, platform
from graph import Graph
from graph.errors import AccessRefused, Misuse, NotFound, Unauthenticated
from tests.access.conftest import Clock, join


def test_a_key_acts_for_its_institution_and_keeps_no_secret(region: Graph) -> None:
    steward = join(region, Role.STEWARD).identity
    key, secret = create_key(region, steward, " Tableau de  bord ")
    who = identify(region, secret.shown)
    assert (who.role, who.organisation, who.name, who.actor) == (
        Role.API_KEY,
        "cci",
        "Tableau de bord",
        f"key:{key.uid}",
    )
    assert who.charter
    assert secret.shown not in str(region.system_read("MATCH (n) RETURN properties(n) AS n"))
    assert len(secret.shown) >= 43
    assert keys(region, steward) == [key]


def test_a_key_answers_nothing_before_a_steward_has_accepted_the_charter(region: Graph) -> None:
    _, secret = create_key(region, local("cci"), "Essai")
    assert not identify(region, secret.shown).charter
    join(region, Role.READER)
    assert not identify(region, secret.shown).charter
    join(region, Role.STEWARD)
    assert identify(region, secret.shown).charter


def test_a_key_that_is_revoked_or_too_old_or_made_up_is_answered_alike(region: Graph, clock: Clock) -> None:
    revoked, first = create_key(region, local("cci"), "Une")
    _, second = create_key(region, local("cci"), "Deux", days=2)
    _, third = create_key(region, local("cma"), "Trois")
    revoke_key(region, local("cci"), revoked.uid)
    suspend(region, platform(), "cma")
    identify(region, second.shown)
    clock(timedelta(days=2, seconds=1))
    said = set()
    for shown in (first.shown, second.shown, third.shown, "dore_rien", "", "x" * 10_000):
        with pytest.raises(Unauthenticated) as refused:
            identify(region, shown)
        said.add(str(refused.value))
    assert len(said) == 1


@pytest.mark.parametrize("days", [0, -1, 366, 100_000])
def test_a_key_lasts_twelve_months_at_most(region: Graph, days: int) -> None:
    with pytest.raises(Misuse):
        create_key(region, local("cci"), "Essai", days=days)
    assert keys(region, local("cci")) == []


def test_a_key_of_another_institution_is_answered_like_none(region: Graph) -> None:
    key, secret = create_key(region, local("cma"), "Essai")
    for uid in (key.uid, "rien"):
        with pytest.raises(NotFound, match="pas de votre institution"):
            revoke_key(region, local("cci"), uid)
    assert identify(region, secret.shown).organisation == "cma"
    assert keys(region, local("cci")) == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.STEWARD])
def test_nobody_but_a_steward_manages_keys(region: Graph, role: Role) -> None:
    key, _ = create_key(region, local("cci"), "Essai")
    by = Identity(role, "cci", "CCI Test", "p", "", "p")
    assert not by.may(Action.MANAGE)
    for attempt in (
        lambda: keys(region, by),
        lambda: create_key(region, by, "Autre"),
        lambda: revoke_key(region, by, key.uid),
    ):
        with pytest.raises(AccessRefused):
            attempt()


def test_an_institution_that_was_not_admitted_has_no_key(region: Graph) -> None:
    with pytest.raises(NotFound):
        create_key(region, local("adem"), "Essai")

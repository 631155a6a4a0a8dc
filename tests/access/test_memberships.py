"""Who is what for which institution."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from access import sessions
from access.memberships import Guest, end, invite, invite_again, leave, members, membership, set_role
from access.organisations import suspend
from access.roles import Identity, Role, local, platform
from graph import Graph
from graph.errors import AccessRefused, Conflict, Misuse, NotFound
from tests.access.conftest import join


def roles(graph: Graph, organisation: str = "cci") -> dict[str, str]:
    return {one.email: one.role for one in members(graph, local(organisation))}


def test_a_steward_invites_changes_and_ends(region: Graph) -> None:
    steward = join(region, Role.STEWARD).identity
    invited = invite(region, steward, Guest(" Ada@CCI.example ", " Ada  Lovelace ", Role.READER)).membership
    assert (invited.email, invited.name, invited.granted_by) == ("ada@cci.example", "Ada Lovelace", steward.actor)
    assert set_role(region, steward, invited.uid, Role.DPO).role is Role.DPO
    end(region, steward, "ada@cci.example")
    assert roles(region) == {"steward@cci.example": "steward"}
    assert invite(region, steward, Guest("ada@cci.example", "Ada")).membership.uid != invited.uid


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.STEWARD, Role.ADMIN)])
def test_nobody_but_a_steward_manages_members(region: Graph, role: Role) -> None:
    join(region, Role.STEWARD)
    by = Identity(role, "cci", "CCI Test", "p", "", "p")
    for attempt in (
        lambda: members(region, by),
        lambda: membership(region, by, "steward@cci.example"),
        lambda: invite(region, by, Guest("x@cci.example", "X")),
        lambda: set_role(region, by, "steward@cci.example", Role.READER),
        lambda: end(region, by, "steward@cci.example"),
    ):
        with pytest.raises(AccessRefused):
            attempt()
    assert roles(region) == {"steward@cci.example": "steward"}


def test_the_last_steward_neither_leaves_nor_changes_role(region: Graph) -> None:
    steward = join(region, Role.STEWARD).identity
    invite(region, steward, Guest("new@cci.example", "Nouveau", Role.STEWARD))
    for attempt in (
        lambda: leave(region, steward),
        lambda: end(region, steward, "steward@cci.example"),
        lambda: set_role(region, steward, "steward@cci.example", Role.READER),
    ):
        with pytest.raises(Conflict, match="dernier responsable"):
            attempt()
    join(region, Role.STEWARD, email="second@cci.example")
    leave(region, steward)
    assert "steward@cci.example" not in roles(region)


def test_of_two_stewards_who_leave_at_once_one_stays(region: Graph) -> None:
    kept: list[Identity] = []
    for attempt in range(5):
        both = [join(region, Role.STEWARD, email=f"{side}{attempt}@cci.example").identity for side in "ab"]
        for one in kept:
            leave(region, one)

        def go(by: Identity) -> Identity | None:
            try:
                leave(region, by)
            except Conflict:
                return by
            return None

        with ThreadPoolExecutor(2) as pool:
            kept = [by for by in pool.map(go, both) if by]
        assert len(kept) == 1


def test_nobody_raises_their_own_role_and_a_steward_may_lower_it(region: Graph) -> None:
    steward = join(region, Role.STEWARD).identity
    join(region, Role.STEWARD, email="second@cci.example")
    with pytest.raises(AccessRefused, match="son propre rôle"):
        set_role(region, steward, "steward@cci.example", Role.DPO)
    assert set_role(region, steward, "steward@cci.example", Role.CONTRIBUTOR).role is Role.CONTRIBUTOR


def test_a_member_of_another_institution_is_answered_like_nobody(region: Graph) -> None:
    steward = join(region, Role.STEWARD).identity
    elsewhere = membership(region, local("cma"), join(region, Role.READER, "cma").identity.person or "")
    said = set()
    for written in (elsewhere.uid, elsewhere.person, elsewhere.email, "nobody", "nobody@cma.example"):
        for attempt in (
            lambda written=written: membership(region, steward, written),
            lambda written=written: end(region, steward, written),
            lambda written=written: set_role(region, steward, written, Role.READER),
            lambda written=written: invite_again(region, steward, written),
        ):
            with pytest.raises(NotFound) as refused:
                attempt()
            said.add(str(refused.value))
    assert len(said) == 1


def test_inviting_somebody_who_is_known_elsewhere_tells_nothing_of_it(region: Graph) -> None:
    join(region, Role.STEWARD, "cma", email="ada@region.example")
    known, unknown = (
        invite(region, local("cci"), Guest(f"{name}@region.example", "A. Martin")).membership for name in ("ada", "bob")
    )
    assert (known.name, known.role, known.granted_by) == (unknown.name, unknown.role, unknown.granted_by)
    assert {one.name for one in members(region, local("cci"))} == {"A. Martin"}


def test_somebody_is_a_member_once_even_when_invited_twice_at_once(region: Graph) -> None:
    def go(role: Role) -> bool:
        try:
            invite(region, local("cci"), Guest("ada@cci.example", "Ada", role))
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(go, [Role.READER, Role.STEWARD] * 4)) == 1
    assert len(roles(region)) == 1


def test_an_invitation_is_sent_again_until_the_person_has_come(region: Graph) -> None:
    steward = join(region, Role.STEWARD).identity
    first = invite(region, steward, Guest("ada@cci.example", "Ada"))
    again = invite_again(region, steward, "ada@cci.example")
    assert again.link.shown != first.link.shown
    with pytest.raises(Conflict, match="déjà connectée"):
        invite_again(region, steward, "steward@cci.example")


@pytest.mark.parametrize(
    ("email", "name", "role"),
    [
        ("pas une adresse", "Ada", Role.READER),
        ("ada@cci", "Ada", Role.READER),
        ("ada@cci.example", "  ", Role.READER),
        ("ada@cci.example", "Ada", Role.ADMIN),
        ("ada@cci.example", "Ada", Role.API_KEY),
        ("ada@cci.example", "Ada", Role.ANONYMOUS),
    ],
)
def test_what_makes_no_sense_is_refused_and_writes_nothing(region: Graph, email: str, name: str, role: Role) -> None:
    with pytest.raises(Misuse):
        invite(region, local("cci"), Guest(email, name, role))
    assert region.system_read("MATCH (p:Person) RETURN p") == []


def test_an_institution_that_was_not_admitted_or_is_suspended_has_no_members(region: Graph) -> None:
    suspend(region, platform(), "cma")
    for uid in ("adem", "cma", "rien"):
        with pytest.raises(Conflict):
            invite(region, local(uid), Guest("ada@cci.example", "Ada"))
    assert region.system_read("MATCH (n:Person|Membership|Link) RETURN n") == []


def test_only_the_platform_makes_administrators_and_nothing_else(region: Graph) -> None:
    join(region, Role.ADMIN)
    with pytest.raises(Misuse):
        invite(region, platform(), Guest("x@cci.example", "X", Role.STEWARD))
    with pytest.raises(Misuse):
        set_role(region, platform(), "admin@cci.example", Role.STEWARD)


def test_a_reader_leaves_without_asking_anybody(region: Graph) -> None:
    shown, identity = join(region, Role.READER)
    leave(region, identity)
    assert sessions.identify(region, shown).role is Role.ANONYMOUS
    with pytest.raises(NotFound):
        leave(region, identity)

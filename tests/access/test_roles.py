"""The table of roles and actions, and what identities see."""

from __future__ import annotations

import re

import pytest

from access.roles import PERMITTED, Action, Identity, Role, local, platform
from graph.visibility import Layer
from tests.tree import ROOT


def test_the_page_has_the_table_that_the_code_has() -> None:
    page = (ROOT / "docs" / "access.md").read_text(encoding="utf-8")
    [head] = re.findall(r"^\| action \| (.+) \|$", page, re.M)
    roles = head.split(" | ")
    told = {
        action: {role for role, cell in zip(roles, cells.split(" | "), strict=True) if cell == "yes"}
        for action, cells in re.findall(r"^\| `([a-z-]+)` \| ((?:yes|-)(?: \| (?:yes|-))+) \|$", page, re.M)
    }
    assert set(roles) == set(Role)
    assert told == {action: set(permitted) for action, permitted in PERMITTED.items()}
    assert set(told) == set(Action)


@pytest.mark.parametrize("role", list(Role))
def test_what_is_seen_goes_with_the_role(role: Role) -> None:
    caller = Identity(role, "cci").caller
    assert caller.layer is (Layer.PUBLIC if role is Role.ANONYMOUS else Layer.MEMBERS)
    assert caller.organisation == (None if role in (Role.ANONYMOUS, Role.ADMIN) else "cci")


def test_the_hand_that_runs_the_server_is_a_steward_where_it_names_an_institution() -> None:
    assert (local("cci").role, local().role, platform().role) == (Role.STEWARD, Role.READER, Role.ADMIN)

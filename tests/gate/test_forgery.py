"""The token of forms."""

from __future__ import annotations

from dataclasses import replace

from access.roles import local
from gate.forgery import is_own, token


def test_a_token_is_good_for_its_session_alone() -> None:
    mine = replace(local("cci"), session="s1")
    assert is_own(mine, token(mine))
    assert not is_own(replace(mine, session="s2"), token(mine))
    assert not is_own(mine, "")
    assert not is_own(mine, "é")

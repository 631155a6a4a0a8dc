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


def test_a_token_is_written_otherwise_in_each_answer_and_always_as_long() -> None:
    mine = replace(local("cci"), session="s1")
    written = {token(mine) for _ in range(50)}
    assert len(written) == 50
    assert {len(one) for one in written} == {128}
    assert all(is_own(mine, one) for one in written)
    shared = [{one[at : at + 8] for one in written} for at in range(0, 128, 8)]
    assert all(len(parts) == 50 for parts in shared), "no part of it stands twice"


def test_what_is_not_written_like_a_token_is_none() -> None:
    mine = replace(local("cci"), session="s1")
    good = token(mine)
    for wrong in (good[:-1], good + "0", good.upper(), "0" * 128, "0" * 64, "é" * 128, good[64:] + good[:64] + "x"):
        assert wrong == good or not is_own(mine, wrong)
    assert not is_own(mine, good[:-1] + ("0" if good[-1] != "0" else "1"))

"""People who may sign in."""

from __future__ import annotations

import pytest

from access.people import disable, fold_email, person
from access.roles import Identity, Role, platform
from graph import Graph
from graph.errors import AccessRefused, Misuse, NotFound
from tests.access.conftest import join


@pytest.mark.parametrize(
    "written", ["ada@cci.example", " ADA@CCI.Example\t", "\uff41da@cci.example", "Ada@cci.EXAMPLE"]
)
def test_one_address_is_one_person_however_written(written: str) -> None:
    assert fold_email(written) == "ada@cci.example"


@pytest.mark.parametrize(
    "written",
    ["", "ada", "ada@", "@cci.example", "a b@cci.example", "ada@cci", "a@b@c.fr", f"{'a' * 250}@b.fr", "a@b.fr>"],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(Misuse):
        fold_email(written)


def test_a_person_is_found_by_address_or_uid_until_disabled(region: Graph) -> None:
    uid = join(region, Role.READER).identity.person or ""
    assert person(region, " Reader@CCI.example") == person(region, uid)
    with pytest.raises(AccessRefused):
        disable(region, Identity(Role.STEWARD, "cci"), uid)
    disable(region, platform(), uid)
    with pytest.raises(NotFound):
        person(region, uid)
    with pytest.raises(NotFound):
        disable(region, platform(), uid)

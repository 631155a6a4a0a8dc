"""The institutions are evidently fictional, on territories that are real."""

from __future__ import annotations

import re

import pytest

from cli.demo.operators import EPCI_THAT_SHARE, network_of
from cli.demo.places import places_of
from graph.errors import Misuse
from graph.fictional import is_fictional_siren
from ingest.reference.tables import departements, epcis, naf2, regions


@pytest.mark.parametrize("region", ["32", "11", "02", "94", "06"])
def test_a_region_has_institutions_that_nobody_takes_for_real(region: str) -> None:
    network = network_of(places_of(region))
    assert len({operator.name for operator in network.all}) == len(network.all)
    assert len({operator.siren for operator in network.all}) == len(network.all)
    for operator in network.all:
        assert re.search(r"\bFicti(f|ve)\b", operator.name)
        assert is_fictional_siren(operator.siren)
        assert re.fullmatch(r"contact@[a-z0-9-]+\.example", operator.mailbox)


def test_every_territory_and_sector_they_cover_exists() -> None:
    tables = {"region": regions(), "departement": departements(), "epci": epcis(), "naf2": naf2()}
    for operator in network_of(places_of("32")).all:
        assert operator.territories
        for uid in operator.territories + operator.sectors:
            level, _, code = uid.partition(":")
            assert code in tables[level], uid


def test_all_epci_are_members_and_the_largest_send_their_visits() -> None:
    network = network_of(places_of("32"))
    members = network.of_kind("EPCI")
    assert len(members) == len(places_of("32").epcis) > 80
    assert [bool(operator.dialect) for operator in members] == [rank < EPCI_THAT_SHARE for rank in range(len(members))]


def test_all_dialects_are_spoken() -> None:
    spoken = {operator.dialect.name for operator in network_of(places_of("32")).visitors if operator.dialect}
    assert spoken == {"excel", "base", "ancien", "tableur", "diffusion", "classeur"}


def test_a_region_that_does_not_exist_is_said_so() -> None:
    with pytest.raises(Misuse, match="« 99 »"):
        places_of("99")

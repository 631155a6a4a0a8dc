"""The ledger of experiments: who sees what, and how one is found."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.errors import AccessRefused
from graph.visibility import MEMBER, PUBLIC, Caller
from queries.experiments.ledger import Wanted, family, ledger
from tests.queries.experiments.drawn import A, B, experiment, replicated

OWN = Caller(organisation="agglo")


def test_a_shared_one_is_told_a_signalled_one_gives_its_month_a_private_one_nothing(tried: Graph) -> None:
    signalled, ruche, navette = ledger(tried, MEMBER)
    assert (navette.title, navette.verdict, navette.territory and navette.territory.uid) == ("Navette", "failed", A)
    assert navette.within == ("epci:1", "departement:80", "region:32")
    assert (ruche.verdict, ruche.origin, ruche.on) == ("running", "x1", "2026-03-01")
    assert set(ruche.within) == {"commune:80002", "epci:2", "departement:80", "region:32"}
    assert {name: value for name, value in signalled.model_dump().items() if value} == {
        "institution_uid": "agglo", "institution": "Agglo Test", "mailbox": "a@agglo.example", "visibility": "signalled",
        "signalled": True, "on": "2026-04", "recorded_on": "2026-04",
    }  # fmt: skip
    assert [one.title for one in ledger(tried, OWN)] == ["Caché", "Secret", "Ruche", "Navette"]


def test_it_is_found_by_verdict_theme_place_and_words_without_accents(tried: Graph) -> None:
    def found(**said: str) -> list[str | None]:
        return [one.uid for one in ledger(tried, MEMBER, Wanted(**said))]

    assert found(verdict="failed") == ["x1"]
    assert found(verdict="ended") == ["x1"]
    assert found(verdict="running") == ["x2"]
    assert found(theme="innovation") == ["x2"]
    assert found(territory="epci:2") == ["x2"]
    assert found(territory="departement:80") == ["x2", "x1"]
    assert found(words="REGLES horaire") == ["x1"]
    assert found(words="secret") == []


def test_a_family_goes_however_far(tried: Graph) -> None:
    experiment(tried, "x5", B, starts_on="2026-06-01")
    replicated(tried, "x2", "x5")
    assert family(ledger(tried, MEMBER), "x5") == {"x1", "x2", "x5"}


def test_the_ledger_is_for_members(tried: Graph) -> None:
    with pytest.raises(AccessRefused):
        ledger(tried, PUBLIC)

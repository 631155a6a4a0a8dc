"""What the figures of an experiment let one say, and that no sentence names a cause."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph import Graph
from graph.visibility import MEMBER
from queries.experiments import effects as module
from queries.experiments.effects import Effect, effects
from queries.experiments.sheet import sheet
from tests.queries.experiments.drawn import A, experiment, indicator

CAUSAL = re.compile(
    r"grâce|permis|permet |en raison|à cause|caus[eé]|impact|entraîn|dû à|due à|provoqu|effet de|amélior|explique|a fait",
    re.I,
)


def visited(graph: Graph, code: int, many: int) -> None:
    """Visits of some companies of an EPCI in June 2026."""
    graph.write("MERGE (:Operator {uid: 'agglo'})")
    for k in range(many):
        graph.write(
            "MATCH (o:Operator {uid: 'cci'}), (c:Company {siren: $siren}) CREATE (o)-[:VISITED {uid: $uid, visit: $uid, "
            "owner: 'cci', visibility: 'shared', status: 'done', on: '2026-06-10', earliest: '2026-06-10', latest: '2026-06-10', "
            "source_uid: 'test', import_uid: 'test', recorded_at: '2026-06-11T00:00:00+00:00', recorded_by: 'test', role: 'lead'}]->(c)",
            siren=f"{code}0000000{k}", uid=f"v{code}{k}",
        )  # fmt: skip


def one_effect(graph: Graph) -> Effect:
    [found] = effects(graph, MEMBER, sheet(graph, MEMBER, "x1"))
    return found


COVERAGE = {"name": "Couverture", "unit": "%", "measure": "couverture", "better": "up", "baseline": 0.0,
            "baseline_on": "2026-01-05", "target": 100.0}  # fmt: skip


def test_a_change_stands_beside_that_of_like_territories_over_the_same_days(region: Graph) -> None:
    experiment(region, "x1", A, starts_on="2026-01-12", amount_eur=3000.0)
    indicator(region, "x1", "i1", {"2026-03-05": 25.0, "2026-07-05": 75.0}, **COVERAGE)
    visited(region, 1, 3)
    visited(region, 2, 1)
    found = one_effect(region)
    assert found.change is not None
    assert (found.change.change, found.change.wanted, found.change.of_target) == (75.0, True, 0.75)
    assert found.beside is not None
    # DORE's own measure: 3 of 4 companies here, 1 of 4 in EPCI 2, none in the four others.
    assert (found.beside.own, found.beside.low, found.beside.high, found.beside.middle) == (75.0, 0.0, 25.0, 0.0)
    assert len(found.beside.likes) == 5
    assert found.eur_per_unit == 40.0  # 3,000 over 75
    assert found.conclusive
    assert found.said[-1].endswith("Cela ne dit pas pourquoi.")


def test_a_change_within_the_spread_of_the_like_ones_concludes_nothing(region: Graph) -> None:
    experiment(region, "x1", A, starts_on="2026-01-12", amount_eur=3000.0)
    indicator(region, "x1", "i1", {"2026-03-05": 25.0, "2026-07-05": 25.0}, **COVERAGE)
    visited(region, 1, 1)
    visited(region, 2, 2)
    found = one_effect(region)
    assert not found.conclusive
    assert "comme des territoires semblables" in found.said[-1]


@pytest.mark.parametrize(
    ("results", "changed", "why"),
    [
        ({}, {}, "pas de résultat"),
        ({"2026-07-05": 75.0}, {}, "qu'un résultat"),
        ({"2026-02-05": 50.0, "2026-03-05": 75.0}, {}, "trop court (59 jours"),
        ({"2026-03-05": 50.0, "2026-07-05": 75.0}, {"baseline": None}, "point de départ"),
        ({"2026-03-05": 50.0, "2026-07-05": 75.0}, {"measure": None}, "semblable où comparer"),
    ],
)
def test_what_the_data_cannot_carry_is_said_in_plain_words(
    region: Graph, results: dict[str, float], changed: dict[str, object], why: str
) -> None:
    experiment(region, "x1", A, starts_on="2026-01-12")
    indicator(region, "x1", "i1", results, **(COVERAGE | changed))
    visited(region, 1, 3)
    found = one_effect(region)
    assert not found.conclusive
    assert found.said[-1].startswith("On ne peut pas conclure : ")
    assert why in found.said[-1]


def test_a_change_the_wrong_way_has_no_cost_for_each_unit(region: Graph) -> None:
    experiment(region, "x1", A, starts_on="2026-01-12", amount_eur=3000.0)
    indicator(region, "x1", "i1", {"2026-03-05": 5.0, "2026-07-05": 4.0}, **(COVERAGE | {"baseline": 10.0}))
    found = one_effect(region)
    assert found.eur_per_unit is None
    assert "à l'inverse du sens souhaité" in found.said[0]


def test_no_sentence_names_a_cause(region: Graph) -> None:
    experiment(region, "x1", A, starts_on="2026-01-12", amount_eur=3000.0)
    indicator(region, "x1", "i1", {"2026-03-05": 25.0, "2026-07-05": 75.0}, **COVERAGE)
    indicator(
        region, "x1", "i2", {"2026-03-05": 5.0}, name="Trajets", baseline=6.0, baseline_on="2026-01-01", better="up"
    )
    indicator(region, "x1", "i3", {}, name="Rien")
    visited(region, 1, 3)
    said = [sentence for one in effects(region, MEMBER, sheet(region, MEMBER, "x1")) for sentence in one.said]
    assert len(said) > 5
    assert [one for one in said if CAUSAL.search(one)] == []
    written = "".join(re.findall(r'"[^"\n]*[éèà ][^"\n]*"', Path(module.__file__).read_text(encoding="utf-8")))
    assert not CAUSAL.search(written)
    assert CAUSAL.search("La navette a permis de couvrir le territoire.")

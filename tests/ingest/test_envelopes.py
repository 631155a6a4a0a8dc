"""Envelopes and their commitments: what comes in by a file or a form never exceeds what it is taken from."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from access.roles import local
from graph import Graph
from graph.errors import FieldsRefused
from ingest.report import Report
from planning.entering import enter
from tests.given import given
from tests.ingest.conftest import Take

REGION, METROPOLE = local("region", "Région Test"), local("metropole", "Métropole Test")
ROOT = {"title": "Aides 2026", "amount_eur": "1000", "year": "2026", "reference": "R"}
PART = ROOT | {"title": "Part de la métropole", "amount_eur": "600", "reference": "P", "parent": "R", "manager": "metropole"}  # fmt: skip
AID = {"envelope": "P", "title": "Machine", "name": "Un porteur", "amount_eur": "400", "reference": "C1"}
SUMS = (
    "MATCH (e:Envelope {reference: $reference}) OPTIONAL MATCH (c:Commitment {envelope: e.uid, status: 'committed'}) "
    "RETURN e.amount_cents AS amount, sum(c.amount_cents - coalesce(c.returned_cents, 0)) AS taken, count(c) AS many"
)


@pytest.fixture
def house(ready: Graph) -> Graph:
    given(ready, "(:Operator {uid: 'region', name: 'Région Test'})", "(:Operator {uid: 'metropole', name: 'Métropole Test'})")  # fmt: skip
    return ready


def entrusted(graph: Graph) -> None:
    """A root of the Region, and the part of it that the métropole manages."""
    enter(graph, REGION, "envelopes", ROOT)
    enter(graph, REGION, "envelopes", PART)


def wrong(graph: Graph, who: object, source: str, cells: dict[str, str]) -> dict[str, str]:
    with pytest.raises(FieldsRefused) as refused:
        enter(graph, who, source, cells)  # type: ignore[arg-type]
    return dict(refused.value.fields)


def test_a_part_never_exceeds_what_it_is_taken_from(house: Graph) -> None:
    entrusted(house)
    more = PART | {"reference": "Q", "title": "Autre", "amount_eur": "401"}
    assert "n'a plus que 400" in wrong(house, REGION, "envelopes", more)["amount_eur"]
    enter(house, REGION, "envelopes", more | {"amount_eur": "400"})
    assert "amount_eur" in wrong(house, REGION, "envelopes", PART | {"amount_eur": "601"})
    enter(house, REGION, "envelopes", PART | {"amount_eur": "500"})
    assert "déjà engagés" in wrong(house, REGION, "envelopes", ROOT | {"amount_eur": "899"})["amount_eur"]


def test_its_manager_alone_commits_it_up_to_its_last_cent(house: Graph) -> None:
    entrusted(house)
    assert "envelope" in wrong(house, REGION, "commitments", AID)
    enter(house, METROPOLE, "commitments", AID)
    rest = AID | {"reference": "C2", "amount_eur": "200.01"}
    assert "n'a plus que 200" in wrong(house, METROPOLE, "commitments", rest)["amount_eur"]
    enter(house, METROPOLE, "commitments", rest | {"amount_eur": "200.00"})
    enter(house, METROPOLE, "commitments", AID | {"reference": "C3", "status": "prévu"})
    assert house.system_read(SUMS, reference="P") == [{"amount": 60_000, "taken": 60_000, "many": 2}]


def test_what_comes_back_can_be_committed_again_and_a_correction_obeys_too(house: Graph) -> None:
    entrusted(house)
    enter(house, METROPOLE, "commitments", AID | {"amount_eur": "600"})
    back = AID | {"amount_eur": "600", "paid_eur": "600", "returned_eur": "100"}
    enter(house, METROPOLE, "commitments", back)
    enter(house, METROPOLE, "commitments", AID | {"reference": "C2", "amount_eur": "100"})
    assert "amount_eur" in wrong(house, METROPOLE, "commitments", back | {"returned_eur": "99"})
    assert "paid_eur" in wrong(house, METROPOLE, "commitments", back | {"paid_eur": "601"})
    assert house.system_read(SUMS, reference="P")[0]["taken"] == 60_000


def test_what_an_institution_entrusts_is_not_hidden_from_it(house: Graph) -> None:
    entrusted(house)
    assert "visibility" in wrong(house, METROPOLE, "commitments", AID | {"visibility": "private"})
    assert "visibility" in wrong(house, REGION, "envelopes", PART | {"reference": "Z", "visibility": "private"})


def test_an_envelope_in_use_keeps_its_manager_and_no_tree_bites_its_tail(house: Graph) -> None:
    entrusted(house)
    enter(house, METROPOLE, "commitments", AID)
    assert wrong(house, REGION, "envelopes", PART | {"manager": "region"})
    own = ROOT | {"title": "À nous", "reference": "O", "parent": "R", "amount_eur": "100"}
    enter(house, REGION, "envelopes", own)
    assert wrong(house, REGION, "envelopes", ROOT | {"parent": "O", "amount_eur": "100"})


def test_a_file_obeys_the_same_rule_and_tells_the_line(house: Graph, companies: Report, take: Take) -> None:
    entrusted(house)
    text = (
        "Enveloppe;Bénéficiaire;SIRET;Objet;Montant;Date;Payé\n"
        "P;TEXTILES DE LA LYS;73282932000074;Métiers à tisser;350 €;12/02/2026;100\n"
        "P;AUTOMOBILES PEUGEOT;55210055400554;Robot;251;13/02/2026;\n"
        "P;LA POSTE;35600000000048;Vélos;250;14/02/2026;\n"
        "INCONNUE;LA POSTE;35600000000048;Vélos;1;14/02/2026;\n"
    )
    report = take(text, "commitments", operator="Métropole Test")
    assert (report.read, report.written, report.refused) == (4, 2, 2)
    told = [(one.line, one.column, one.code) for one in report.findings if one.severity == "refuse"]
    assert told == [(3, "amount_eur", "envelope-exceeded"), (5, "envelope", "unknown-reference")]
    assert house.system_read(SUMS, reference="P") == [{"amount": 60_000, "taken": 60_000, "many": 2}]
    linked = "MATCH (c:Company)-[:BENEFITS_FROM]->(a:Commitment) RETURN c.siren AS siren, a.paid_cents AS paid ORDER BY siren"
    assert house.system_read(linked) == [{"siren": "356000000", "paid": None}, {"siren": "732829320", "paid": 10_000}]
    again = take(text, "commitments", operator="Métropole Test")
    assert (again.written, again.unchanged, again.refused) == (0, 2, 2)


def test_writers_at_once_never_exceed_it_and_nothing_is_lost(house: Graph) -> None:
    entrusted(house)

    def write(number: int) -> bool:
        try:
            enter(house, METROPOLE, "commitments", AID | {"reference": f"W{number}", "amount_eur": "37"})
        except FieldsRefused:
            return False
        return True

    with ThreadPoolExecutor(8) as writers:
        accepted = sum(writers.map(write, range(24)))
    assert accepted == 600 // 37
    assert house.system_read(SUMS, reference="P") == [{"amount": 60_000, "taken": accepted * 3700, "many": accepted}]

"""One fact typed in a form, taken in like a file of one row."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.errors import FileRefused, NotFound
from graph.visibility import Caller
from ingest.forms import FormTable, named, preview, record
from ingest.report import FORM
from ingest.request import Request
from ingest.source import Values
from matching import Outcome
from tests.given import given
from tests.ingest.conftest import TODAY, Take

LYS = "732829320"
VISIT = {
    "siren": LYS,
    "name": "Textiles de la Lys",
    "on": "2026-11-26",
    "status": "planned",
    "theme": "export",
}
ASKED = Request(source="visits", operator="CCI Test", today=TODAY)
EDGES = "MATCH (o:Operator)-[v:VISITED]->(c:Company) RETURN v.uid AS uid, v.visit AS visit, c.siren AS siren"


@pytest.fixture
def region(ready: Graph) -> Graph:
    """An institution and a company."""
    given(
        ready,
        "(:Operator {uid: 'cci', name: 'CCI Test'})",
        f"(:Company {{siren: '{LYS}', name: 'TEXTILES DE LA LYS', code_postal: '59280',"
        " commune: 'ARMENTIERES', code_commune: '59017'})",
    )
    return ready


def test_a_form_and_a_file_of_one_row_leave_the_same_fact(region: Graph, take: Take) -> None:
    record(region, VISIT, ASKED)
    facts = "MATCH ()-[v:VISITED]->(c) RETURN c.siren AS siren, properties(v) AS visit"
    [typed] = region.system_read(facts)
    text = ";".join(VISIT) + "\n" + ";".join(VISIT.values()) + "\n"
    report = take(text, "visits", operator="CCI Test")
    assert (report.written, report.unchanged) == (0, 1)
    assert region.system_read(facts) == [typed]


def test_a_form_is_counted_like_a_file(region: Graph) -> None:
    report = record(region, VISIT, ASKED)
    assert (report.file, report.read, report.written, report.adds_up) == (FORM, 1, 1, True)
    again = record(region, VISIT, ASKED)
    assert (again.written, again.unchanged) == (0, 1)
    assert len(region.system_read(EDGES)) == 1
    assert len(region.system_read("MATCH (i:Import) RETURN i.uid")) == 1


def test_what_is_previewed_is_what_is_written(region: Graph) -> None:
    for cells in (
        VISIT,
        {**VISIT, "joint_reference": "RDV-7", "on": "2026-11-27"},
        {**VISIT, "reference": "n° 4"},
    ):
        seen = preview(region, cells, ASKED)
        before = {row["uid"] for row in region.system_read(EDGES)}
        record(region, cells, ASKED)
        [written] = [row for row in region.system_read(EDGES) if row["uid"] not in before]
        assert (seen.uid, seen.visit, seen.company) == (written["uid"], written["visit"], written["siren"])


def test_what_will_wait_is_previewed_under_the_uid_of_its_review(region: Graph) -> None:
    unknown = {"name": "Menuiserie Inconnue", "commune": "Lille", "on": "2026-11-26", "status": "planned"}
    seen = preview(region, unknown, ASKED)
    assert seen.doubtful
    assert not seen.refused
    assert seen.company is None
    assert seen.visit is None
    assert region.system_read("MATCH (r:Review) RETURN r.uid") == []
    assert record(region, unknown, ASKED).review == 1
    [review] = region.system_read("MATCH (r:Review) RETURN r.uid AS uid")
    assert review["uid"] == seen.uid


def test_a_preview_writes_nothing(region: Graph) -> None:
    count = "MATCH (n) RETURN count(n) AS nodes, count {()-->()} AS edges"
    before = region.system_read(count)
    preview(region, VISIT, ASKED)
    preview(region, {**VISIT, "siren": "356000000"}, ASKED.model_copy(update={"create_companies": True}))
    assert region.system_read(count) == before


def test_what_may_not_be_entered_is_refused_with_its_column(region: Graph) -> None:
    seen = preview(region, {**VISIT, "purpose": "conciliation devant le tribunal de commerce"}, ASKED)
    assert seen.refused
    assert {finding.column for finding in seen.findings} == {"purpose"}


def test_a_fictional_company_does_not_enter_among_real_ones(region: Graph) -> None:
    seen = preview(region, {**VISIT, "siren": "140000019", "name": "Boulangerie Duprez"}, ASKED)
    assert seen.refused
    assert seen.findings[-1].code == "fictional-and-real"


def test_a_number_alone_takes_the_name_of_its_company_if_the_caller_may_know_it(region: Graph) -> None:
    given(region, "(:Company {siren: '552100554', name: 'CACHÉE', visibility: 'private', owner: 'cma'})")
    cci = Caller(organisation="cci")
    assert named(region, cci, {"siren": "732 829 320"})["name"] == "TEXTILES DE LA LYS"
    assert named(region, cci, {"siret": "73282932000074"})["name"] == "TEXTILES DE LA LYS"
    assert named(region, cci, {"siren": LYS, "name": "Lys"})["name"] == "Lys"
    assert "name" not in named(region, cci, {"siren": "552100554"})
    assert named(region, Caller(organisation="cma"), {"siren": "552100554"})["name"] == "CACHÉE"


def test_a_missing_column_and_an_unknown_institution_are_told(region: Graph) -> None:
    with pytest.raises(FileRefused, match="Colonne obligatoire absente"):
        preview(region, {"siren": LYS, "status": "planned"}, ASKED)
    with pytest.raises(NotFound, match="Institution inconnue"):
        preview(region, VISIT, ASKED.model_copy(update={"operator": "Personne"}))


def test_empty_cells_are_as_if_they_were_not_there() -> None:
    table = FormTable({"name": "Lys", "theme": " ", "note": ""})
    assert table.header == ("name",)
    assert [row.cells for row in table.rows()] == [["Lys"]]
    assert table.sha256 == FormTable({"note": "", "name": "Lys"}).sha256
    assert table.sha256 != FormTable({"name": "Lys!"}).sha256


def test_an_identifier_decides(region: Graph) -> None:
    seen = preview(region, VISIT, ASKED)
    values: Values = seen.values
    assert values["siren"] == LYS
    assert values["on"] == ["2026-11-26", "2026-11-26"]
    assert seen.linked is not None
    assert seen.linked.outcome is Outcome.LINKED

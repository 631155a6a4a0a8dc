"""The questions on the command line: what people read, what programs parse, what errors say."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from cli import questions
from graph import Graph, Settings, connect
from graph.errors import DoreError, Misuse, NotFound
from tests.given import given

Dore = Callable[..., Result]
DRAWN = (
    "(c:Company {siren: '732829320', name: 'Filatures [du Nord]', commune: 'AMIENS', code_postal: '80000', "
    "tranche_effectif: '12'})",
    "(:Company {siren: '552100554', name: 'Boulangerie Lefebvre', commune: 'LILLE'})",
    "(cci:Operator {uid: 'cci', name: 'CCI du Val', mailbox: 'contact@cci.test'})",
    "(cma:Operator {uid: 'cma', name: 'CMA du Val'})",
    "(:Theme {uid: 'export', name: 'Export'})",
    "(:Theme {uid: 'emploi', name: 'Emploi'})",
    "(:Theme {uid: 'suivi', name: 'Suivi'})",
    "(cci)-[:VISITED {on: '2026-10-01', theme: 'export', note: 'confidence'}]->(c)",
    "(cma)-[:VISITED {on: '2026-12-01', status: 'planned', visibility: 'signalled'}]->(c)",
    "(cci)-[:SUPPORTED {on: '2026-02-01', scheme: 'Prêt', amount_eur: 12500}]->(c)",
)
AS_OF = ("--as-of", "2026-11-20")


@pytest.fixture
def dore(graph: Graph, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Dore:
    """Run a command on the drawn graph, in a terminal of 100 columns; errors are raised as they are."""
    given(graph, *DRAWN)
    monkeypatch.setattr("cli.common.connect", lambda: connect(settings))
    monkeypatch.setenv("COLUMNS", "100")
    app = typer.Typer()
    questions.register(app)

    def run(*arguments: str) -> Result:
        result = CliRunner().invoke(app, arguments)
        if isinstance(result.exception, DoreError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result

    return run


def test_who_reads_well_and_says_who_went_what_nobody_covered_and_whom_to_call(dore: Dore) -> None:
    lines = dore("who", "732 829 320", *AS_OF).stdout.splitlines()
    text = "\n".join(lines)
    assert max(map(len, lines)) <= 100
    assert lines[0].startswith("Filatures [du Nord]  SIREN 732 829 320")
    for said in (
        "20 à 49 salariés",
        "2 visites connues",
        "01/10/2026",
        "réalisée",
        "décembre 2026",
        "prévue",
        "Export",
    ):
        assert said in text
    assert "12\u202f500\u202f€" in text
    assert "Ce que personne de connu n'a abordé\n  Emploi\n" in text
    assert "contact@cci.test" in text
    assert "confidence" not in text


def test_as_an_institution_shows_its_own_notes(dore: Dore) -> None:
    assert "confidence" in dore("who", "732829320", "--as", "CCI DU VAL", *AS_OF).stdout


def test_as_somebody_unknown_is_refused_with_the_near_names(dore: Dore) -> None:
    with pytest.raises(NotFound) as refused:
        dore("who", "732829320", "--as", "CCI du Vale")
    assert "CCI du Val" in refused.value.hint


def test_who_takes_a_name_in_several_words_and_says_that_it_was_found_by_name(dore: Dore) -> None:
    assert dore("who", "boulangerie", "lefevbre").stdout.startswith("Trouvée par son nom : « boulangerie lefevbre »")


def test_a_company_that_nobody_accompanies_is_said_to_be_so_as_far_as_is_known(dore: Dore) -> None:
    assert "Aucun accompagnement connu." in dore("who", "552100554").stdout


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (("who", "732829320"), {"company", "visits", "support", "call", "uncovered"}),
        (("overlaps", "--limit", "0", "--window", "90"), {"count", "overlaps"}),
        (("unsupported",), {"count", "companies", "out_of_scope"}),
        (("briefing", "732829320", "552100554"), {"count", "briefs", "unknown"}),
        (("search", "filature"), {"count", "candidates"}),
        (("indicators",), {"total", "by_month", "by_territory"}),
    ],
)
def test_json_is_json_and_holds_what_programs_rely_on(dore: Dore, arguments: tuple[str, ...], keys: set[str]) -> None:
    told = json.loads(dore(*arguments, *AS_OF, "--json").stdout)
    assert keys <= set(told)


def test_the_json_of_overlaps_has_the_shape_that_other_tools_parse(dore: Dore) -> None:
    told = json.loads(dore("overlaps", "--limit", "0", "--json", *AS_OF).stdout)
    assert told["count"] == 1
    [overlap] = told["overlaps"]
    assert {"uid", "company", "siren", "name", "days_apart", "kind", "status", "visits"} <= set(overlap)
    assert [(one["on"], one["status"], one["operators"]) for one in overlap["visits"]] == [
        ("2026-10-01", "done", ["CCI du Val"]),
        ("2026-12", "planned", ["CMA du Val"]),
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("overlaps",), "1 chevauchement à 90 jours d'écart au plus"),
        (("unsupported",), "1 entreprise sans accompagnement connu depuis le 20/11/2025"),
        (
            ("unsupported", "--since", "2026-10-02"),
            "2 entreprises sans accompagnement connu depuis le 02/10/2026",
        ),
        (("briefing", "732829320", "356000000"), "Inconnus : 356000000"),
        (("search", "filature"), "1 entreprise possible"),
        (("search", "qqqq"), "Aucune entreprise connue sous ce nom."),
        (("indicators",), "Taux de chevauchement : 100,0\u202f%"),
    ],
)
def test_tables_fit_in_100_columns_and_say_it_in_french(dore: Dore, arguments: tuple[str, ...], said: str) -> None:
    text = dore(*arguments, *AS_OF).stdout
    assert said in text
    assert max(map(len, text.splitlines())) <= 100


def test_a_list_too_long_says_how_to_go_on(dore: Dore) -> None:
    first = json.loads(dore("unsupported", "--since", "2026-10-02", "-n", "1", *AS_OF, "--json").stdout)
    rest = dore("unsupported", "--since", "2026-10-02", "--cursor", first["next_cursor"], *AS_OF, "--json").stdout
    assert {first["companies"][0]["siren"], json.loads(rest)["companies"][0]["siren"]} == {
        "732829320",
        "552100554",
    }
    assert f"--cursor {first['next_cursor']}" in dore("unsupported", "--since", "2026-10-02", "-n", "1", *AS_OF).stdout


def test_a_filter_that_means_nothing_is_refused_with_what_is_possible(dore: Dore) -> None:
    with pytest.raises(Misuse, match=r"grande.*250\+"):
        dore("unsupported", "--size", "grande")
    with pytest.raises(Misuse, match="Atlantide"):
        dore("overlaps", "--territory", "Atlantide")


def test_briefing_takes_a_file_of_identifiers(dore: Dore, tmp_path: Path) -> None:
    file = tmp_path / "liste.txt"
    file.write_text("\ufeff732829320\n\n552 100 554\n", encoding="utf-8")
    assert json.loads(dore("briefing", "--file", str(file), "--json").stdout)["count"] == 2
    with pytest.raises(Misuse, match="ne peut pas être lu"):
        dore("briefing", "--file", str(tmp_path / "absent.txt"))


def test_what_is_asked_on_the_machine_is_recorded_without_what_was_typed(dore: Dore, graph: Graph) -> None:
    dore("who", "filatures du nor", *AS_OF)
    dore("overlaps", "--as", "CCI du Val", *AS_OF)
    found = graph.system_read("MATCH (e:AuditEvent) RETURN properties(e) AS said ORDER BY e.at")
    assert [(one["said"]["action"], one["said"]["via"], one["said"].get("organisation")) for one in found] == [
        ("read-members", "local", None),
        ("read-members", "local", "cci"),
    ]
    assert found[0]["said"]["shown"] == ["732829320"]
    assert "filatures" not in str(found).lower()

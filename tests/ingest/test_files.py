"""Several files of one command: each is prepared while the one before is written, and finds what it has to find."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from graph import Graph
from graph.errors import FileRefused, Interrupted, StoreUnavailable
from ingest import importing
from ingest.report import Report
from ingest.request import Request
from ingest.run import Outcome, ingest_file, ingest_files
from ingest.writing import Batch, write_batch
from tests.ingest.conftest import COMPANIES, TODAY
from tests.ingest.test_run import HEADER, VISIT, visits

File = tuple[str, str, str | None]
Together = Callable[..., list[Outcome]]
CCI, CMA, BGE = "CCI Test", "CMA Test", "BGE Test"


def jobs(folder: Path, files: Sequence[File], **options: Any) -> list[tuple[Path, Request]]:
    made = []
    for number, (text, source, operator) in enumerate(files):
        path = folder / f"{number}-{source}.csv"
        path.write_text(text, encoding="utf-8")
        made.append((path, Request(source=source, operator=operator, create_operator=True, today=TODAY, **options)))
    return made


@pytest.fixture
def together(ready: Graph, tmp_path: Path) -> Together:
    """Write files and take them in as one command does."""

    def taken(*files: File, **options: Any) -> list[Outcome]:
        return list(ingest_files(ready, jobs(tmp_path, files, **options)))

    return taken


def written(outcome: Outcome) -> tuple[int, int]:
    assert isinstance(outcome, Report), outcome
    assert outcome.adds_up
    return outcome.written, outcome.unchanged


def days(count: int) -> str:
    return "".join(VISIT.replace("09/01/2026", f"{1 + at % 28:02}/{1 + at // 28:02}/2025") for at in range(count))


def test_the_files_of_several_institutions_are_reported_in_their_order(
    ready: Graph, companies: Report, together: Together
) -> None:
    files: list[File] = [(HEADER + days(count), "visits", name) for count, name in ((300, CCI), (5, CMA), (40, BGE))]
    outcomes = together(*files, batch_rows=100)
    assert [written(outcome) for outcome in outcomes] == [(300, 0), (5, 0), (40, 0)]
    assert [outcome.operator for outcome in outcomes if isinstance(outcome, Report)] == [CCI, CMA, BGE]
    assert len(visits(ready)) == 345
    kept = ready.system_read("MATCH (i:Import {source_uid: 'visits'}) RETURN i.status AS status, i.counts AS counts")
    assert [one["status"] for one in kept] == ["done"] * 3


def test_what_the_file_before_has_said_is_known(ready: Graph, companies: Report, together: Together) -> None:
    first, second = together((HEADER + days(3), "visits", CCI), (HEADER + days(5), "visits", CCI))
    assert (written(first), written(second)) == ((3, 0), (2, 3))
    assert len(visits(ready)) == 5


def test_companies_of_the_file_before_are_found(ready: Graph, together: Together) -> None:
    unnamed = VISIT.replace("73282932000074", "")
    list_, visited = together((COMPANIES, "companies", None), (HEADER + unnamed, "visits", CCI))
    assert (written(list_), written(visited)) == ((3, 0), (1, 0))
    assert [one["siren"] for one in visits(ready)] == ["732829320"]


def test_facts_that_rows_name_by_number_are_found_though_the_file_before_is_still_being_written(
    ready: Graph, companies: Report, together: Together, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(*said: Any, **more: Any) -> Any:
        time.sleep(0.5)
        return write_batch(*said, **more)

    monkeypatch.setattr(importing, "write_batch", slowly)
    committees = "Numéro;Comité;Date\nK1;Mars;10/03/2026\n"
    items = "Identifiant;Numéro du comité;Dossier;Entreprise;SIRET\nD1;K1;Four;TEXTILES DE LA LYS;73282932000074\n"
    agreements = "Numéro;Titre;Parties;Date\nA1;PDEC;CMA Test;10/03/2026\n"
    actions = "Convention;Action;État\nA1;Former;en cours\n"
    outcomes = together(
        (committees, "committees", CCI), (items, "agenda", CCI),
        (agreements, "agreements", CCI), (actions, "agreement_actions", CCI),
    )  # fmt: skip
    assert [written(one) for one in outcomes] == [(1, 0)] * 4


def test_an_institution_that_the_file_before_has_created_is_created_once(
    ready: Graph, companies: Report, together: Together
) -> None:
    header = "Institution;" + HEADER
    rows = "".join(f"Agence Neuve;{line}\n" for line in days(2).splitlines())
    other = "".join(f"AGENCE NEUVE;{line}\n" for line in days(3).splitlines()[2:])
    assert [written(one) for one in together((header + rows, "visits", CCI), (header + other, "visits", CMA))] == [
        (2, 0),
        (1, 0),
    ]
    assert {one["operator"] for one in visits(ready)} == {"Agence Neuve"}


def test_visits_of_one_day_in_two_files_are_offered_as_one(ready: Graph, companies: Report, together: Together) -> None:
    first, second, third = together(*((HEADER + VISIT, "visits", name) for name in (CCI, CMA, BGE)))
    assert [one.joint_offered for one in (first, second, third) if isinstance(one, Report)] == [0, 1, 2]
    offers = ready.system_read("MATCH (r:Review {kind: 'joint'}) RETURN r.owner AS owner, r.reasons[0] AS said")
    assert sorted(one["owner"] for one in offers) == ["bge-test"] * 2 + ["cci-test"] * 2 + ["cma-test"] * 2
    assert all(" ont visité TEXTILES DE LA LYS le même jour" in one["said"] for one in offers)


def test_a_row_in_doubt_is_bound_by_the_reference_of_a_later_file(
    ready: Graph, companies: Report, together: Together
) -> None:
    doubtful = VISIT.replace("73282932000074", "").replace("TEXTILES DE LA LYS", "TEXTILLE").replace(";\n", ";R1\n")
    whole = VISIT.replace(";\n", ";R1\n")
    first, second, third = together(
        (HEADER + doubtful, "visits", CCI), (HEADER + whole, "visits", CMA), (HEADER + days(2), "visits", BGE)
    )
    assert isinstance(first, Report)
    assert first.review == 1
    assert (written(second), written(third)) == ((1, 0), (2, 0))
    assert sorted(one["operator"] for one in visits(ready)) == [BGE, BGE, CCI, CMA]


def test_a_refused_file_keeps_none_of_the_others_out(ready: Graph, companies: Report, together: Together) -> None:
    first, refused, last = together(
        (HEADER + days(3), "visits", CCI), ("", "visits", CMA), (HEADER + days(2), "visits", BGE)
    )
    assert isinstance(refused, FileRefused)
    assert (written(first), written(last)) == ((3, 0), (2, 0))


def test_what_cannot_be_written_is_said_and_the_files_after_it_are_taken_in(
    ready: Graph, companies: Report, together: Together, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(graph: Graph, batch: Batch) -> int:
        if any(edge.properties["owner"] == "cci-test" for edge in batch.edges):
            raise StoreUnavailable("La base ne répond plus.")
        return write_batch(graph, batch)

    monkeypatch.setattr(importing, "write_batch", broken)
    files: list[File] = [(HEADER + days(3), "visits", name) for name in (CCI, CMA, BGE)]
    first, second, third = together(*files)
    assert isinstance(first, StoreUnavailable)
    assert written(third) == (3, 0)
    taken = {BGE} | ({CMA} if isinstance(second, Report) else set())
    assert {one["operator"] for one in visits(ready)} == taken, "a file prepared on what was not written is not written"


def test_a_command_that_is_stopped_begins_no_other_file(ready: Graph, companies: Report, tmp_path: Path) -> None:
    files = jobs(tmp_path, [(HEADER + days(100), "visits", CCI), (HEADER + days(5), "visits", CMA)], batch_rows=40)

    def stop(path: Path, rows: int) -> None:
        if rows == 40:
            os.kill(os.getpid(), signal.SIGINT)

    outcomes = list(ingest_files(ready, files, progress=stop))
    assert [type(outcome) for outcome in outcomes] == [Interrupted, Interrupted]
    assert str(outcomes[0]).startswith("Import de 0-visits.csv arrêté après 40 lignes lues")
    assert str(outcomes[1]).startswith("Import arrêté avant 1-visits.csv.")
    assert len(visits(ready)) == 40
    assert [written(outcome) for outcome in ingest_files(ready, files)] == [(60, 40), (5, 0)]


def test_together_or_one_by_one_the_graph_is_the_same(ready: Graph, companies: Report, tmp_path: Path) -> None:
    files = jobs(tmp_path, [(HEADER + days(60), "visits", name) for name in (CCI, CMA, BGE)], batch_rows=25)
    facts = (
        "MATCH (o:Operator)-[v:VISITED]->(c:Company) RETURN o.uid AS operator, c.uid AS company, v.uid AS uid, "
        "v.visit AS visit, v.on AS on UNION ALL MATCH (r:Review) RETURN r.owner AS operator, r.kind AS company, "
        "r.uid AS uid, r.reasons[0] AS visit, r.mention AS on"
    )
    for path, request in files:
        ingest_file(ready, path, request)
    apart = sorted(ready.system_read(facts), key=str)
    ready.write("MATCH ()-[v:VISITED]->() DELETE v")
    ready.write("MATCH (n:Review|Import) DELETE n")
    assert all(isinstance(outcome, Report) for outcome in ingest_files(ready, files))
    assert sorted(ready.system_read(facts), key=str) == apart
    assert len(apart) > 180

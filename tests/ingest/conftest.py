"""What the tests of ingest share: a graph that needs no reference tables, and files written on the spot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from graph import Graph
from ingest.reference.tables import VINTAGE
from ingest.report import Report
from ingest.request import Request
from ingest.run import ingest_file

TODAY = date(2026, 11, 20)
Take = Callable[..., Report]


@pytest.fixture
def ready(graph: Graph) -> Graph:
    """An empty graph that holds the reference tables already, as far as ingest can tell."""
    graph.write("MERGE (c:Counter {name: 'reference'}) SET c.value = $vintage", vintage=VINTAGE)
    return graph


@pytest.fixture
def take(ready: Graph, tmp_path: Path) -> Take:
    """Write a file, ingest it, check that no row was lost, and return its report."""

    def taken(text: str | bytes, source: str, *, name: str = "fichier.csv", **options: object) -> Report:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        options.setdefault("today", TODAY)
        report = ingest_file(ready, path, Request(source=source, **options), findings_dir=tmp_path / "imports")  # type: ignore[arg-type]
        assert report.adds_up, report
        return report

    return taken


COMPANIES = """siren;siret;nom;code_postal;commune;naf;effectif
732829320;73282932000074;TEXTILES DE LA LYS;59280;ARMENTIERES;13.10Z;12
552100554;55210055400554;AUTOMOBILES PEUGEOT;80000;AMIENS;29.10Z;52
356000000;35600000000048;LA POSTE;80000;AMIENS;53.10Z;53
"""


@pytest.fixture
def companies(take: Take) -> Report:
    """Three companies whose keys are right, in the graph."""
    report = take(COMPANIES, "companies", name="entreprises.csv")
    assert report.written == 3
    return report

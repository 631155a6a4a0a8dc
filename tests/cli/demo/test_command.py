"""`dore demo generate` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cli.demo import read_manifest
from cli.demo.command import register
from graph.errors import Misuse


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    register(made)
    return made


def test_generate_writes_a_region_and_says_what_it_holds(app: typer.Typer, tmp_path: Path) -> None:
    out = tmp_path / "demo"
    result = CliRunner().invoke(app, ["demo", "generate", str(out), "--companies", "300", "--seed", "4"])
    assert result.exit_code == 0, result.output
    region = read_manifest(out)
    assert (region.companies, region.seed) == (300, 4)
    for word in ("institutions", "entreprises", "visites", "soutiens", "besoins", "projets", "accords"):
        assert word in result.output


def test_a_wrong_number_is_one_error_for_the_front_door_to_show(app: typer.Typer, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["demo", "generate", str(tmp_path / "demo"), "--companies", "3"])
    assert isinstance(result.exception, Misuse)

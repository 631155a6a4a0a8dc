"""The service as it is run: its address, its log, how it stops."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from gate.server import bind
from graph import Graph, Settings
from graph.errors import Misuse, Refused
from tests.api.conftest import LYS, OPERATORS
from tests.conftest import ROOT
from tests.given import given

DORE = [sys.executable, "-m", "cli.main", "serve"]


@pytest.fixture
def environment(settings: Settings, graph: Graph) -> dict[str, str]:
    """What a command needs to find the graph of the tests."""
    found = {**os.environ, "DORE_HOME": str(settings.home), "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"}
    if settings.runtime:
        found["DORE_RUNTIME"] = str(settings.runtime)
    return found


class Running:
    def __init__(self, process: subprocess.Popen[str], url: str, announced: str) -> None:
        self.process = process
        self.url = url
        self.announced = announced


@pytest.fixture
def serving(environment: dict[str, str], graph: Graph) -> Iterator[Running]:
    """A service that runs in a process of its own and acts for CCI Test."""
    given(graph, *OPERATORS, f"(:Company {{siren: '{LYS}', name: 'TEXTILES DE LA LYS'}})")
    command = [*DORE, "--port", "0", "--as", "CCI Test"]
    process = subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        announced = process.stdout.readline()
        assert "http://" in announced, process.communicate(timeout=30)[1]
        [address] = re.findall(r"http://[\w.:\[\]]+", announced)
        _until_it_answers(address)
        yield Running(process, address, announced)
    finally:
        process.kill()
        process.communicate()


def _dore(environment: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*DORE, *options], check=False, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120
    )


def _until_it_answers(address: str) -> None:
    for _ in range(600):
        try:
            httpx.get(f"{address}/healthz", timeout=30)
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the service does not answer")


def test_it_says_where_it_answers_and_for_whom(serving: Running) -> None:
    assert serving.announced.startswith("Ouvrez http://127.0.0.1:")
    assert "au nom de CCI Test" in serving.announced


def test_it_answers_logs_without_names_and_stops_on_sigterm(serving: Running) -> None:
    company = httpx.get(f"{serving.url}/api/v1/companies/{LYS}", timeout=120)
    assert company.json()["company"]["name"] == "TEXTILES DE LA LYS"
    assert httpx.get(f"{serving.url}/readyz", timeout=60).json() == {"status": "ok"}
    assert "server" not in company.headers
    serving.process.send_signal(signal.SIGTERM)
    _, written = serving.process.communicate(timeout=60)
    assert serving.process.returncode == 0
    lines = [json.loads(line) for line in written.splitlines()]
    routes = [line["route"] for line in lines if line["event"] == "request"]
    assert "/api/v1/companies/{siren}" in routes
    assert "TEXTILES" not in written
    assert LYS not in written


def test_it_stops_on_ctrl_c(serving: Running) -> None:
    serving.process.send_signal(signal.SIGINT)
    _, written = serving.process.communicate(timeout=60)
    assert serving.process.returncode == 0
    assert "Traceback" not in written


def test_it_listens_on_this_machine_alone(serving: Running) -> None:
    port = int(serving.url.rsplit(":", 1)[1])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing: it only picks the address that others see
        own = probe.getsockname()[0]
    with pytest.raises(OSError), socket.create_connection((own, port), timeout=2):  # noqa: PT011
        pass


def test_a_name_that_points_here_is_refused_over_the_wire(serving: Running) -> None:
    answer = httpx.get(f"{serving.url}/healthz", headers={"Host": "dore.example"}, timeout=30)
    assert answer.status_code == 403


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "dore.example"])
def test_any_other_address_is_refused(host: str) -> None:
    with pytest.raises(Misuse, match="ne répond qu'à sa propre machine"):
        bind(host, 0)


def test_a_port_that_is_taken_is_one_french_sentence(environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refused, match=f"Le port {port}"):
            bind("127.0.0.1", port)
        done = _dore(environment, "--port", str(port))
    assert done.returncode == 1
    assert f"Le port {port} de 127.0.0.1 est déjà pris" in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr


def test_an_unknown_institution_is_told_before_anything_starts(environment: dict[str, str]) -> None:
    done = _dore(environment, "--port", "0", "--as", "Personne")
    assert done.returncode == 1
    assert "Institution inconnue" in done.stderr
    assert not Path(environment["DORE_HOME"], "uploads").exists()

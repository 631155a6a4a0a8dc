"""The service as it is run: its address, its log, how it stops."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from access import Role
from access.keys import create_key
from access.organisations import admit
from access.roles import local, platform
from gate.server import Certificate, bind
from graph import Graph, Settings
from graph.errors import Refused
from tests.access.conftest import join
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


def test_another_address_without_accounts_is_refused_in_a_sentence_before_anything_starts(
    environment: dict[str, str],
) -> None:
    done = _dore(environment, "--host", "0.0.0.0", "--port", "0")
    assert done.returncode == 2
    assert "Sans comptes, DORE ne répond qu'à sa propre machine" in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr


def self_signed(folder: Path, name: str = "localhost") -> Certificate:
    """A certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(called).issuer_name(called).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    kept = Certificate(folder / "cert.pem", folder / "key.pem")
    kept.chain.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    kept.key.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return kept


def test_a_certificate_and_a_key_that_do_not_go_together_are_refused(tmp_path: Path) -> None:
    (tmp_path / "autre").mkdir()
    right, other = self_signed(tmp_path), self_signed(tmp_path / "autre")
    right.check()
    for wrong in (Certificate(right.chain, other.key), Certificate(right.chain, tmp_path / "rien.pem")):
        with pytest.raises(Refused, match="ne peuvent pas servir"):
            wrong.check()


def test_with_a_certificate_it_answers_other_machines_over_https_by_its_name_and_records_what_was_read(
    environment: dict[str, str], region: Graph, tmp_path: Path
) -> None:
    admit(region, platform(), "cci")
    join(region, Role.STEWARD)
    key = create_key(region, local("cci"), "Essai")[1].shown
    certificate = self_signed(tmp_path)
    options = ("--accounts", "--host", "0.0.0.0", "--port", "0", "--tls-cert", str(certificate.chain))
    known = environment | {"DORE_ALLOWED_HOSTS": "dore.example"}
    process = subprocess.Popen(
        [*DORE, *options, "--tls-key", str(certificate.key)],
        env=known, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        announced = process.stdout.readline()
        [port] = re.findall(r"https://0.0.0.0:(\d+)/", announced)
        address = f"https://localhost:{port}"
        trusted = ssl.create_default_context(cafile=str(certificate.chain))
        with httpx.Client(verify=trusted, timeout=60) as browser:
            answer = browser.get(
                f"{address}/api/v1/companies/{LYS}",
                headers={"Host": f"dore.example:{port}", "Authorization": f"Bearer {key}"},
            )
            assert answer.status_code == 200
            assert "max-age=" in answer.headers["strict-transport-security"]
            assert browser.get(f"{address}/connexion").status_code == 200
            assert browser.get(f"{address}/connexion", headers={"Host": "autre.example"}).status_code == 403
        process.send_signal(signal.SIGTERM)
        _, written = process.communicate(timeout=60)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 0
    assert all(line.startswith("{") for line in written.splitlines())
    read = "MATCH (e:AuditEvent {target: $siren, via: 'key'}) RETURN e.action AS action"
    assert region.system_read(read, siren=LYS) == [{"action": "read-open"}]


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


def test_an_answer_never_waits_for_the_acknowledgement_of_its_first_part() -> None:
    async def accepted() -> int:
        found: list[int] = []

        async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            found.append(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        async with await asyncio.start_server(answer, sock=bind("127.0.0.1", 0)) as server:
            port = server.sockets[0].getsockname()[1]
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            await reader.read()
            writer.close()
        return found[0]

    assert asyncio.run(accepted()) != 0

from __future__ import annotations

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import neo4j
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.embedded import Endpoint, conf
from graph.embedded.layout import layout_of
from graph.settings import Settings
from tests.graph.embedded.conftest import ask, small

SILENT = (
    "dbms.usage_report.enabled",
    "client.allow_telemetry",
    "server.bolt.telemetry.enabled",
    "dbms.fleet_manager.enabled",
    "server.fleet_discovery.enabled",
    "server.http.enabled",
    "server.https.enabled",
    "dbms.security.allow_csv_import_from_file_urls",
)


@pytest.mark.parametrize("name", SILENT)
def test_what_talks_to_the_outside_is_off_on_a_live_server(server: Endpoint, name: str) -> None:
    [row] = ask(server, "SHOW SETTINGS $name YIELD value", name=name)
    assert row["value"] == "false"


def test_no_setting_that_reports_discovers_or_phones_was_forgotten(server: Endpoint) -> None:
    rows = ask(
        server,
        "SHOW SETTINGS YIELD name, value WHERE name =~ '.*(telemetry|usage_report|fleet|udc|phone).*' "
        "AND value = 'true' RETURN name",
    )
    assert rows == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "file:///../../../../etc/passwd", "file://localhost/etc/passwd"])
def test_load_csv_cannot_read_a_file_of_the_host(server: Endpoint, url: str) -> None:
    with pytest.raises(neo4j.exceptions.ClientError) as refusal:
        ask(server, "LOAD CSV FROM $url AS row RETURN row", url=url)
    assert "Cannot load from URL" in str(refusal.value)


def test_load_csv_cannot_fetch_a_url_even_on_loopback(server: Endpoint) -> None:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"a,b\n")

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as outside:
        threading.Thread(target=outside.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{outside.server_port}/rows.csv"
        with pytest.raises(neo4j.exceptions.ClientError, match="cypher_ip_blocklist"):
            ask(server, "LOAD CSV FROM $url AS row RETURN row", url=url)
        outside.shutdown()
    assert asked == []


def test_a_query_that_lasts_too_long_is_ended(server: Endpoint) -> None:
    endless = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a % b) AS total"
    with pytest.raises(neo4j.exceptions.Neo4jError) as ended:
        ask(server, endless)
    assert "TransactionTimedOut" in str(ended.value.code)


def test_a_query_that_takes_too_much_memory_is_ended(server: Endpoint) -> None:
    with pytest.raises(neo4j.exceptions.Neo4jError) as ended:
        ask(server, "UNWIND range(1, 10000000) AS a RETURN collect(toString(a)) AS all")
    assert "MemoryPoolOutOfMemory" in str(ended.value.code)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc/net")
def test_the_server_listens_on_loopback_only(server: Endpoint) -> None:
    sockets = {Path(link).name for link in _socket_links(server.pid)}
    local = [address for address, inode in _listening() if f"socket:[{inode}]" in sockets]
    assert local, "the server listens somewhere"
    assert all(address.endswith(("0100007F", "00000000000000000000000001000000")) for address in local), local


def test_the_password_is_in_no_file_but_its_own(server: Endpoint, server_settings: Settings) -> None:
    layout = layout_of(server_settings.home)
    small_files = [path for path in layout.root.rglob("*") if path.is_file() and path.stat().st_size < 1 << 20]
    holders = [path for path in small_files if server.password.encode() in path.read_bytes()]
    assert holders == [layout.password]


def test_limits_of_the_settings_are_those_of_the_configuration(tmp_path: Path) -> None:
    values = conf.configuration(layout_of(tmp_path), small(tmp_path), conf.Memory(512, 64), 7687)
    assert values["db.transaction.timeout"] == "30s"
    assert values["db.memory.transaction.max"] == "256m"
    assert values["server.bolt.listen_address"] == "127.0.0.1:7687"


@given(total_mib=st.integers(min_value=1024, max_value=1 << 22))
def test_heap_and_page_cache_leave_more_than_a_third_of_the_memory(total_mib: int) -> None:
    memory = conf.memory_for(small(Path("/x"), heap_mib=None, page_cache_mib=None), total_mib)
    assert memory.heap_mib + memory.page_cache_mib <= total_mib * 0.65
    assert memory.heap_mib >= 512
    assert memory.page_cache_mib >= 128


def test_heap_and_page_cache_can_be_set(tmp_path: Path) -> None:
    assert conf.memory_for(small(tmp_path), 64_000) == conf.Memory(heap_mib=512, page_cache_mib=64)


def _socket_links(pid: int) -> list[str]:
    links = []
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            links.append(str(entry.readlink()))
        except FileNotFoundError:  # closed since it was listed
            continue
    return links


def _listening() -> list[tuple[str, str]]:
    """Local address and inode of each TCP socket in state LISTEN, and of each UDP socket."""
    found = []
    for table, states in (("tcp", {"0A"}), ("tcp6", {"0A"}), ("udp", {"07"}), ("udp6", {"07"})):
        for line in Path(f"/proc/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
            cells = line.split()
            address = cells[1].partition(":")[0].replace("0000000000000000FFFF0000", "")
            if cells[3] in states:
                found.append((address, cells[9]))
    return found

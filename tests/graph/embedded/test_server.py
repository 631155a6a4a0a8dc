from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from graph.embedded import boot_cache, start, status, stop
from graph.embedded.layout import create, layout_of, write_private
from graph.embedded.lock import NEO4J_VERSION
from graph.embedded.state import ServerState, process_start, read_state, write_state
from graph.errors import StoreError, StoreRefused, StoreUnavailable
from graph.settings import Settings
from tests.graph.embedded.conftest import ROOT, ask, small

DEAD_PROXY = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
START = (
    "from graph.embedded import start\n"
    "from graph.settings import Settings\n"
    "import sys\n"
    "endpoint = start(Settings(), progress=False, attached='attached' in sys.argv)\n"
    "print(endpoint.pid, endpoint.uri, flush=True)\n"
)
# Every address that Python itself would reach is noted and refused unless it is on loopback.
NO_NETWORK = (
    "import sys\n"
    "def audit(event, arguments):\n"
    "    if event in ('socket.getaddrinfo', 'socket.gethostbyname'):\n"
    "        raise SystemExit(f'network: {event} {arguments}')\n"
    "    if event == 'socket.connect' and str(arguments[1][0]) not in ('127.0.0.1', '::1'):\n"
    "        raise SystemExit(f'network: {event} {arguments}')\n"
    "sys.addaudithook(audit)\n"
)


def test_data_password_and_port_are_the_same_after_a_clean_restart(home_settings: Settings) -> None:
    first = start(home_settings, progress=False)
    ask(first, "CREATE (:Kept {name: 'Société Ébène'})")
    assert stop(home_settings) is True
    assert status(home_settings) is None
    assert stop(home_settings) is False
    second = start(home_settings, progress=False)
    assert (second.uri, second.password) == (first.uri, first.password)
    assert ask(second, "MATCH (n:Kept) RETURN n.name AS name") == [{"name": "Société Ébène"}]
    assert layout_of(home_settings.home).password.stat().st_mode & 0o777 == 0o600
    assert first.password not in repr(first)


def test_a_password_that_begins_with_a_dash_is_no_option_of_the_tool_that_sets_it(home_settings: Settings) -> None:
    layout = layout_of(home_settings.home)
    create(layout)
    write_private(layout.password, "-Xq7-generated-like-one-in-64")
    assert ask(start(home_settings, progress=False), "RETURN 1 AS one") == [{"one": 1}]


def test_a_lost_password_file_is_replaced_by_one_that_works(home_settings: Settings) -> None:
    first = start(home_settings, progress=False)
    stop(home_settings)
    layout_of(home_settings.home).password.unlink()
    second = start(home_settings, progress=False)
    assert second.password != first.password
    assert ask(second, "RETURN 1 AS one") == [{"one": 1}]


def test_processes_that_start_at_the_same_time_share_one_server(home_settings: Settings) -> None:
    others = [_start_elsewhere(home_settings) for _ in range(2)]
    mine = start(home_settings, progress=False)
    answers = {other.communicate(timeout=300)[0] for other in others}
    assert answers == {f"{mine.pid} {mine.uri}\n"}
    assert start(home_settings).pid == mine.pid


def test_a_killed_server_is_noticed_and_what_was_committed_is_there_after_the_next_start(
    home_settings: Settings,
) -> None:
    first = start(home_settings, progress=False)
    ask(first, "UNWIND range(1, 5000) AS i CREATE (:Kept {i: i})")
    os.kill(first.pid, signal.SIGKILL)
    _wait_until_gone(home_settings)
    assert read_state(layout_of(home_settings.home)) is not None, "the dead server left its state file"
    second = start(home_settings, progress=False)
    assert second.pid != first.pid
    assert ask(second, "MATCH (n:Kept) RETURN count(n) AS n") == [{"n": 5000}]


def test_a_server_killed_while_it_starts_for_the_first_time_starts_again(home_settings: Settings) -> None:
    layout = layout_of(home_settings.home)
    starting = _start_elsewhere(home_settings)
    end = time.monotonic() + 300
    while not layout.has_store and time.monotonic() < end:
        time.sleep(0.005)
    state = read_state(layout)
    assert state is not None
    os.kill(state.pid, signal.SIGKILL)
    starting.communicate(timeout=300)
    endpoint = start(home_settings, progress=False)
    assert ask(endpoint, "RETURN 1 AS one") == [{"one": 1}]


def test_a_start_during_a_clean_stop_waits_for_it_and_brings_a_new_server(home_settings: Settings) -> None:
    layout = layout_of(home_settings.home)
    first = start(home_settings, progress=False)
    os.kill(first.pid, signal.SIGTERM)
    time.sleep(0.1)
    second = start(home_settings, progress=False)
    assert second.pid != first.pid
    assert ask(second, "RETURN 1 AS one") == [{"one": 1}]
    assert "Stopped 'DatabaseId" in (layout.logs / "debug.log").read_text(encoding="utf-8")


def test_a_signal_that_interrupts_one_of_javas_threads_stops_the_server_all_the_same(home_settings: Settings) -> None:
    first = start(home_settings, progress=False)
    tasks = Path(f"/proc/{first.pid}/task")
    if not tasks.is_dir():
        pytest.skip("/proc absent : une tâche de Java ne peut pas être désignée ici")
    others = [int(one.name) for one in tasks.iterdir() if int(one.name) != first.pid and _takes_sigterm(one)]
    ctypes.CDLL(None, use_errno=True).tgkill(first.pid, others[0], signal.SIGTERM)
    _wait_until_gone(home_settings)
    assert "Stopped 'DatabaseId" in (layout_of(home_settings.home).logs / "debug.log").read_text(encoding="utf-8")


def _takes_sigterm(task: Path) -> bool:
    blocked = next(line for line in (task / "status").read_text().splitlines() if line.startswith("SigBlk:"))
    return not int(blocked.split()[1], 16) >> (signal.SIGTERM - 1) & 1


def test_an_attached_server_stops_when_its_parent_is_killed(home_settings: Settings) -> None:
    parent = _start_elsewhere(home_settings, "attached")
    assert parent.stdout is not None
    parent.stdout.readline()
    assert status(home_settings) is not None
    parent.kill()
    parent.wait()
    _wait_until_gone(home_settings)
    state = read_state(layout_of(home_settings.home))
    assert state is not None
    assert state.phase == "stopped"


def test_a_start_without_network_java_or_maven_works(home_settings: Settings) -> None:
    environment = DEAD_PROXY | {"PATH": "/nonexistent", "HOME": str(home_settings.home.parent / "nobody")}
    done = _start_elsewhere(home_settings, program=NO_NETWORK + START, environment=environment)
    printed, _ = done.communicate(timeout=300)
    found = status(home_settings)
    assert found is not None
    assert printed == f"{found.pid} {found.uri}\n"


def test_a_damaged_class_cache_costs_time_and_nothing_else(home_settings: Settings, tmp_path: Path) -> None:
    runtime = tmp_path / "runtime"
    shutil.copytree(home_settings.runtime_dir / "jars", runtime / "jars", copy_function=_link)
    settings = home_settings.model_copy(update={"runtime": runtime})
    boot_cache.cache_file(settings).write_bytes(b"not a cache" * 1000)
    assert ask(start(settings, progress=False), "RETURN 1 AS one") == [{"one": 1}]


def test_a_taken_port_is_one_french_sentence(home_settings: Settings) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(StoreUnavailable, match=f"Le port {port} .* déjà pris"):
            start(home_settings.model_copy(update={"bolt_port": port}), progress=False)


def test_a_port_that_is_asked_for_is_the_one_used(home_settings: Settings) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    endpoint = start(home_settings.model_copy(update={"bolt_port": port}), progress=False)
    assert endpoint.uri == f"bolt://127.0.0.1:{port}"


def test_data_of_a_newer_neo4j_are_refused_before_anything_touches_them(home_settings: Settings) -> None:
    layout = layout_of(home_settings.home)
    create(layout)
    layout.version.write_text("2031.01.0\n", encoding="utf-8")
    with pytest.raises(StoreRefused, match=f"Neo4j 2031.01.0, plus récent .*{NEO4J_VERSION}"):
        start(home_settings, progress=False)
    assert list(layout.data.iterdir()) == []


def test_data_that_neo4j_cannot_open_are_not_taken_for_a_running_server(home_settings: Settings) -> None:
    start(home_settings, progress=False)
    stop(home_settings)
    store = layout_of(home_settings.home).data / "databases" / "neo4j" / "neostore"
    store.write_bytes(b"\0" * store.stat().st_size)
    with pytest.raises(StoreError) as error:
        start(home_settings, progress=False)
    assert "\n" not in error.value.message
    assert status(home_settings) is None


def test_more_memory_than_the_machine_has_is_one_french_sentence(home_settings: Settings) -> None:
    with pytest.raises(StoreUnavailable, match="mémoire manque"):
        start(home_settings.model_copy(update={"heap_mib": 1 << 26}), progress=False)
    assert status(home_settings) is None


def test_a_home_that_cannot_be_written_is_one_french_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(StoreUnavailable, match="Impossible d'écrire"):
        start(small(tmp_path / "file" / "home"), progress=False)


def test_too_little_room_is_one_french_sentence(home_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    home_settings.home.mkdir()
    full = shutil.disk_usage(home_settings.home)._replace(free=10 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: full)
    with pytest.raises(StoreUnavailable, match="Il ne reste que 10 Mo"):
        start(home_settings, progress=False)


def test_a_stale_state_file_never_makes_another_process_a_server(home_settings: Settings) -> None:
    layout = layout_of(home_settings.home)
    create(layout)
    me = os.getpid()
    state = ServerState(me, process_start(me), 7687, NEO4J_VERSION, "2026-01-01T00:00:00+00:00", "ready", 512, 64)
    for stale in (state, replace(state, process_start="1"), replace(state, pid=2**22 + 1)):
        write_state(layout, stale)
        assert status(home_settings) is None
        assert stop(home_settings) is False


@pytest.mark.parametrize("torn", ["", "{", "[]", '{"pid": 1}', "null"])
def test_a_torn_state_file_is_read_as_none(home_settings: Settings, torn: str) -> None:
    layout = layout_of(home_settings.home)
    create(layout)
    layout.state.write_text(torn, encoding="utf-8")
    assert read_state(layout) is None


def _start_elsewhere(
    settings: Settings, *arguments: str, program: str = START, environment: dict[str, str] | None = None
) -> subprocess.Popen[str]:
    values = {
        "PYTHONPATH": str(ROOT),
        "DORE_HOME": str(settings.home),
        "DORE_RUNTIME": str(settings.runtime_dir),
        "DORE_HEAP_MIB": str(settings.heap_mib),
        "DORE_PAGE_CACHE_MIB": str(settings.page_cache_mib),
    }
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        env=os.environ | values | (environment or {}),
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def _wait_until_gone(settings: Settings) -> None:
    end = time.monotonic() + 60
    while status(settings) is not None:
        assert time.monotonic() < end, "the server is still there"
        time.sleep(0.02)


def _link(source: str, target: str) -> str:
    os.link(source, target)
    return target


def test_a_state_written_by_another_version_is_understood_as_far_as_it_goes(home_settings: Settings) -> None:
    layout = layout_of(home_settings.home)
    create(layout)
    older = {"pid": 1, "process_start": "5", "port": 7000, "version": "2026.08.0", "started_at": "", "phase": "ready"}
    layout.state.write_text(json.dumps(older | {"of_a_newer_version": True}), encoding="utf-8")
    state = read_state(layout)
    assert state is not None
    assert (state.port, state.heap_mib, state.failure) == (7000, 0, ())

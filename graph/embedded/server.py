"""Start, stop and find the one server of a `DORE_HOME`."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Container
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console

from graph.embedded import boot_cache, conf, runtime
from graph.embedded.failures import failure_of
from graph.embedded.launch import Launch, child_environment, free_port
from graph.embedded.layout import USER, Layout, create, layout_of, password
from graph.embedded.lock import NEO4J_VERSION
from graph.embedded.locks import held, is_locked
from graph.embedded.state import Endpoint, ServerState, ask_to_stop, living_state, read_state
from graph.embedded.store import require_memory, require_room, require_same_version
from graph.errors import StoreUnavailable
from graph.settings import Settings

_START_WAIT_S = 600.0
_STOP_WAIT_S = 120.0
_POLL_S = 0.03
# Kept so that an attached server's input stays open, and that an ended child can be reaped.
_children: dict[int, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True)
class Status:
    """What `dore status` says of a running server."""

    uri: str
    pid: int
    version: str
    started_at: datetime
    ready: bool
    home: Path
    heap_mib: int
    page_cache_mib: int


def start(settings: Settings, *, progress: bool = True, verify: bool = False, attached: bool = False) -> Endpoint:
    """Start the server of this home, or find the one that already runs.

    Args:
        settings: the installation.
        progress: show the download bar, the first time.
        verify: read every jar again before starting.
        attached: the server stops when this process ends, however it ends; otherwise it outlives it.

    Raises:
        RuntimeMissing: Java or the jars are absent and cannot be fetched.
        StoreRefused: the data were written by another version.
        StoreUnavailable: anything else that keeps it from starting.
    """
    layout = layout_of(settings.home)
    create(layout)
    with held(layout.start_lock, timeout_s=_START_WAIT_S, late=_busy(layout)):
        if verify:
            runtime.install(settings, progress=progress, verify=True)
            boot_cache.make(settings, progress=progress, renew=living_state(layout) is None)
        if running := _settled(layout):
            return _endpoint(layout, _wait_ready(layout, running.pid, None))
        runtime.install(settings, progress=progress)
        require_same_version(layout)
        require_room(layout)
        with Console(stderr=True, quiet=not progress).status("Démarrage de Neo4j…"):
            endpoint = _launch(settings, layout, attached=attached)
        boot_cache.make_later(settings)
        return endpoint


def stop(settings: Settings) -> bool:
    """Stop the server of this home and wait until its files are closed; False when none runs."""
    layout = layout_of(settings.home)
    if not layout.run.is_dir():
        return False
    with held(layout.start_lock, timeout_s=_START_WAIT_S, late=_busy(layout)):
        state = living_state(layout)
        if state is None:
            return False
        ask_to_stop(state)
        _wait_gone(layout)
        if child := _children.pop(state.pid, None):
            child.wait()
        return True


def status(settings: Settings) -> Status | None:
    """What runs on this home; None when nothing does."""
    layout = layout_of(settings.home)
    state = living_state(layout)
    if state is None:
        return None
    return Status(
        uri=_uri(state),
        pid=state.pid,
        version=state.version,
        started_at=datetime.fromisoformat(state.started_at),
        ready=state.phase == "ready",
        home=layout.root.parent,
        heap_mib=state.heap_mib,
        page_cache_mib=state.page_cache_mib,
    )


def _settled(layout: Layout) -> ServerState | None:
    """The server that starts or serves; None once the lock is free.

    A server that is leaving is waited for, and so is one whose starter was killed before it could say a word.
    """
    state = living_state(layout)
    if is_locked(layout.server_lock) and (state is None or state.phase in ("stopping", "stopped")):
        _wait_gone(layout, unless={"starting", "ready", "failed"})
        state = living_state(layout)
    return state


def _wait_gone(layout: Layout, unless: Container[str] = ()) -> None:
    """Wait until no server holds the lock, or one does whose phase is in `unless`."""
    end = time.monotonic() + _STOP_WAIT_S
    while is_locked(layout.server_lock):
        state = living_state(layout)
        if state is not None and state.phase in unless:
            return
        if time.monotonic() > end:
            raise StoreUnavailable(
                f"Le serveur Neo4j de {layout.root} ne s'est pas arrêté en {_STOP_WAIT_S:.0f} s.",
                hint=f"Son journal : {layout.logs / 'debug.log'}.",
            )
        time.sleep(_POLL_S)


def _launch(settings: Settings, layout: Layout, *, attached: bool) -> Endpoint:
    total_mib = conf.machine_memory_mib()
    memory = conf.memory_for(settings, total_mib)
    require_memory(memory, total_mib)
    port = _port(layout, settings.bolt_port)
    conf.write(layout, conf.configuration(layout, settings, memory, port))
    launch = Launch(
        root=str(layout.root),
        jvm=str(runtime.jvm_library()),
        jvm_args=conf.jvm_arguments(memory, boot_cache.existing(settings)),
        class_path=runtime.class_path(settings),
        port=port,
        version=NEO4J_VERSION,
        heap_mib=memory.heap_mib,
        page_cache_mib=memory.page_cache_mib,
        attached=attached,
    )
    process = _spawn(layout, launch)
    try:
        return _endpoint(layout, _wait_ready(layout, process.pid, process))
    except BaseException:
        # Ctrl-C while starting: the half-started server is asked to leave, and its databases closed.
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        raise


def _spawn(layout: Layout, launch: Launch) -> subprocess.Popen[bytes]:
    launch_file = layout.run / "launch.json"
    launch_file.write_text(json.dumps(asdict(launch)), encoding="utf-8")
    with layout.output.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "graph.embedded.child", str(launch_file)],
            cwd=layout.root,
            env=child_environment(),
            stdin=subprocess.PIPE if launch.attached else subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C in the terminal is for the caller, which decides
        )
    _children[process.pid] = process
    return process


def _wait_ready(layout: Layout, pid: int, process: subprocess.Popen[bytes] | None) -> ServerState:
    end = time.monotonic() + _START_WAIT_S
    while time.monotonic() < end:
        ended = process.poll() is not None if process else living_state(layout) is None
        state = read_state(layout)
        if state is not None and state.pid == pid:
            if state.phase == "ready" and not ended:
                return state
            if state.phase == "failed" and ended:
                raise failure_of(layout, state)
        if ended:
            raise failure_of(layout, None)
        time.sleep(_POLL_S)
    raise StoreUnavailable(
        f"Neo4j n'est toujours pas prêt après {_START_WAIT_S:.0f} s.", hint=f"Son journal : {layout.output}."
    )


def _port(layout: Layout, wanted: int | None) -> int:
    """The port asked for, else the one of the last start if it is still free, else any free one."""
    if wanted is not None:
        try:
            return free_port(wanted)
        except OSError as error:
            raise StoreUnavailable(
                f"Le port {wanted} de cette machine est déjà pris par un autre programme.",
                hint="Libérez-le, ou retirez DORE_BOLT_PORT pour en prendre un libre.",
            ) from error
    previous = read_state(layout)
    try:
        return free_port(previous.port if previous else 0)
    except OSError:
        return free_port()


def _endpoint(layout: Layout, state: ServerState) -> Endpoint:
    started_at = datetime.fromisoformat(state.started_at)
    return Endpoint(_uri(state), USER, password(layout), state.pid, state.version, started_at)


def _uri(state: ServerState) -> str:
    return f"bolt://127.0.0.1:{state.port}"


def _busy(layout: Layout) -> StoreUnavailable:
    return StoreUnavailable(
        f"Un autre processus démarre ou arrête déjà Neo4j dans {layout.root}.",
        hint="Attendez qu'il ait fini, puis recommencez.",
    )

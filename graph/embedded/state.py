"""What is known of a running server: a state file, believed only while its writer holds the server lock."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Literal

from graph.embedded.layout import Layout, write_private
from graph.embedded.locks import is_locked

Phase = Literal["starting", "ready", "failed", "stopping", "stopped"]


@dataclass(frozen=True)
class Endpoint:
    """How to reach the running server."""

    uri: str
    user: str
    password: str = field(repr=False)
    pid: int
    version: str
    started_at: datetime


@dataclass(frozen=True)
class ServerState:
    """One process's word about itself, as kept in the state file.

    Args:
        pid: process of the server.
        process_start: when the system started that process, so that a reused pid is not taken for it.
        port: Bolt port on loopback.
        version: Neo4j version.
        started_at: ISO date and time of the start.
        phase: how far it is.
        heap_mib: heap it was given.
        page_cache_mib: page cache it was given.
        failure: chain of causes when it could not start, outermost first.
    """

    pid: int
    process_start: str
    port: int
    version: str
    started_at: str
    phase: Phase
    heap_mib: int = 0
    page_cache_mib: int = 0
    failure: tuple[str, ...] = ()


def process_start(pid: int) -> str:
    """The start time of a process as the system counts it; empty when there is no such process.

    Outside Linux the lock alone tells whether the server lives, and every process has the same answer.
    """
    if not Path("/proc/self/stat").exists():
        return "unknown"
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]  # proc_pid_stat(5): field 22, counted after the name


def write_state(layout: Layout, state: ServerState) -> None:
    """Replace the state file at once."""
    write_private(layout.state, json.dumps(asdict(state)))


def read_state(layout: Layout) -> ServerState | None:
    """The state file as it is, whoever wrote it; None when absent or torn."""
    try:
        values = json.loads(layout.state.read_text(encoding="utf-8"))
        # An older or newer version may have written it, whose server still runs: what both know is enough.
        known = {each.name: values[each.name] for each in fields(ServerState) if each.name in values}
        return ServerState(**(known | {"failure": tuple(known.get("failure", ()))}))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def living_state(layout: Layout) -> ServerState | None:
    """The state of the server that runs now; None when none does, whatever a killed one left behind."""
    if not is_locked(layout.server_lock):
        return None
    state = read_state(layout)
    if state is None or process_start(state.pid) != state.process_start:
        return None
    return state


def ask_to_stop(state: ServerState) -> None:
    """Send SIGTERM, only if the pid is still the server's."""
    if process_start(state.pid) == state.process_start:
        os.kill(state.pid, signal.SIGTERM)

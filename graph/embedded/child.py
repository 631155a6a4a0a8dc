"""The process that holds the Java virtual machine: `python -m graph.embedded.child LAUNCH_FILE`.

It says how far it is in the state file, waits for a signal (or for the end of its standard input when it is
attached to its parent), and shuts the databases down cleanly.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import jpype

from graph.embedded.launch import Launch
from graph.embedded.layout import USER, Layout, password
from graph.embedded.locks import wait_lock
from graph.embedded.state import ServerState, process_start, write_state

_LOCK_WAIT_S = 10
_DATABASE_WAIT_MS = 600_000
SHUTDOWN_PATIENCE_S = 60.0
SIGNAL_SEEN_WITHIN_S = 0.5
_DATABASE = "neo4j"


class DatabaseFailedError(Exception):
    """The server runs and the database does not."""


def run(launch: Launch) -> int:
    """Start, serve, stop; the result is the exit status of the process."""
    layout = Layout(Path(launch.root))
    lock = wait_lock(layout.server_lock, timeout_s=_LOCK_WAIT_S)
    if lock is None:
        return 3
    pid = os.getpid()
    now = datetime.now(UTC).isoformat(timespec="seconds")
    state = ServerState(
        pid=pid,
        process_start=process_start(pid),
        port=launch.port,
        version=launch.version,
        started_at=now,
        phase="starting",
        heap_mib=launch.heap_mib,
        page_cache_mib=launch.page_cache_mib,
    )
    write_state(layout, state)
    asked = threading.Event()
    try:
        dbms = boot(launch, layout, asked)
    except Exception as error:
        write_state(layout, replace(state, phase="failed", failure=tuple(causes(error))))
        raise
    write_state(layout, replace(state, phase="ready"))
    if launch.attached:
        threading.Thread(target=_await_parent, args=(asked,), daemon=True).start()
    # The thread that a signal interrupts may be one of Java's: this one then learns of it when it next looks.
    while not asked.wait(SIGNAL_SEEN_WITHIN_S):
        pass
    write_state(layout, replace(state, phase="stopping"))
    # Seen once after twenty minutes of small transactions: the shutdown itself never came back. What was committed
    # is in the transaction log, so that leaving is safe: the next start recovers, as after a power cut.
    patience = threading.Timer(SHUTDOWN_PATIENCE_S, os._exit, (1,))
    patience.daemon = True
    patience.start()
    dbms.shutdown()
    write_state(layout, replace(state, phase="stopped"))  # kept for its port, which the next start takes again
    return 0


def boot(launch: Launch, layout: Layout, asked: threading.Event) -> Any:
    """Start the virtual machine and the databases; the answer is Neo4j's management service."""
    jpype.startJVM(
        *launch.jvm_args,
        jvmpath=launch.jvm,
        classpath=launch.class_path,
        convertStrings=False,
        interrupt=False,
    )
    _listen_to_signals(asked)
    first = not layout.has_store
    renewed = not first and not layout.password.exists()
    secret = password(layout)
    if first:
        _set_initial_password(layout, secret)
    path = jpype.JClass("java.nio.file.Path")
    builder = jpype.JClass("org.neo4j.dbms.api.DatabaseManagementServiceBuilder")
    dbms = builder(path.of(launch.root)).loadPropertiesFromFile(path.of(str(layout.conf))).build()
    try:
        if renewed:
            _renew_password(dbms, secret)
        _require_database(dbms)
    except Exception:
        dbms.shutdown()
        raise
    return dbms


def _set_initial_password(layout: Layout, secret: str) -> None:
    # Before the first boot, in this process: Bolt never listens with the well-known default password, and
    # the new one is on no command line. It only writes a file that the first boot reads. `--`: one generated
    # password in 64 begins with a dash, which the tool would take for an option.
    path = jpype.JClass("java.nio.file.Path")
    context = jpype.JClass("org.neo4j.cli.ExecutionContext")(
        path.of(str(layout.root)), path.of(str(layout.conf.parent))
    )
    status = jpype.JClass("org.neo4j.cli.AdminTool").execute(
        context, jpype.JArray(jpype.JString)(["dbms", "set-initial-password", "--", secret])
    )
    if status != 0:
        raise DatabaseFailedError(f"dbms set-initial-password: exit {status}")


def _renew_password(dbms: Any, secret: str) -> None:
    # The password file was lost: who owns the data folder may set another. Never done with the password that
    # is in force, which Neo4j refuses.
    values = jpype.JClass("java.util.HashMap")()
    values.put("secret", secret)
    command = f"ALTER USER {USER} SET PASSWORD $secret CHANGE NOT REQUIRED"
    dbms.database("system").executeTransactionally(command, values)


def _require_database(dbms: Any) -> None:
    # A database that cannot be opened leaves the server running: without this it would look started.
    if dbms.database(_DATABASE).isAvailable(0):
        return
    reader = jpype.JClass("org.neo4j.graphdb.ResultTransformer")

    @jpype.JImplements(reader)
    class Rows:
        @jpype.JOverride  # type: ignore[untyped-decorator]
        def apply(self, result: Any) -> Any:
            rows = [dict(result.next()) for _ in iter(result.hasNext, False)]
            return "; ".join(str(row.get("statusMessage")) for row in rows)

    empty = jpype.JClass("java.util.HashMap")()
    question = f"SHOW DATABASE {_DATABASE} YIELD statusMessage"
    message = dbms.database("system").executeTransactionally(question, empty, Rows())
    if message or not dbms.database(_DATABASE).isAvailable(_DATABASE_WAIT_MS):
        raise DatabaseFailedError(str(message))


def _listen_to_signals(asked: threading.Event) -> None:
    def ask(_signal: int, _frame: FrameType | None) -> None:
        asked.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, ask)


def _await_parent(asked: threading.Event) -> None:
    sys.stdin.read()
    asked.set()


def causes(error: BaseException) -> list[str]:
    """The chain of causes of a Java or Python exception, outermost first, one line each."""
    if not isinstance(error, jpype.JException):
        return [f"{type(error).__name__}: {error}"]
    chain: list[str] = []
    cause: Any = error
    while cause is not None and len(chain) < 20:
        chain.append(str(cause.toString()))
        cause = cause.getCause()
    return chain


def main() -> None:
    """Run what the launch file says and leave without waiting for Java's remaining threads."""
    launch = Launch(**json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    status = 1
    try:
        status = run(launch)
    except Exception as error:
        print("\n".join(causes(error)), file=sys.stderr)
        if isinstance(error, jpype.JException):
            print(error.stacktrace(), file=sys.stderr)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    main()

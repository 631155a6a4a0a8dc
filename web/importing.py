"""Imports under way: one at a time for each organisation, a large one in a process of its own.

Whoever takes a file in holds its lock, which the system drops with the process: a file said to be under way whose lock
is free was interrupted. A stop is asked for by a mark beside the file, so that any process may ask.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import defaultdict

import structlog

from access import Action, Identity
from gate.service import Service
from graph.embedded.locks import is_locked, wait_lock
from graph.errors import DoreError, Interrupted
from graph.store import Graph
from graph.visibility import Visibility
from ingest.remembered import Recalled, remember
from ingest.request import Request
from ingest.run import ingest_table, uid_of_import
from web.deposits import Deposit, Deposits
from web.understood import opened

FINDINGS = "imports"
"""Under `DORE_HOME`: the remarks of each import, as the API and the command line write them too."""
LARGE_ROWS = 2_000
"""Over it an import runs beside the service, not in it: pages would wait for its turns at the interpreter."""
UNDER_WAY = ("waiting", "running")
_INTERRUPTED = "L'import a été interrompu : le service s'est arrêté. Ce qui est écrit est complet."
_BROKEN = "DORE a rencontré une erreur ; les lots écrits sont complets."
_turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def start(service: Service, identity: Identity, deposit: Deposit) -> None:
    """Take a file in, or take it up again, once those of the same organisation are through; returns at once."""
    deposits = Deposits(service.settings.home)
    lock = wait_lock(deposits.lock(deposit), timeout_s=1)
    if lock is None:
        return  # somebody pressed twice
    deposits.ask_to_stop(deposit, False)
    deposit.resumed_at, deposit.read, deposit.started_at = deposit.read, 0, time.time()
    deposit.state, deposit.refusal, deposit.report = "waiting", "", {}
    deposits.save(deposit)
    seen = Recalled(source=deposit.source, mapping=deposit.mapping, visibility=deposit.visibility)
    remember(service.graph, identity.caller, opened(deposits.path(deposit), deposit).header, seen)
    wanted = Request(
        source=deposit.source,
        operator=identity.organisation_name or identity.organisation,
        visibility=Visibility(deposit.visibility) if deposit.visibility else None,
        may_widen=identity.may(Action.WIDEN),
        mapping=deposit.mapping,
        actor=identity.actor,
    )
    threading.Thread(target=_in_turn, args=(service, deposits, deposit, wanted, lock), daemon=True).start()


def settled(deposits: Deposits, deposit: Deposit) -> Deposit:
    """Return a file with its state as it is now: one whose lock nobody holds is under way no more."""
    if deposit.state not in UNDER_WAY or is_locked(deposits.lock(deposit)):
        return deposit
    # Its state is written before its lock is dropped: it may have ended between the two looks.
    deposit = deposits.one(deposit.owner, deposit.uid)
    if deposit.state in UNDER_WAY and not is_locked(deposits.lock(deposit)):
        return deposit.model_copy(update={"state": "stopped", "refusal": _INTERRUPTED})
    return deposit


def take_in(
    graph: Graph, deposits: Deposits, deposit: Deposit, wanted: Request, gone: threading.Event | None = None
) -> None:
    """Take one file in and keep what became of it, whatever that is; `gone` is set when the service has stopped."""

    def progress(read: int) -> bool:
        deposit.read = read
        deposits.save(deposit)
        return deposits.must_stop(deposit) or (gone is not None and gone.is_set())

    try:
        if deposits.must_stop(deposit):
            raise Interrupted("Import arrêté avant d'avoir commencé : rien n'est écrit.")
        table = opened(deposits.path(deposit), deposit)
        deposit.import_uid = uid_of_import(deposit.source, deposit.owner, table.sha256)
        deposit.state, deposit.started_at = "running", time.time()
        deposits.save(deposit)
        report = ingest_table(graph, table, wanted, findings_dir=deposits.home / FINDINGS, progress=progress)
        deposit.report = report.model_dump(mode="json", exclude={"findings_file", "findings"})
        deposit.state, deposit.import_uid, deposit.read = "done", report.import_uid, report.read
    except Interrupted as error:
        deposit.state, deposit.refusal = "stopped", error.message
    except DoreError as error:
        deposit.state = "failed"
        deposit.refusal = str(error).replace(deposits.path(deposit).name, deposit.file)
    except Exception as error:
        deposit.state, deposit.refusal = "failed", _BROKEN
        structlog.get_logger().error("import failed", error=type(error).__name__)
    finally:
        deposits.save(deposit)


def _in_turn(service: Service, deposits: Deposits, deposit: Deposit, wanted: Request, lock: int) -> None:
    try:
        with _turns[deposit.owner]:
            if deposit.expected > LARGE_ROWS and not deposits.must_stop(deposit):
                _beside(service, deposits, deposit, wanted, lock)
            else:
                take_in(service.graph, deposits, deposit, wanted)
    finally:
        os.close(lock)


def _beside(service: Service, deposits: Deposits, deposit: Deposit, wanted: Request, lock: int) -> None:
    """Run an import in a process that keeps its lock, and stops by itself when this one is gone."""
    from web.import_process import Order

    order = Order(door=service.graph.door, home=deposits.home, owner=deposit.owner, uid=deposit.uid, wanted=wanted)
    # The password goes through a pipe, where no list of processes shows it.
    command = [sys.executable, "-m", "web.import_process"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=[lock], text=True) as process:
        assert process.stdin is not None
        process.stdin.write(order.model_dump_json() + "\n")
        process.stdin.flush()
        code = process.wait()
    left = deposits.one(deposit.owner, deposit.uid)
    if code and left.state in UNDER_WAY:
        left.state, left.refusal = "failed", _BROKEN
        deposits.save(left)
        structlog.get_logger().error("import process ended", code=code)

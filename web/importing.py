"""Imports under way: each in a thread of its own, one at a time for each organisation."""

from __future__ import annotations

import threading
from collections import defaultdict

import structlog

from access import Action, Identity
from gate.service import Service
from graph.errors import DoreError, Interrupted
from graph.visibility import Visibility
from ingest.reading import WEB_LIMITS
from ingest.request import Request
from ingest.run import ingest_file
from web.deposits import Deposit, Deposits

FINDINGS = "imports"
"""Under `DORE_HOME`: the remarks of each import, as the API and the command line write them too."""
_turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
_stops: dict[str, threading.Event] = {}


def start(service: Service, identity: Identity, deposit: Deposit) -> None:
    """Take a file in, once those of the same organisation before it are through; returns at once."""
    deposits = Deposits(service.settings.home)
    deposit.state = "waiting"
    deposits.save(deposit)
    stop = _stops[deposit.uid] = threading.Event()
    wanted = Request(
        source=deposit.source,
        operator=identity.organisation_name or identity.organisation,
        visibility=Visibility(deposit.visibility) if deposit.visibility else None,
        may_widen=identity.may(Action.WIDEN),
        actor=identity.actor,
    )
    threading.Thread(target=_run, args=(service, deposits, deposit, wanted, stop), daemon=True).start()


def stop(deposit: Deposit) -> None:
    """Ask an import to stop after the batch under way."""
    if wish := _stops.get(deposit.uid):
        wish.set()


def settled(deposit: Deposit) -> Deposit:
    """Return a file with its state as it is now: one that ran when the service stopped runs no more."""
    if deposit.state in ("waiting", "running") and deposit.uid not in _stops:
        return deposit.model_copy(update={"state": "stopped", "refusal": "Le service a été arrêté pendant l'import."})
    return deposit


def _run(service: Service, deposits: Deposits, deposit: Deposit, wanted: Request, stop: threading.Event) -> None:
    def progress(read: int) -> bool:
        deposit.read = read
        deposits.save(deposit)
        return stop.is_set()

    try:
        with _turns[deposit.owner]:
            if stop.is_set():
                raise Interrupted("Import annulé avant d'avoir commencé : rien n'est écrit.")
            deposit.state = "running"
            deposits.save(deposit)
            folder = service.settings.home / FINDINGS
            report = ingest_file(
                service.graph, deposits.path(deposit), wanted, findings_dir=folder, limits=WEB_LIMITS, progress=progress
            )
        deposit.report = report.model_dump(mode="json", exclude={"findings_file", "findings"})
        deposit.state, deposit.import_uid, deposit.read = "done", report.import_uid, report.read
    except Interrupted as error:
        deposit.state, deposit.refusal = "stopped", error.message
    except DoreError as error:
        deposit.state, deposit.refusal = "failed", str(error)
    except Exception as error:
        deposit.state, deposit.refusal = "failed", "DORE a rencontré une erreur ; les lots écrits sont complets."
        structlog.get_logger().error("import failed", error=type(error).__name__)
    finally:
        deposits.save(deposit)
        _stops.pop(deposit.uid, None)

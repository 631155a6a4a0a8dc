"""Asks the first questions before anybody does: plans are slow the first time, names have to be indexed."""

from __future__ import annotations

import threading

import structlog

from api import logs
from api.dependencies import Service
from graph.errors import DoreError
from queries.days import today
from queries.search import search
from queries.who import dossiers_of

NOBODY = "000000000"


def warm(service: Service) -> threading.Thread:
    """Start warming up, beside the requests; it never stops them, nor the service from stopping."""

    def ask() -> None:
        try:
            dossiers_of(service.graph, service.caller, [NOBODY], today())
            search(service.graph, service.caller, "dore")
        except (DoreError, OSError) as error:
            structlog.get_logger().warning("warming", **logs.failure(error))

    thread = threading.Thread(target=ask, name="warming", daemon=True)
    thread.start()
    return thread

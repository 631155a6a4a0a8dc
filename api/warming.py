"""Asks the first questions before anybody does: plans are slow the first time, names have to be indexed."""

from __future__ import annotations

import threading

import structlog

from gate import logs
from gate.service import Service
from graph.errors import DoreError
from graph.visibility import MEMBER
from queries.days import today
from queries.search import search
from queries.who import dossiers_of

NOBODY = "000000000"


def warm(service: Service) -> None:
    """Start warming up, if the service does, beside the requests; it stops neither them nor the end of the service."""

    def ask() -> None:
        try:
            dossiers_of(service.graph, MEMBER, [NOBODY], today())
            search(service.graph, MEMBER, "dore")
        except (DoreError, OSError) as error:
            structlog.get_logger().warning("warming", **logs.failure(error))

    if service.warms:
        threading.Thread(target=ask, name="warming", daemon=True).start()

"""One import in a process of its own: its order comes on standard input, which ends when the service is gone."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from pydantic import BaseModel

from graph.store import Graph
from ingest.request import Request

NICER = 5
"""How much the process gives way to those who answer pages."""


class Order(BaseModel):
    """What to take in, and where to; the rest lies beside the file."""

    door: tuple[str, str, str]
    home: Path
    owner: str
    uid: str
    wanted: Request


def main() -> int:
    """Take one file in and end; what became of it is kept beside it."""
    from web.deposits import Deposits
    from web.importing import take_in

    order = Order.model_validate_json(sys.stdin.readline())
    os.nice(NICER)
    gone = threading.Event()

    def watch() -> None:
        sys.stdin.read()
        gone.set()

    threading.Thread(target=watch, daemon=True).start()
    deposits = Deposits(order.home)
    with Graph(*order.door, home=order.home) as graph:
        take_in(graph, deposits, deposits.one(order.owner, order.uid), order.wanted, gone)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

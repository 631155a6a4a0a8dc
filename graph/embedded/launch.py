"""What a parent hands over to the process of the server."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path

_PACKAGES = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Launch:
    """The order to start, passed through a file since the class path is long; it holds no secret."""

    root: str
    jvm: str
    jvm_args: list[str]
    class_path: list[str]
    port: int
    version: str
    heap_mib: int
    page_cache_mib: int
    attached: bool


def child_environment() -> dict[str, str]:
    """The environment of a child that imports this very `graph`, whatever lies in its working folder."""
    return os.environ | {"PYTHONPATH": str(_PACKAGES), "PYTHONSAFEPATH": "1"}


def free_port(wanted: int = 0) -> int:
    """A loopback port that nothing listens on: `wanted` itself, or any when it is 0.

    Raises:
        OSError: something listens on `wanted`.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", wanted))
        return int(probe.getsockname()[1])

"""What the service writes down: one line of JSON a request, and nothing that tells who was asked about.

A line holds the route's template, never the address asked for; no parameter, no body, no message of an error:
all of those can hold the name of a person or a company.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from typing import Any, TextIO

import structlog

ROOT = Path(__file__).resolve().parent.parent


def configure(stream: TextIO) -> None:
    """Send our lines to a stream as JSON; libraries are silenced, for they quote what they handle."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [logging.NullHandler()]
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "neo4j"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True


def failure(error: BaseException) -> dict[str, Any]:
    """Return where an error came from: its type and our frames, not its message, which can quote a value."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT)] or frames[-3:]
    return {
        "error": type(error).__name__,
        "at": [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in ours[-8:]],
    }

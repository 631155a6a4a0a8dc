"""Answers are compressed for whoever can read them: a page of 100 kB travels as 12.

A stream of events leaves as it comes, and what is compressed already stays as it is. What is secret in a page is never
written twice the same (`gate.forgery`), so that its compressed length says nothing of it.
"""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

LEAST_BYTES = 1_000
"""Below it an answer fits a packet as it is."""
LEVEL = 6
"""Level 9 takes twice the time for one part in a hundred."""
PACKED = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def install(app: FastAPI) -> None:
    """Compress what an application answers; the last of its middlewares, so that it sees answers whole."""
    app.add_middleware(GZipMiddleware, minimum_size=LEAST_BYTES, compresslevel=LEVEL, exclude_content_types=PACKED)

"""Receives one file over HTTP, going on after a cut from the byte it stopped at.

A download goes to `NAME.part`, and `NAME.part.json` remembers which version of the file it is (ETag or
Last-Modified), so that two versions are never joined.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx

TRIES = 5
FIRST_PAUSE_S = 0.5
PASSING_FAULTS = frozenset({429, 500, 502, 503, 504})
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
Report = Callable[[int, int | None], None]


@dataclass(slots=True)
class Partial:
    """What is already there of a file, the version it belongs to, and the size announced for the whole."""

    path: Path
    validator: str = ""
    total: int | None = None
    note: Path = field(init=False)

    def __post_init__(self) -> None:
        self.note = self.path.with_name(self.path.name + ".json")
        if self.path.exists() and self.note.exists():
            try:
                self.validator = str(json.loads(self.note.read_text(encoding="utf-8"))["validator"])
            except (ValueError, KeyError, TypeError):
                self.validator = ""
        if not self.validator:
            # Without a version to compare with, going on could join two different files.
            self.forget()

    @property
    def size(self) -> int:
        """Bytes present."""
        return self.path.stat().st_size if self.path.exists() else 0

    def remember(self, validator: str) -> None:
        """Note the version being received."""
        self.validator = validator
        self.note.write_text(json.dumps({"validator": validator}), encoding="utf-8")

    def forget(self) -> None:
        """Delete what is there."""
        self.path.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)
        self.validator = ""


def version_of(response: httpx.Response) -> str:
    """The ETag, or the date when the ETag is weak: a weak one does not vouch for bytes."""
    tag: str = response.headers.get("etag", "")
    return tag if tag and not tag.startswith("W/") else str(response.headers.get("last-modified", ""))


def receive(client: httpx.Client, url: str, partial: Partial, report: Report) -> None:
    """Try until the file is whole; only tries that get no further than before count as failures.

    Raises:
        httpx.HTTPError: the last failure, after `TRIES` of them in a row.
    """
    failures, furthest = 0, partial.size
    while True:
        try:
            if _once(client, url, partial, report):
                return
        except httpx.UnsupportedProtocol:
            raise
        except (httpx.TransportError, httpx.HTTPStatusError) as error:
            if isinstance(error, httpx.HTTPStatusError) and error.response.status_code not in PASSING_FAULTS:
                raise
            failures = failures + 1 if partial.size <= furthest else 0
            furthest = max(furthest, partial.size)
            if failures >= TRIES:
                raise
            time.sleep(FIRST_PAUSE_S * (2**failures - 1))


def _once(client: httpx.Client, url: str, partial: Partial, report: Report) -> bool:
    """One request; True when the file is whole."""
    headers = {"Accept-Encoding": "identity"}
    if partial.size and partial.validator:
        headers |= {"Range": f"bytes={partial.size}-", "If-Range": partial.validator}
    with client.stream("GET", url, headers=headers) as response:
        if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE and "Range" in headers:
            return _beyond_the_end(response, partial)
        response.raise_for_status()
        total = _prepare(response, partial)
        report(partial.size, total)
        with partial.path.open("ab") as out:
            # As it comes: chunks of a set size would lose what a cut leaves of the last one.
            for chunk in response.iter_raw():
                out.write(chunk)
                report(out.tell(), total)
    if total is not None and partial.size < total:
        raise httpx.RemoteProtocolError("connection closed before the end")
    partial.total = total
    return True


def _prepare(response: httpx.Response, partial: Partial) -> int | None:
    """Keep what is there if the server goes on from it, else start again; return the size of the whole."""
    if response.status_code == httpx.codes.PARTIAL_CONTENT:
        span = _RANGE.fullmatch(response.headers.get("content-range", ""))
        if span and int(span[1]) == partial.size:
            return int(span[2]) if span[2] != "*" else None
        partial.forget()
        raise httpx.RemoteProtocolError("another range than the one asked for")
    partial.forget()
    partial.remember(version_of(response))
    length = response.headers.get("content-length")
    return int(length) if length else None


def _beyond_the_end(response: httpx.Response, partial: Partial) -> bool:
    """416: either all is there already, or what is there belongs to another version."""
    announced = response.headers.get("content-range", "").rpartition("/")[2]
    if announced == str(partial.size):
        partial.total = partial.size
        return True
    partial.forget()
    raise httpx.RemoteProtocolError("the range does not exist any more")

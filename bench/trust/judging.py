"""Whether something happened that should not have: in the graph, in pages, in exports, on disk, over the network."""

from __future__ import annotations

import csv
import io
import json
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from graph import Graph
from graph.backup.records import edges, line_of, nodes

MOVING = {"AuditEvent", "Session", "Membership", "Link", "Counter", "Source", "Theme"}
"""Kinds of records that signing in and reading write or move."""
ADDED = {"VISITED", "Review", "Import", "VisitChange", "Notice", "Company", "Suppression"}
"""Kinds that what is entered may add."""
FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
NUMBER = re.compile(r"-?\d+([.,]\d+)?")


def records(graph: Graph) -> dict[bytes, str]:
    """Return every record that requests have no business to move, in its canonical line, with its kind."""
    found: dict[bytes, str] = {}
    for one in (*nodes(graph), *edges(graph)):
        kind = one[1][0] if isinstance(one[1], list) else one[1]
        if kind not in MOVING:
            found[line_of(one)] = kind
    return found


def moved(before: dict[bytes, str], after: dict[bytes, str]) -> list[str]:
    """Return what is gone or changed, or is of a kind that nobody enters, or bears a name that no product gave it."""
    gone = [f"gone or changed: {line[:150]!r}" for line in before.keys() - after.keys()]
    kinds = {kind for line, kind in after.items() if line not in before} - ADDED
    names = {name for line in after for name in json.loads(line)[-1] if "pwned" in name.lower()}
    return gone + [f"new kind: {kind}" for kind in kinds] + [f"new property: {name}" for name in names]


class Elements(HTMLParser):
    """Reads a page as browsers do, as far as elements and attributes go, and notes those that no page of ours has."""

    FOREIGN = frozenset({"pwned", "iframe", "object", "embed", "base", "style", "applet", "math", "frame"})

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that came from a text."""
        of = dict(attrs)
        here = self.wrong.append
        if tag in self.FOREIGN:
            here(f"<{tag}>")
        if (
            tag == "script"
            and not (of.get("src") or "").startswith("/assets/")
            and of.get("type") != "application/json"
        ):
            here(f"<script {of}>")
        if tag == "meta" and "http-equiv" in of:
            here(f"<meta {of}>")
        for name, value in attrs:
            if name.startswith("on") or "pwned" in name or name == "style":
                here(f"<{tag} {name}>")
            if name in ("href", "src", "action", "xlink:href", "hx-get", "hx-post", "formaction"):
                target = (value or "").strip().lower()
                if target.startswith(("javascript:", "data:text", "//", "http")) and "pwned" in target:
                    here(f"<{tag} {name}={value}>")


def foreign(page: str) -> list[str]:
    """Return the elements and attributes of a page that a text has made."""
    read = Elements()
    read.feed(page)
    return read.wrong


def formulas(table: str) -> list[str]:
    """Return the cells of a CSV that a spreadsheet would compute."""
    rows = csv.reader(io.StringIO(table.removeprefix("\ufeff")), delimiter=";")
    cells = (cell for row in rows for cell in row)
    return [cell for cell in cells if FORMULA.match(cell) and not NUMBER.fullmatch(cell)]


def strays(home: Path, others: Iterable[Path]) -> list[str]:
    """Return the files that bear a name somebody sent: none may, a file left for an import neither."""
    found = list(home.rglob("*pwned*"))
    found += [path for folder in others for path in folder.rglob("*pwned*") if home not in path.parents]
    return [str(path) for path in found]


@contextmanager
def listener() -> Iterator[tuple[str, list[str]]]:
    """Give an address that hostile texts call home to, and the calls that came."""
    came: list[str] = []

    class Home(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            came.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Home)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", came
    finally:
        server.shutdown()

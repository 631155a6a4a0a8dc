"""A small file server on the loopback that misbehaves as told."""

from __future__ import annotations

import hashlib
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CONTENT = random.Random(7).randbytes(700_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
MD5 = hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()


@dataclass
class Site:
    """What the server publishes and how it misbehaves; `asked` keeps each method, path and Range."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=lambda: {"/stock.csv": CONTENT})
    etag: str = '"v1"'
    cuts: int = 0
    ranges: bool = True
    announced: int | None = None
    faults: list[int] = field(default_factory=list)
    asked: list[tuple[str, str, str | None]] = field(default_factory=list)


def handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

        def do_HEAD(self) -> None:
            self.answer(body=False)

        def do_GET(self) -> None:
            self.answer(body=True)

        def answer(self, *, body: bool) -> None:
            site.asked.append((self.command, self.path, self.headers.get("Range")))
            content = site.files.get(self.path)
            if body and site.faults and content is CONTENT:
                self.empty(site.faults.pop(0))
            elif content is None:
                self.empty(404)
            else:
                self.send(content, body=body)

        def empty(self, status: int, **headers: str) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def send(self, content: bytes, *, body: bool) -> None:
            start, wanted = 0, self.headers.get("Range")
            if wanted and site.ranges and self.headers.get("If-Range") == site.etag:
                start = int(wanted.removeprefix("bytes=").rstrip("-"))
                if start >= len(content):
                    return self.empty(416, Content_Range=f"bytes */{len(content)}")
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
            else:
                self.send_response(200)
            rest = content[start:]
            self.send_header("Content-Length", str(site.announced or len(rest)))
            if site.etag:
                self.send_header("ETag", site.etag)
            self.end_headers()
            if not body:
                return None
            if site.cuts and content is CONTENT:
                site.cuts -= 1
                self.wfile.write(rest[: len(rest) // 2])
                self.close_connection = True
                return None
            self.wfile.write(rest)
            if site.announced:
                self.close_connection = True
            return None

    return Handler


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """Serve `site` on a free port until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(site))
    site.url = f"http://127.0.0.1:{server.server_port}/stock.csv"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""The files that a page loads: an allow-list, read and hashed when the service starts.

An address holds the hash of what it leads to, so a browser keeps it for ever and never shows an old one. A file that
is missing stops the start: better than a page without its style.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Header
from fastapi import Path as InPath
from starlette.responses import Response

from graph.errors import NotFound

STATIC = Path(__file__).parent / "static"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
OURS = tuple(sorted(path.name for path in STATIC.iterdir() if path.suffix in TYPES))
HTMX = "htmx.js"
NEEDED = ("app.css", "app.js", "icon.svg")
FOR_EVER = "public, max-age=31536000, immutable"

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, as it is sent."""

    name: str
    content: bytes
    packed: bytes
    digest: str

    @property
    def address(self) -> str:
        """Where a page finds it."""
        return f"/assets/{self.digest}/{self.name}"


@lru_cache(maxsize=1)
def assets() -> dict[str, Asset]:
    """Return every file that a page may load, by name.

    Raises:
        FileNotFoundError: one is missing.
    """
    if missing := set(NEEDED) - set(OURS):
        raise FileNotFoundError(f"{STATIC}: {', '.join(sorted(missing))}")
    found = {name: _asset(name, (STATIC / name).read_bytes()) for name in OURS}
    found[HTMX] = _asset(HTMX, (files("js_lib_htmx") / "static" / "htmx" / "htmx.min.js").read_bytes())
    return found


def address_of(name: str) -> str:
    """Return the address of a file, for a template.

    >>> address_of("app.css").startswith("/assets/")
    True

    Raises:
        KeyError: it is not in the list.
    """
    return assets()[name].address


def _asset(name: str, content: bytes) -> Asset:
    # mtime 0: the same file gives the same bytes.
    return Asset(name, content, gzip.compress(content, 9, mtime=0), hashlib.sha256(content).hexdigest()[:16])


@router.get("/assets/{digest}/{name}")
async def get_asset(
    digest: Annotated[str, InPath(max_length=64)],
    name: Annotated[str, InPath(max_length=64)],
    accept_encoding: Annotated[str, Header()] = "",
) -> Response:
    """Send one file, compressed where the browser can read it."""
    found = assets().get(name)
    if found is None or found.digest != digest:
        raise NotFound("Ce fichier n'existe pas, ou plus.", hint="Rechargez la page.")
    headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
    if "gzip" not in accept_encoding.lower():
        return Response(found.content, headers=headers, media_type=TYPES[Path(name).suffix])
    headers["Content-Encoding"] = "gzip"
    return Response(found.packed, headers=headers, media_type=TYPES[Path(name).suffix])

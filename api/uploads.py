"""A file sent in a form: streamed to a folder of its own under `DORE_HOME`, gone once it was dealt with."""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from python_multipart import FormParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File, parse_options_header
from starlette.exceptions import HTTPException

MOST_FIELDS = 100
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:]")


@dataclass(slots=True)
class Upload:
    """One file, and the fields sent with it.

    Args:
        path: where it lies, under the name it was sent with.
        fields: texts by name, in the order sent.
    """

    path: Path
    fields: dict[str, list[str]] = field(default_factory=dict)


@asynccontextmanager
async def received(request: Request, home: Path) -> AsyncIterator[Upload]:
    """Receive the form of a request; its size was limited before (`gate.asgi.Bounded`).

    Raises:
        HTTPException: it is not a form with a file, or cannot be read.
        RequestValidationError: no file, or several.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise HTTPException(415)
    folder = home / "uploads" / uuid.uuid4().hex
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield await _received(request, folder, options[b"boundary"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _received(request: Request, folder: Path, boundary: bytes) -> Upload:
    fields: dict[str, list[str]] = {}
    files: list[File] = []

    def keep(found: Field) -> None:
        name, text = found.field_name or b"", found.value or b""
        fields.setdefault(name.decode(errors="replace"), []).append(text.decode(errors="replace"))
        if sum(map(len, fields.values())) > MOST_FIELDS:
            raise FormParserError("too many fields")

    config: dict[Any, Any] = {
        "UPLOAD_DIR": str(folder),
        "UPLOAD_DELETE_TMP": False,
        "MAX_MEMORY_FILE_SIZE": 0,
    }
    parser = FormParser("multipart/form-data", keep, files.append, boundary=boundary, config=config)
    try:
        async for chunk in request.stream():
            parser.write(chunk)
        parser.finalize()
    except FormParserError as error:
        raise HTTPException(400) from error
    finally:
        for one in files:
            one.close()
    if len(files) != 1 or files[0].field_name != b"file":
        raise RequestValidationError([{"type": "missing", "loc": ("body", "file"), "input": None}])
    return Upload(_named(files[0], folder), fields)


def _named(found: File, folder: Path) -> Path:
    """Give a file the name that its sender gave it, as far as that is a name: reports show it."""
    sent = (found.file_name or b"").decode(errors="replace")
    name = _UNSAFE.sub(" ", re.split(r"[/\\]", sent)[-1]).strip(" .")[-120:] or "fichier"
    target = folder / "fichier-recu" / name
    target.parent.mkdir(mode=0o700)
    if found.actual_file_name is None:
        target.touch(mode=0o600)
    else:
        Path(found.actual_file_name.decode()).rename(target)
    return target

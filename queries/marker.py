"""Where a page of an ordered list ended: the values that order it, opaque to who passes them on."""

from __future__ import annotations

import base64
import binascii
from typing import Any

import orjson

from graph.errors import Misuse


def write(*values: str | int) -> str:
    """Return the form in which a place travels."""
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def read(text: str | None, *types: type) -> list[Any] | None:
    """Return the values of a place, None for the start of the list.

    Raises:
        Misuse: it is no place that `write` made for such a list.
    """
    if text is None:
        return None
    try:
        values = orjson.loads(base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)))
    except (ValueError, binascii.Error):
        values = None
    if not isinstance(values, list) or [type(value) for value in values] != list(types):
        raise Misuse("Ce curseur de page n'est pas valable.", hint="Reprenez à la première page.")
    return values

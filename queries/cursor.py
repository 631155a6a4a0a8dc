"""Where a page ended: a rank and a key, opaque to who passes it on."""

from __future__ import annotations

import base64
import binascii
import json
from typing import NamedTuple

from graph.errors import Misuse


class Cursor(NamedTuple):
    """The last item of a page: what follows it has a lower rank, or the same rank and a greater uid."""

    rank: int
    uid: str

    @property
    def text(self) -> str:
        """The form in which it travels."""
        return base64.urlsafe_b64encode(json.dumps([self.rank, self.uid]).encode()).decode().rstrip("=")

    @property
    def key(self) -> tuple[int, str]:
        """What sorts pages: what follows this item has a greater key."""
        return -self.rank, self.uid

    @classmethod
    def read(cls, text: str | None) -> Cursor | None:
        """Return the cursor that a text holds, None for none.

        Raises:
            Misuse: it is not a cursor.
        """
        if text is None:
            return None
        try:
            rank, uid = json.loads(base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)))
            if type(rank) is not int or not isinstance(uid, str) or abs(rank) >= 1 << 62:
                raise ValueError(text)
        except (ValueError, TypeError, binascii.Error) as error:
            raise Misuse("Ce curseur de page n'est pas valable.", hint="Reprenez à la première page.") from error
        return cls(rank, uid)

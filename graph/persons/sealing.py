"""The key under which persons are recognised once their name is gone: outside the database, and so outside backups.

A plain hash of a name can be guessed by trying names; a keyed one cannot by whoever has the database alone.
"""

from __future__ import annotations

import os
import secrets
from hashlib import blake2b
from pathlib import Path

from graph.errors import FileRefused
from graph.persons.traces import Kind, Mark, Trace

FILE = "persons.key"
_BYTES = 32


class Seal:
    """Makes the keyed hashes of one institution: another's of the same person differ.

    Args:
        key: of the installation.
        owner: uid of the institution.
    """

    def __init__(self, key: bytes, owner: str) -> None:
        self._key = key
        self._owner = owner

    def __call__(self, kind: Kind, text: str) -> str:
        """Return the keyed hash of a trace."""
        return blake2b(f"{self._owner}|{kind}|{text}".encode(), digest_size=16, key=self._key).hexdigest()

    def mark(self, trace: Trace) -> Mark:
        """Return what may be kept of a trace."""
        return Mark(trace.kind, self(trace.kind, trace.text), trace.words)

    @property
    def name(self) -> str:
        """Which key it is, without giving it away."""
        return blake2b(self._key, digest_size=4, person=b"dore-key-name").hexdigest()


def key_of(home: Path) -> bytes:
    """Return the key of an installation, made when there is none yet, readable by its owner alone.

    Raises:
        FileRefused: what is there is no key.
    """
    path = home / FILE
    try:
        home.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        pass
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        raise FileRefused(
            f"La clé {path} est illisible : les personnes effacées ou opposées ne peuvent plus être reconnues.",
            code="persons-key-unreadable",
            hint="Remettez la copie de ce fichier que vous gardez avec vos sauvegardes, mais à part.",
        )
    return key

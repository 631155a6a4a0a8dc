"""Every error a user of DORE can meet.

DoreError
├── Misuse               the command or the request itself is wrong        (exit 2)
├── Refused              understood, and refused or found wrong            (exit 1)
│   ├── FileRefused      a whole file, with its place and a code
│   ├── FieldsRefused    a form, with what is wrong field by field
│   ├── NotFound         does not exist, or may not be seen: the same answer
│   ├── Conflict         somebody was faster, or the state has moved on
│   ├── AccessRefused    the caller may not do this
│   │   └── Unauthenticated  nobody is signed in, or no longer
│   ├── TooMany          asked too often; says when to come back
│   └── Interrupted      stopped by the user; whole batches are kept
├── ProviderUnavailable  the identity provider does not answer, or not as it should
└── StoreError           Neo4j cannot be used
    ├── StoreUnavailable not running, not reachable, not started
    ├── StoreRefused     running, but not ours to use (not empty, other version)
    └── RuntimeMissing   Java or the jars are absent or damaged

Messages are French sentences for the person who reads them; `hint` says what to do next.
"""

from __future__ import annotations


class DoreError(Exception):
    """Base of all errors that are shown to a user, in French.

    Args:
        message: one sentence that says what is wrong and where.
        hint: one sentence that says what to do, empty when there is nothing to do.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class Misuse(DoreError):
    """The command or the request is not one that DORE understands."""

    exit_code = 2


class Refused(DoreError):
    """Understood, and refused or found wrong."""


class FileRefused(Refused):
    """A whole file is refused; nothing of it was written.

    Args:
        message: what is wrong, in French.
        code: the stable name of the defect, such as `unclosed-quote`.
        line: physical line from 1, where there is one.
        column: name of the column, where there is one.
        hint: what to do.
    """

    def __init__(
        self, message: str, *, code: str, line: int | None = None, column: str | None = None, hint: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.code = code
        self.line = line
        self.column = column


class FieldsRefused(Refused):
    """A fact sent one by one that cannot be written as it is.

    Args:
        message: one sentence.
        fields: name of each field that is wrong, and what is wrong with it, in French.
    """

    def __init__(self, message: str, fields: tuple[tuple[str, str], ...]) -> None:
        super().__init__(message, hint="Corrigez les champs signalés.")
        self.fields = fields


class NotFound(Refused):
    """It does not exist, or the caller may not know that it does."""


class Conflict(Refused):
    """The thing changed since it was read: somebody else decided first."""


class AccessRefused(Refused):
    """The caller may not do this."""


class Unauthenticated(AccessRefused):
    """Nobody is signed in: no key or session was shown, or it is wrong, ended or too old."""


class TooMany(Refused):
    """Asked too often, or for too much.

    Args:
        message: what is refused, in French.
        retry_after_s: when to come back.
        hint: what to do.
    """

    def __init__(self, message: str, *, retry_after_s: int = 60, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.retry_after_s = retry_after_s


class Interrupted(Refused):
    """Stopped on request; what was written is whole and the same command goes on from there."""


class ProviderUnavailable(DoreError):
    """The identity provider does not answer, or not as it should: nobody can sign in through it now."""


class StoreError(DoreError):
    """Neo4j cannot be used."""


class StoreUnavailable(StoreError):
    """No server answers."""


class StoreRefused(StoreError):
    """A server answers, but its database is not one DORE may use."""


class RuntimeMissing(StoreError):
    """The Java runtime or a jar is absent, damaged, or cannot be fetched."""

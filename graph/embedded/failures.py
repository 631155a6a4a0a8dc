"""From what Java says when a server cannot start to one sentence for the person who started it."""

from __future__ import annotations

from dataclasses import dataclass

from graph.embedded.layout import Layout
from graph.embedded.state import ServerState
from graph.errors import RuntimeMissing, StoreError, StoreRefused, StoreUnavailable

_QUOTE_CHARACTERS = 300


@dataclass(frozen=True)
class _Known:
    """A failure that is recognised by what Java says.

    Args:
        marks: any of these words in the chain of causes.
        error: class of the French error.
        message: the sentence; `{root}` is the folder of the server.
        hint: what to do.
    """

    marks: tuple[str, ...]
    error: type[StoreError]
    message: str
    hint: str


_KNOWN = (
    _Known(
        ("BindException", "Address already in use"),
        StoreUnavailable,
        "Le port choisi pour Neo4j vient d'être pris par un autre programme.",
        "Recommencez.",
    ),
    _Known(
        ("No space left on device", "NotEnoughSpace"),
        StoreUnavailable,
        "Plus de place sur le disque de {root}.",
        "Libérez de la place puis recommencez ; les données déjà écrites sont gardées.",
    ),
    _Known(
        (
            "StoreVersion",
            "store version",
            "format version",
            "UnableToMigrate",
            "UpgradeNotAllowed",
            "downgrade",
        ),
        StoreRefused,
        "Les données de {root} ont été écrites par une autre version de Neo4j.",
        "Mettez DORE à jour, ou choisissez un autre dossier avec DORE_HOME.",
    ),
    _Known(
        ("FileLockException", "LockException", "lock file"),
        StoreUnavailable,
        "Un autre programme utilise déjà les données de {root}.",
        "Arrêtez-le puis recommencez.",
    ),
    _Known(
        ("AccessDenied", "Permission denied", "Read-only file system"),
        StoreUnavailable,
        "Neo4j n'a pas le droit d'écrire dans {root}.",
        "Rendez-vous propriétaire de ce dossier et de tout son contenu, ou changez DORE_HOME.",
    ),
    _Known(
        ("ClassNotFound", "NoClassDefFound", "class file", "zip file", "ZipException", "is not found"),
        RuntimeMissing,
        "Les fichiers de Neo4j sont endommagés.",
        "Lancez `dore up --verify` pour les contrôler et les remplacer.",
    ),
    _Known(
        ("OutOfMemory", "Could not reserve enough space", "insufficient memory", "Cannot allocate memory"),
        StoreUnavailable,
        "La mémoire manque pour démarrer Neo4j.",
        "Libérez-en, ou réduisez DORE_HEAP_MIB et DORE_PAGE_CACHE_MIB.",
    ),
)


def failure_of(layout: Layout, state: ServerState | None) -> StoreError:
    """The error to raise for a server that ended before it was ready.

    Args:
        layout: of that server.
        state: its own last word, if it could say one.
    """
    printed = _last_lines(layout)
    said = "\n".join([*(state.failure if state else ()), *printed])
    for known in _KNOWN:
        if any(mark in said for mark in known.marks):
            return known.error(known.message.format(root=layout.root), hint=known.hint)
    chain = state.failure if state else ()
    quote = (chain or printed or ("aucun message",))[-1].strip()[:_QUOTE_CHARACTERS]
    return StoreUnavailable(f"Neo4j n'a pas pu démarrer : {quote}.", hint=f"Son journal : {layout.output}.")


def _last_lines(layout: Layout) -> tuple[str, ...]:
    try:
        text = layout.output.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ()
    lines = [line for line in text.splitlines() if line.strip()]
    return tuple(line for line in lines[-200:] if not line.lstrip().startswith("at "))

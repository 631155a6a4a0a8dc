"""What was erased since a backup is erased again after its restore.

The log lies outside the database, in `DORE_HOME/erasures.jsonl`: a line `{"uid": …, "label": …}` for each node that was
erased. It holds no name and no content.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import orjson

from graph.check import KEYS
from graph.errors import FileRefused
from graph.store import Graph

FILE = "erasures.jsonl"
_BATCH = 1_000


def replay(graph: Graph, path: Path) -> int:
    """Delete the nodes that the log names and return how many were there; played twice it deletes nothing more.

    Raises:
        FileRefused: a line cannot be read; nothing was deleted, for no person may be forgotten in silence.
    """
    named = _read(path)
    erased = 0
    for label, uids in named.items():
        for start in range(0, len(uids), _BATCH):
            [found] = graph.write(
                f"UNWIND $uids AS uid MATCH (n:{label} {{{KEYS[label]}: uid}}) DETACH DELETE n RETURN count(n) AS n",
                uids=uids[start : start + _BATCH],
            )
            erased += int(found["n"])
    return erased


def _read(path: Path) -> dict[str, list[str]]:
    named: dict[str, list[str]] = defaultdict(list)
    if not path.is_file():
        return named
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            one = orjson.loads(line)
            uid, label = one["uid"], one["label"]
        except (ValueError, TypeError, KeyError) as error:
            raise _unreadable(path, number) from error
        if label not in KEYS or not isinstance(uid, str):
            raise _unreadable(path, number)
        named[label].append(uid)
    return {label: sorted(set(uids)) for label, uids in named.items()}


def _unreadable(path: Path, number: int) -> FileRefused:
    return FileRefused(
        f"Le journal des effacements {path} est illisible à la ligne {number} : aucun effacement n'a été rejoué.",
        code="erasures-unreadable",
        line=number,
        hint="Réparez cette ligne puis relancez la même commande : des personnes effacées sont revenues dans la base.",
    )

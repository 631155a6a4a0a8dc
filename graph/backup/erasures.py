"""What was done about persons since a backup is done again after its restore.

The log lies outside the database, in `DORE_HOME/erasures.jsonl`, and holds no name and no content. A line is a node
that was deleted, `{"uid": …, "label": …}`, or an act of `graph.persons.acts`, whose keyed hashes say whom it concerns
to whoever holds the key of the installation.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from graph.check import KEYS
from graph.errors import FileRefused
from graph.persons.acts import Act, prepare
from graph.persons.sealing import Seal, key_of
from graph.persons.traces import Wanted
from graph.store import Graph

FILE = "erasures.jsonl"
_BATCH = 1_000


def note(path: Path, acts: Iterable[Act] = (), nodes: Iterable[tuple[str, str]] = ()) -> None:
    """Add acts and deleted nodes (label, key) to the log, on the disk when this returns.

    It comes before the change that it tells: played again, what was never done does no harm; forgotten, it would.
    """
    lines: list[dict[str, Any]] = [{"label": label, "uid": uid} for label, uid in nodes]
    lines += [one.model_dump(exclude_defaults=True) for one in acts]
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as log:
        log.write(b"".join(orjson.dumps(line) + b"\n" for line in lines))
        log.flush()
        os.fsync(log.fileno())


def replay(graph: Graph, path: Path) -> int:
    """Do again what the log tells and return how many records that changed; played twice it changes nothing more.

    Raises:
        FileRefused: a line cannot be read, or the key of its hashes is not the one of this installation; nothing was
            changed, for no person may be forgotten in silence.
    """
    named, acts = _read(path)
    seals = _seals(graph, path, acts)
    erased = 0
    for label, uids in named.items():
        for start in range(0, len(uids), _BATCH):
            [found] = graph.write(
                f"UNWIND $uids AS uid MATCH (n:{label} {{{KEYS[label]}: uid}}) DETACH DELETE n RETURN count(n) AS n",
                uids=uids[start : start + _BATCH],
            )
            erased += int(found["n"])
    for act in acts:
        done = prepare(graph, act, Wanted(act.sealed, seals[act.owner]))
        graph.write_all(done.statements)
        erased += len(done.records)
    return erased


def _seals(graph: Graph, path: Path, acts: list[Act]) -> dict[str, Seal]:
    if not acts:
        return {}
    key = key_of(graph.home)
    seals = {act.owner: Seal(key, act.owner) for act in acts}
    if wrong := [act for act in acts if act.key and act.key != seals[act.owner].name]:
        raise FileRefused(
            f"Le journal {path} a été écrit avec une autre clé que celle de {graph.home} ({len(wrong)} lignes) : "
            "aucun effacement n'a été rejoué.",
            code="erasures-other-key",
            hint="Remettez le fichier persons.key qui va avec ce journal, puis relancez la même commande.",
        )
    return seals


def _read(path: Path) -> tuple[dict[str, list[str]], list[Act]]:
    named: dict[str, set[str]] = defaultdict(set)
    acts: list[Act] = []
    for number, line in enumerate(path.read_bytes().splitlines() if path.is_file() else (), start=1):
        try:
            one = orjson.loads(line)
            if "op" in one:
                acts.append(Act.model_validate(one))
            else:
                label, uid = one["label"], one["uid"]
                if label not in KEYS or not isinstance(uid, str):
                    raise _unreadable(path, number)
                named[label].add(uid)
        except (ValueError, TypeError, KeyError, ValidationError) as error:
            raise _unreadable(path, number) from error
    return {label: sorted(uids) for label, uids in named.items()}, acts


def _unreadable(path: Path, number: int) -> FileRefused:
    return FileRefused(
        f"Le journal des effacements {path} est illisible à la ligne {number} : aucun effacement n'a été rejoué.",
        code="erasures-unreadable",
        line=number,
        hint="Réparez cette ligne puis relancez la même commande : des personnes effacées sont revenues dans la base.",
    )

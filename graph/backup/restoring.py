"""A backup back into the graph: the file is checked before the first write, the graph after the last.

A node `(:Restore {file, batch})` says which file is being restored and how many of its batches are in; it moves in
the transaction of each batch, so that a restore that was killed goes on where it stopped, and no batch enters twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field

from graph.backup import archive
from graph.backup.archive import Advance, Manifest
from graph.backup.erasures import replay
from graph.backup.records import MARK, tally_of
from graph.backup.values import from_plain
from graph.check import KEYS
from graph.errors import Conflict, Refused, StoreRefused
from graph.migrations import migrate
from graph.store import Graph, Statement

BATCH = 5_000
_EMPTYING = -1

FILLED = (
    f"RETURN EXISTS {{ MATCH (n) WHERE NOT n:Migration AND NOT n:{MARK} AND NOT n:Edition AND NOT n:Change }} AS filled"
)
MARKED = f"MATCH (r:{MARK}) RETURN r.file AS file, r.batch AS batch"
BEGIN = f"MERGE (r:{MARK}) SET r.file = $file, r.batch = $batch"
MOVE = f"MATCH (r:{MARK} {{file: $file, batch: $batch}}) SET r.batch = $batch + 1 RETURN r.batch"
END = f"MATCH (r:{MARK}) DELETE r"
EMPTY = f"MATCH (n) WHERE NOT n:Migration AND NOT n:{MARK} CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF 5000 ROWS"
MAKE_NODES = "UNWIND $rows AS row CREATE (n:$(row.labels)) SET n = row.properties"
# The migrations of this version are there as soon as one is connected: they take the values of the file.
MAKE_MIGRATIONS = "UNWIND $rows AS row MERGE (m:Migration {number: row.number}) SET m = row"
FORGET_MIGRATIONS = "MATCH (m:Migration) WHERE NOT m.number IN $kept DELETE m"


class Restored(BaseModel):
    """What a restore did."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    manifest: Manifest
    hash_after: str = Field(description="of the graph once restored; that of the file")
    resumed: bool = Field(description="went on with a restore that had been interrupted")
    migrations: list[str] = Field(description="what this version's migrations did to older data")
    erased: int = Field(description="nodes erased again: they had been erased since the backup")


def restore(
    graph: Graph, path: Path, *, erasures: Path, replace: bool = False, advance: Advance = lambda _: None
) -> Restored:
    """Put a backup into an empty graph, and say what was done.

    Args:
        graph: the store; holds its migrations and nothing else.
        path: of the backup.
        erasures: the log of erased persons, which may not exist.
        replace: empty the graph first, whatever it holds.
        advance: told how many records were just dealt with; each is read, then written, then read back.

    Raises:
        FileRefused: the file is no whole backup that this version can read; nothing was written.
        StoreRefused: the graph is not empty, or another file's restore has been interrupted in it.
        Conflict: the graph does not hold what the file says once restored.
    """
    manifest = archive.verify(path, advance=advance)
    file = f"{manifest.hash}-{archive.identity(path)}-{BATCH}"
    resumed = _begin(graph, file, replace=replace)
    for number, statements in enumerate(_batches(path)):
        _enter(graph, file, number, statements)
        advance(sum(len(parameters["rows"]) for _, parameters in statements))
    graph.write(FORGET_MIGRATIONS, kept=manifest.migrations)
    after = tally_of(graph)
    advance(after.total)
    if after.hash != manifest.hash:
        graph.write(BEGIN, file="other", batch=0)  # nothing of this base may be gone on with
        raise Conflict(
            f"La base restaurée n'est pas celle du fichier : empreinte {after.hash}, attendue {manifest.hash}.",
            hint="Quelqu'un a écrit pendant la restauration : arrêtez l'API, puis recommencez avec --replace --yes.",
        )
    erased = replay(graph, erasures)
    said = [applied.said for applied in migrate(graph)]
    graph.write(END)
    return Restored(manifest=manifest, hash_after=after.hash, resumed=resumed, migrations=said, erased=erased)


def _begin(graph: Graph, file: str, *, replace: bool) -> bool:
    """Mark the graph, emptied where that was asked for; True when this file's restore goes on."""
    marked = graph.system_read(MARKED)
    # Asked again with the same options, `replace` goes on too: what it had to empty is empty.
    if marked and marked[0]["file"] == file:
        if marked[0]["batch"] == _EMPTYING:
            _empty(graph, file)
        return True
    if replace:
        graph.write(BEGIN, file=file, batch=_EMPTYING)
        _empty(graph, file)
        return False
    if marked:
        raise StoreRefused(
            "La restauration d'un autre fichier a été interrompue dans cette base.",
            hint="Reprenez-la avec ce fichier-là, ou remplacez tout avec --replace --yes.",
        )
    [found] = graph.system_read(FILLED)
    if found["filled"]:
        raise StoreRefused(
            f"La base {graph.uri} n'est pas vide : rien n'a été écrit.",
            hint="Restaurez dans une base vide, ou remplacez tout ce qu'elle contient avec --replace --yes.",
        )
    graph.write(BEGIN, file=file, batch=0)
    return False


def _empty(graph: Graph, file: str) -> None:
    graph.auto_commit(EMPTY)
    graph.write(BEGIN, file=file, batch=0)


def _enter(graph: Graph, file: str, number: int, statements: list[Statement]) -> None:
    """Write one batch and move the mark, in one transaction; nothing when the batch is already in."""
    moved = graph.write_all([(MOVE, {"file": file, "batch": number}), *statements], guarded=True)
    if not moved:
        return
    # An edge whose end is missing makes no row, and no error: it must not pass for written.
    for (_, parameters), answer in zip(statements, moved[1:], strict=True):
        if answer and answer[0]["made"] != len(parameters["rows"]):
            raise Refused("Le fichier contient un lien dont une extrémité manque : la restauration s'arrête.")


def _batches(path: Path) -> Iterator[list[Statement]]:
    """Give the statements of each batch: always the same ones, in the same order, for the same file."""
    for member, made in ((archive.NODES, _nodes), (archive.EDGES, _edges)):
        found = archive.lines(path, member)
        while batch := [orjson.loads(line) for line in islice(found, BATCH)]:
            yield made(batch)


def _nodes(batch: list[list[Any]]) -> list[Statement]:
    plain, migrations = [], []
    for _, labels, properties in batch:
        values = _values(properties)
        if "Migration" in labels:
            migrations.append(values)
        else:
            plain.append({"labels": labels, "properties": values})
    return [(MAKE_NODES, {"rows": plain}), (MAKE_MIGRATIONS, {"rows": migrations})]


def _edges(batch: list[list[Any]]) -> list[Statement]:
    """Return one statement for each kind of edge and ends: labels are written out, so that the keys' indexes serve."""
    kinds: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for _, type_, start, end, properties in batch:
        row = {"start": start[1], "end": end[1], "properties": _values(properties), "type": type_}
        kinds[type_, start[0], end[0]].append(row)
    return [(_making(start, end), {"rows": rows}) for (_, start, end), rows in kinds.items()]


def _making(start: str, end: str) -> str:
    # `verify` let only labels of the schema through; the type is a value.
    return (
        f"UNWIND $rows AS row MATCH (a:{start} {{{KEYS[start]}: row.start}}) MATCH (b:{end} {{{KEYS[end]}: row.end}}) "
        "CREATE (a)-[e:$(row.type)]->(b) SET e = row.properties RETURN count(e) AS made"
    )


def _values(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: from_plain(value) for name, value in properties.items()}

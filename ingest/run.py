"""Files, from their bytes to reports: the one way in, whatever the channel."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from graph.errors import DoreError, Interrupted
from graph.store import Graph
from ingest.binding import known_headers
from ingest.command import Command
from ingest.importing import Import, uid_of_import
from ingest.reading import CLI_LIMITS, Limits, Table, fold_header, open_table
from ingest.report import Report
from ingest.request import Progress, Request, source_named
from ingest.source import Source
from ingest.sources import SOURCES
from ingest.stopping import calm_collector, stoppable
from ingest.writer import Writer

Outcome = Report | DoreError
"""What became of a file, or why it was not taken in."""


def ingest_file(
    graph: Graph,
    path: Path,
    request: Request,
    *,
    findings_dir: Path | None = None,
    limits: Limits = CLI_LIMITS,
    progress: Progress | None = None,
) -> Report:
    """Take one file in and return what became of each of its rows.

    Args:
        graph: where to.
        path: CSV, TSV, XLSX or Parquet.
        request: source, institution and options.
        findings_dir: folder for the file of remarks; None keeps only their counts and the first ones.
        limits: sizes over which a file is refused before it is parsed.
        progress: called after each batch with the number of rows read so far; it stops there when told True.

    Raises:
        Misuse: no such source.
        FileRefused: the whole file is refused, with its place.
        NotFound: the institution is unknown and `create_operator` is not set.
        Interrupted: Ctrl-C; whole batches are kept, and the same command goes on from there.
    """
    table = _open(path, request, limits)
    return ingest_table(graph, table, request, findings_dir=findings_dir, progress=progress)


def ingest_table(
    graph: Graph,
    table: Table,
    request: Request,
    *,
    findings_dir: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Take in a table that is already open: a file's, or the rows of a form or call."""
    with _command(graph, findings_dir) as command:
        return _prepared(command, table, request, progress).finish()


def ingest_files(
    graph: Graph,
    files: Iterable[tuple[Path, Request]],
    *,
    findings_dir: Path | None = None,
    progress: Callable[[Path, int], bool | None] | None = None,
) -> Generator[Outcome]:
    """Take files in, in order, and give what became of each: one is read while the one before is still being written.

    What a file looks up of those before it is there: whatever brings companies or institutions is written to its end
    first, and whatever looks its own rows up waits. A file that is refused, or could not be written, keeps none of the
    others out; Ctrl-C does.
    """
    with _command(graph, findings_dir) as command:
        before: Import | None = None
        for path, request in files:
            if before is not None and before.is_looked_up:
                yield _outcome(before)
                before = None
                command.begin_anew()
            now = _tried(command, path, request, partial(progress, path) if progress else None)
            outcomes = [_outcome(before)] if before is not None else []
            before = now if isinstance(now, Import) else None
            if before is None or any(isinstance(one, DoreError) for one in outcomes):
                outcomes.append(_outcome(now))
                before = None
                command.begin_anew()
            yield from outcomes
            if isinstance(now, Interrupted):
                return
        if before is not None:
            yield _outcome(before)


def _tried(command: Command, path: Path, request: Request, progress: Progress | None) -> Import | DoreError:
    """Prepare a file, or say why it is not taken in."""
    try:
        if command.stop.is_set():
            raise Interrupted(f"Import arrêté avant {path.name}.", hint="Relancez la même commande.")
        return _prepared(command, _open(path, request, CLI_LIMITS), request, progress)
    except DoreError as error:
        return error


def _outcome(of: Import | DoreError) -> Outcome:
    """Wait until a file is written, and return what became of it."""
    if isinstance(of, DoreError):
        return of
    try:
        return of.finish()
    except DoreError as error:
        return error


@contextmanager
def _command(graph: Graph, findings_dir: Path | None) -> Iterator[Command]:
    with stoppable() as stop, calm_collector(), Writer() as writer:
        yield Command(graph, writer, stop, findings_dir)


def _open(path: Path, request: Request, limits: Limits) -> Table:
    source = source_named(request.source)
    kin = [other for other in SOURCES.values() if other.name.startswith(source.name)]
    known = set().union(*(known_headers(other, request.mapping) for other in kin))
    return open_table(path, known, limits=limits, separator=request.separator)


def _prepared(command: Command, table: Table, request: Request, progress: Progress | None) -> Import:
    """Read a table to its end, and hand what it becomes to the writer."""
    made = Import(command, _source_of(source_named(request.source), table), table, request)
    made.prepare(progress)
    return made


def _source_of(source: Source, table: Table) -> Source:
    """Sirene comes in two files, which their headers tell apart: sites, and legal units."""
    if source.name == "sirene" and "siret" in map(fold_header, table.header):
        return SOURCES["sirene_sites"]
    return source


__all__ = ["Outcome", "ingest_file", "ingest_files", "ingest_table", "uid_of_import"]

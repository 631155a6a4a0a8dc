"""Parquet, by batches, and only the columns that are looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graph.errors import FileRefused
from ingest.reading.headers import check_duplicates, count_known, refuse_no_header, unknown_names
from ingest.reading.sorting import long_cell
from ingest.reading.table import MAX_CELL, Limits, Row, Table, TableFacts, check_columns, check_rows
from ingest.reading.workbook import cell_text

_BATCH = 8_192


class ParquetTable(Table):
    """A Parquet file; its records are numbered from 1."""

    def rows(self, select: Collection[str] | None = None) -> Iterator[Row]:
        """Stream the records by batches; see `Table.rows`."""
        self.check_unchanged()
        wanted = [name for name in self.header if select is None or name in select]
        number = 0
        with _opened(self.path) as file:
            for batch in file.iter_batches(batch_size=_BATCH, columns=wanted):
                columns = dict(zip(batch.schema.names, map(_texts, batch.columns), strict=True))
                nothing = [""] * batch.num_rows
                for cells in zip(*(columns.get(name, nothing) for name in self.header), strict=True):
                    number += 1
                    yield self._row(number, list(cells), whole=len(wanted) == len(self.header))

    def _row(self, number: int, cells: list[str], *, whole: bool) -> Row:
        """Sort one record. Emptiness is known only when all columns were read; programs write no totals."""
        if whole and not any(cells):
            return Row(number, cells, skip="blank")
        longest = max(map(len, cells))
        return Row(number, cells, refusal=long_cell(longest) if longest > MAX_CELL else None)


def open_parquet(path: Path, known: frozenset[str], limits: Limits) -> ParquetTable:
    """Open a Parquet file; see `ingest.reading.open_table`."""
    with _opened(path) as file:
        names, count = tuple(str(name) for name in file.schema_arrow.names), int(file.metadata.num_rows)
    check_columns(names, limits)
    check_rows(count, limits)
    if not count_known(names, known):
        raise refuse_no_header(names, 0, known)
    check_duplicates(names, 0)
    with path.open("rb") as raw:
        digest = hashlib.file_digest(raw, "sha256").hexdigest()
    facts = TableFacts(path, "parquet", path.stat().st_size, digest, names, 0, row_estimate=count)
    facts.unknown_columns = unknown_names(names, known)
    table = ParquetTable(facts)
    table.take_sample(look_at=200)
    return table


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open a Parquet file; whatever is wrong in it, at its end or in a page, is a refusal."""
    import pyarrow  # 60 MB of memory: not loaded for a CSV
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            yield file
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise FileRefused(
            f"{path.name} est un fichier Parquet abîmé ou incomplet ({str(error).splitlines()[0]}).",
            code="damaged-file",
            hint="Téléchargez-le à nouveau.",
        ) from None


def _texts(column: Any) -> list[str]:
    """Return a column as text; nulls are empty cells."""
    return ["" if value is None else value if type(value) is str else cell_text(value) for value in column.to_pylist()]

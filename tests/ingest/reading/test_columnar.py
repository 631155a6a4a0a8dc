import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.ingest.reading.files import read, refusal


def _file(folder: Path, **columns: list[object]) -> Path:
    path = folder / "stock.parquet"
    pq.write_table(pa.table(columns), path, row_group_size=1_000)
    return path


def test_parquet_cells_come_as_text_and_nulls_as_empty_cells(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        siret=["73282932000074", None],
        date=[dt.date(2026, 3, 1), None],
        montant=[12.0, 1.5],
        entreprise=["Été", ""],
    )
    table, rows = read(path)
    assert (table.format, table.header, table.header_line) == (
        "parquet",
        ("siret", "date", "montant", "entreprise"),
        0,
    )
    assert [row.cells for row in rows] == [["73282932000074", "2026-03-01", "12", "Été"], ["", "", "1.5", ""]]
    assert [row.line for row in rows] == [1, 2]


def test_only_the_columns_asked_for_are_read(tmp_path: Path) -> None:
    table, _ = read(_file(tmp_path, siret=["1"], date=["2"], objet=["3"]))
    assert [row.cells for row in table.rows(select={"siret", "objet"})] == [["1", "", "3"]]


def test_a_row_that_is_empty_in_the_asked_columns_alone_is_no_blank_row(tmp_path: Path) -> None:
    table, rows = read(_file(tmp_path, siret=["1", None], objet=[None, None]))
    assert [row.skip for row in rows] == [None, "blank"]
    assert [row.skip for row in table.rows(select={"objet"})] == [None, None]


def test_many_batches_are_numbered_through(tmp_path: Path) -> None:
    _, rows = read(_file(tmp_path, siret=[str(number) for number in range(20_000)]))
    assert [row.line for row in rows] == list(range(1, 20_001))
    assert rows[-1].cells == ["19999"]


def test_parquet_without_known_columns_or_cut_short_is_refused(tmp_path: Path) -> None:
    path = _file(tmp_path, foo=["1"])
    assert refusal(path).code == "unknown-header"
    path.write_bytes(path.read_bytes()[:-10])
    assert refusal(path).code == "damaged-file"

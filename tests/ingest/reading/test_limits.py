from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingest.reading import WEB_LIMITS, Limits, open_table
from tests.ingest.reading.files import HEADER, KNOWN, ROW, csv_file, read, refusal, workbook


def test_the_limits_of_the_web_are_those_promised() -> None:
    promised = (200, 200_000, 50_000_000)
    assert (WEB_LIMITS.max_columns, WEB_LIMITS.max_rows, WEB_LIMITS.max_bytes) == promised


def test_over_200_columns_are_refused_through_the_web_and_read_by_the_command_line(tmp_path: Path) -> None:
    header = ";".join(["SIRET", *(f"c{number}" for number in range(200))])
    path = csv_file(tmp_path, f"{header}\n{';' * 200}\n")
    assert refusal(path, limits=WEB_LIMITS).code == "too-many-columns"
    assert len(open_table(path, KNOWN).header) == 201


def test_over_200_000_rows_are_refused_through_the_web(tmp_path: Path) -> None:
    path = csv_file(tmp_path, f"{HEADER}\n" + "1;2;3;4\n" * 200_001)
    refused = refusal(path, limits=WEB_LIMITS)
    assert refused.code == "too-many-rows"
    assert "200\u202f001" in refused.message
    exactly = csv_file(tmp_path, f"{HEADER}\n" + "1;2;3;4\n" * 200_000, name="b.csv")
    assert open_table(exactly, KNOWN, limits=WEB_LIMITS).row_estimate == 200_000


def test_lines_inside_cells_do_not_count_as_rows(tmp_path: Path) -> None:
    path = csv_file(tmp_path, f'{HEADER}\n1;"a\nb\nc\nd";3;4\n')
    assert len(read(path, limits=Limits(max_rows=1))[1]) == 1


def test_a_file_over_50_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as out:
        out.truncate(50_000_001)  # a hole full of NUL: reading it would give another refusal
    refused = refusal(path, limits=WEB_LIMITS)
    assert refused.code == "too-large"
    assert "50 Mo" in refused.message
    assert refusal(path).code == "nul-byte"


@pytest.mark.parametrize("limits", [Limits(max_columns=3), Limits(max_rows=1)])
def test_workbooks_and_parquet_have_the_same_limits(tmp_path: Path, limits: Limits) -> None:
    book = workbook(tmp_path / "a.xlsx", [HEADER.split(";"), ROW.split(";"), ROW.split(";")])
    stock = tmp_path / "a.parquet"
    pq.write_table(pa.table({name: ["1", "2"] for name in ("date", "siret", "commune", "objet")}), stock)
    expected = "too-many-columns" if limits.max_columns else "too-many-rows"
    assert refusal(book, limits=limits).code == expected
    assert refusal(stock, limits=limits).code == expected

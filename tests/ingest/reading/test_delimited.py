import csv
import io
import itertools
import os
import tracemalloc
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import FileRefused
from ingest.reading import open_table
from ingest.reading.sorting import is_total
from tests.ingest.reading.files import HEADER, KNOWN, ROW, csv_file, read, read_or_refusal

Quoting = Literal[0, 1, 2, 3]
CELL = st.text(alphabet=st.sampled_from('abÉéœ€ ;,\t|"\n\r0123=-'), max_size=12)
TABLES = st.lists(st.lists(CELL, min_size=4, max_size=4), max_size=8)


def _written(rows: list[list[str]], separator: str, end: str, quoting: Quoting) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting).writerows([HEADER.split(";"), *rows])
    return out.getvalue()


def _line_of_each_row(rows: list[list[str]], separator: str, end: str, quoting: Quoting) -> list[int]:
    """Physical lines by counting the line ends written before each row, whatever kind they are."""
    lines = []
    for index in range(len(rows)):
        text = _written(rows[:index], separator, end, quoting)
        lines.append(1 + text.count("\n") + text.count("\r") - text.count("\r\n"))
    return lines


@settings(max_examples=300)
@given(
    TABLES,
    st.sampled_from(";,\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_whatever_a_program_writes_is_read_back_with_its_physical_lines(
    rows: list[list[str]], separator: str, end: str, encoding: str, quoting: Quoting
) -> None:
    if quoting == csv.QUOTE_MINIMAL:  # the standard writer forgets to quote line ends that are not its own
        strange = {"\r", "\n"} - set(end)
        rows = [["".join(char for char in cell if char not in strange) for cell in cells] for cells in rows]
    # What cp1252 writes may be valid UTF-8 by accident ("É€" has the bytes of one letter): not decidable.
    text = _written(rows, separator, end, quoting)
    raw = text.encode(encoding)
    if encoding == "cp1252" and not text.isascii():
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return
    with TemporaryDirectory() as folder:
        path = csv_file(Path(folder), raw)
        outcome = read_or_refusal(path, separator=separator)
    if isinstance(outcome, FileRefused):
        # A cell that holds exact rows of the table itself is not told from an unclosed quote.
        assert outcome.code == "unclosed-quote"
        assert any("\n" in cell or "\r" in cell for row in rows for cell in row)
        return
    table, found = outcome
    assert sorted(row.line for row in found) == _line_of_each_row(rows, separator, end, quoting)
    by_line = {row.line: row for row in found}
    for line, cells in zip(_line_of_each_row(rows, separator, end, quoting), rows, strict=True):
        row = by_line[line]
        if not any(cell.strip() for cell in cells):
            assert row.skip == "blank"
        else:
            assert (row.cells, row.refusal) == (cells, None) or is_total(cells)
    assert table.header == tuple(HEADER.split(";"))


@settings(max_examples=200)
@given(st.lists(st.text(alphabet='ab;"\n', max_size=15), max_size=6))
def test_any_bytes_either_read_or_are_refused_with_a_code(lines: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = csv_file(Path(folder), "\n".join([HEADER, *lines]))
        outcome = read_or_refusal(path, separator=";")
        written = path.read_text().splitlines()
    if isinstance(outcome, FileRefused):
        assert outcome.code in ("unclosed-quote", "stray-quote")
        assert outcome.line is not None
        assert '"' in written[outcome.line - 1]
    else:
        assert all(len(row.cells) == 4 or row.skip or row.refusal for row in outcome[1])


def test_rows_can_be_read_again_and_two_readers_do_not_disturb_each_other(tmp_path: Path) -> None:
    table, rows = read(csv_file(tmp_path, f"{HEADER}\n" + f"{ROW}\n" * 50))
    first, second = table.rows(), table.rows()
    assert [next(first), next(first)] == [next(second), next(second)] == rows[:2]
    assert list(table.rows()) == rows


def test_a_file_that_changes_after_it_was_checked_is_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path, f"{HEADER}\n{ROW}\n")
    table = open_table(path, KNOWN)
    path.write_text(f"{HEADER}\n{ROW}\n{ROW}\n")
    with pytest.raises(FileRefused) as caught:
        next(iter(table.rows()))
    assert caught.value.code == "file-changed"


def test_a_file_rewritten_at_the_same_size_is_refused_too(tmp_path: Path) -> None:
    path = csv_file(tmp_path, f"{HEADER}\n{ROW}\n")
    table = open_table(path, KNOWN)
    os.utime(path, ns=(1, 1))
    with pytest.raises(FileRefused):
        next(iter(table.rows()))


def test_a_formula_is_text_like_any_other(tmp_path: Path) -> None:
    _, rows = read(csv_file(tmp_path, f'{HEADER}\n=2+2;@x;+33;"=HYPERLINK(""a"";1)"\n'))
    assert rows[0].cells == ["=2+2", "@x", "+33", '=HYPERLINK("a";1)']


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        path = csv_file(tmp_path, f"{HEADER}\n" + f"{ROW}\n" * rows, name=f"{rows}.csv")
        tracemalloc.start()
        for _ in open_table(path, KNOWN).rows():
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(200_000) < peak(20_000) + 8_000_000


def test_the_last_line_needs_no_end(tmp_path: Path) -> None:
    _, rows = read(csv_file(tmp_path, f"{HEADER}\n{ROW}"))
    assert [row.cells for row in rows] == [ROW.split(";")]


def test_the_csv_limit_that_another_module_set_does_not_matter(tmp_path: Path) -> None:
    before = csv.field_size_limit(10)
    try:
        _, rows = read(csv_file(tmp_path, f'{HEADER}\n1;"{"x" * 500}";;\n'))
        assert rows[0].refusal is None
    finally:
        csv.field_size_limit(before)


def test_the_heavy_libraries_are_not_loaded_for_a_csv(tmp_path: Path) -> None:
    import subprocess
    import sys

    path = csv_file(tmp_path, f"{HEADER}\n{ROW}\n")
    program = (
        "import sys; from pathlib import Path; import ingest.cleaning\n"
        "from ingest.reading import open_table\n"
        f"list(open_table(Path({str(path)!r}), ['date']).rows())\n"
        "heavy = ('pyarrow.parquet', 'python_calamine', 'polars', 'pandas')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_rows_stream_instead_of_being_gathered(tmp_path: Path) -> None:
    table, _ = read(csv_file(tmp_path, f"{HEADER}\n" + f"{ROW}\n" * 10))
    assert len(list(itertools.islice(table.rows(), 3))) == 3

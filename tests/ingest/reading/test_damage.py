"""Any damage to any file either leaves it readable or is a refusal: never another exception."""

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.reading.files import HEADER, ROW, csv_file, read_or_refusal, workbook

PLACES = st.lists(st.tuples(st.floats(0, 0.999), st.sampled_from(b'<>"0/ 19Az\xff&\0\n;,')), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    rows: list[list[object]] = [[*HEADER.split(";")], *([*ROW.split(";")[:3], 4.5] for _ in range(12))]
    return workbook(tmp_path_factory.mktemp("book") / "plain.xlsx", rows).read_bytes()


@pytest.fixture(scope="module")
def stock() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"date": ["2026-01-01"] * 50, "montant": list(range(50))}), out)
    return out.getvalue()


def damaged(content: bytes, places: list[tuple[float, int]]) -> bytes:
    changed = bytearray(content)
    for place, byte in places:
        changed[int(place * len(changed))] = byte
    return bytes(changed)


def check(content: bytes, name: str) -> None:
    with TemporaryDirectory() as folder:
        read_or_refusal(csv_file(Path(folder), content, name=name))


@settings(max_examples=150)
@given(PLACES)
def test_a_damaged_csv_is_read_or_refused(places: list[tuple[float, int]]) -> None:
    check(damaged(f"{HEADER}\n{ROW}\n{ROW}\n".encode(), places), "a.csv")


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    check(content, "a.csv")


@settings(max_examples=100)
@given(places=PLACES)
def test_a_damaged_archive_is_read_or_refused(book: bytes, places: list[tuple[float, int]]) -> None:
    check(damaged(book, places), "a.xlsx")


@settings(max_examples=150)
@given(places=PLACES, which=st.integers(0, 100), cut=st.sampled_from([None, 0.2, 0.9]))
def test_a_workbook_with_a_damaged_part_is_read_or_refused(
    book: bytes, places: list[tuple[float, int]], which: int, cut: float | None
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as before, zipfile.ZipFile(out, "w") as after:
        names = before.namelist()
        for name in names:
            content = before.read(name)
            if name == names[which % len(names)]:
                content = content[: int(cut * len(content))] if cut else damaged(content, places)
            after.writestr(name, content)
    check(out.getvalue(), "a.xlsx")


@settings(max_examples=100)
@given(places=PLACES)
def test_a_damaged_parquet_is_read_or_refused(stock: bytes, places: list[tuple[float, int]]) -> None:
    check(damaged(stock, places), "a.parquet")

from pathlib import Path

import pytest

from ingest.notes import Severity
from ingest.reading.sorting import is_total
from tests.ingest.reading.files import HEADER, ROW, csv_file, read, refusal


@pytest.mark.parametrize("line", ["a;b;c", "a;b;c;d;e", "a;b;c;d;", "a"])
def test_a_ragged_row_is_refused_alone(tmp_path: Path, line: str) -> None:
    _, rows = read(csv_file(tmp_path, f"{HEADER}\n{line}\n{ROW}\n"))
    refusal_note = rows[0].refusal
    assert refusal_note is not None
    assert (refusal_note.severity, refusal_note.code) == (Severity.REFUSE, "ragged-row")
    assert f"{line.count(';') + 1} cellule" in refusal_note.message
    assert (rows[1].refusal, rows[1].line) == (None, 3)


@pytest.mark.parametrize("line", ["", ";;;", "  ;\xa0;\t;", ";", ";;;;;;;", '"";"";"";""'])
def test_blank_rows_are_counted_and_skipped(tmp_path: Path, line: str) -> None:
    _, rows = read(csv_file(tmp_path, f"{HEADER}\n{ROW}\n{line}\n{ROW}\n"))
    assert [(row.line, row.skip, row.refusal) for row in rows] == [
        (2, None, None),
        (3, "blank", None),
        (4, None, None),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "TOTAL;;;",
        "Total :;;;1 250,00 €",
        ";Total général;;12",
        "Sous-total;;;-12,5",
        "Totaux;3;4;5",
        "total",
        "TOTAL;12",
    ],
)
def test_a_final_total_is_counted_and_skipped(tmp_path: Path, line: str) -> None:
    _, rows = read(csv_file(tmp_path, f"{HEADER}\n{ROW}\n{line}\n;;;\n"))
    assert {row.line: row.skip for row in rows} == {2: None, 3: "total", 4: "blank"}
    assert all(row.refusal is None for row in rows)


def test_a_subtotal_and_a_total_that_end_the_file_are_both_skipped(tmp_path: Path) -> None:
    _, rows = read(csv_file(tmp_path, f"{HEADER}\n{ROW}\nSous-total;;;1\nTOTAL;;;1\n"))
    assert [row.skip for row in rows] == [None, "total", "total"]


def test_a_total_that_rows_follow_goes_to_review(tmp_path: Path) -> None:
    _, rows = read(csv_file(tmp_path, f"{HEADER}\n{ROW}\nTOTAL;;;12\n{ROW}\n"))
    assert [row.line for row in rows] == [2, 3, 4]
    assert rows[1].refusal is not None
    assert (rows[1].skip, rows[1].refusal.severity, rows[1].refusal.code) == (
        None,
        Severity.DOUBT,
        "total-inside",
    )


@pytest.mark.parametrize(
    "cells",
    [
        ["01/01/2026", "TOTAL", "", ""],
        ["TOTAL", "542051180", "", ""],
        ["TOTAL", "54205118000066", "", ""],
        ["TOTAL", "", "", "Amiens"],
        ["TotalEnergies", "", "", ""],
        ["Total Services SARL", "", "", "12"],
        ["TOTAL", "01/02/2026", "", ""],
        ["TOTAL", "542 051 180", "", ""],
    ],
)
def test_a_company_called_total_is_a_row_like_any_other(cells: list[str]) -> None:
    assert not is_total(cells)


def test_a_cell_over_ten_thousand_characters_refuses_its_row(tmp_path: Path) -> None:
    text = f"{HEADER}\n1;{'x' * 10_001};;\n2;{'y' * 10_000};;\n{ROW}\n"
    _, rows = read(csv_file(tmp_path, text))
    assert [row.refusal and row.refusal.code for row in rows] == ["long-cell", None, None]
    assert rows[0].refusal is not None
    assert "10\u202f001" in rows[0].refusal.message


def test_a_long_cell_of_many_short_lines_is_found_too(tmp_path: Path) -> None:
    text = f'{HEADER}\n1;"{"mot" + chr(10) + "mot"}{(chr(10) + "encore un mot") * 900}";;\n{ROW}\n'
    _, rows = read(csv_file(tmp_path, text))
    assert [row.refusal and row.refusal.code for row in rows] == ["long-cell", None]


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_over_131_072_characters_refuses_the_file(tmp_path: Path, quote: str) -> None:
    refused = refusal(csv_file(tmp_path, f"{HEADER}\n{ROW}\n1;{quote}{'x' * 131_073}{quote};;\n"))
    assert (refused.code, refused.line) == ("huge-cell", 3)


def test_a_cell_of_131_072_characters_refuses_only_its_row(tmp_path: Path) -> None:
    _, rows = read(csv_file(tmp_path, f"{HEADER}\n1;{'x' * 131_072};;\n{ROW}\n"))
    assert [row.refusal and row.refusal.code for row in rows] == ["long-cell", None]

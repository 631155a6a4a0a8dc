from pathlib import Path

import pytest

from tests.ingest.reading.files import HEADER, ROW, csv_file, read, refusal

BODY = [f"01/02/2026;Entreprise {number};;Amiens" for number in range(2, 1_002)]


def test_an_unclosed_quote_refuses_the_file_with_the_line_where_it_opens(tmp_path: Path) -> None:
    lines = [HEADER, *BODY]
    lines[499] = '01/02/2026;"Entreprise;;Amiens'
    refused = refusal(csv_file(tmp_path, "\n".join(lines) + "\n"))
    assert (refused.code, refused.line) == ("unclosed-quote", 500)
    assert "ligne 500" in refused.message


@pytest.mark.parametrize("line", [1, 2, 1_001])
def test_a_quote_unclosed_on_any_line_is_found(tmp_path: Path, line: int) -> None:
    lines = [HEADER, *BODY]
    first, *rest = lines[line - 1].split(";")
    lines[line - 1] = ";".join([f'"{first}', *rest])
    refused = refusal(csv_file(tmp_path, "\n".join(lines) + "\n"))
    assert (refused.code, refused.line) == ("unclosed-quote", line)


def test_a_quote_closed_by_the_opening_one_of_a_later_line_is_found(tmp_path: Path) -> None:
    lines = [HEADER, *BODY]
    lines[9] = '01/02/2026;"Entreprise;;Amiens'
    lines[899] = '01/02/2026;"Une autre";;Amiens'
    refused = refusal(csv_file(tmp_path, "\n".join(lines)))
    assert (refused.code, refused.line) == ("unclosed-quote", 10)


@pytest.mark.parametrize("closing", [11, 12, 1_001])
def test_one_cell_that_swallows_whole_rows_and_still_pairs_is_found(tmp_path: Path, closing: int) -> None:
    """The trap: the csv module, strict or not, reads this without a word as one row of four cells."""
    lines = [HEADER, *BODY]
    lines[9] = '01/02/2026;"Entreprise;;Amiens'
    lines[closing - 1] = '01/02/2026;Une autre";;Amiens'
    refused = refusal(csv_file(tmp_path, "\n".join(lines)))
    assert (refused.code, refused.line) == ("unclosed-quote", 10)


def test_swallowed_rows_are_found_though_the_quote_closes_in_another_column(tmp_path: Path) -> None:
    lines = [HEADER, *BODY]
    lines[9] = '01/02/2026;"Entreprise;;Amiens'
    lines[19] = '01/02/2026";Une autre;;Amiens'
    refused = refusal(csv_file(tmp_path, "\n".join(lines)))
    assert (refused.code, refused.line) == ("unclosed-quote", 10)


def test_a_quote_that_opens_after_a_cell_on_several_lines_is_placed_exactly(tmp_path: Path) -> None:
    refused = refusal(csv_file(tmp_path, f'{HEADER}\n"a\nb";"c;d;e\n{ROW}\n'))
    assert (refused.code, refused.line) == ("unclosed-quote", 3)


def test_an_unclosed_quote_in_a_large_file_is_not_called_a_long_cell(tmp_path: Path) -> None:
    lines = [HEADER, '01/02/2026;"Entreprise;;Amiens', *BODY * 10]
    refused = refusal(csv_file(tmp_path, "\n".join(lines)))
    assert (refused.code, refused.line) == ("unclosed-quote", 2)


def test_text_after_a_closing_quote_is_refused_with_its_line(tmp_path: Path) -> None:
    refused = refusal(csv_file(tmp_path, f'{HEADER}\n{ROW}\n01/02/2026;"Le "Petit" Café";;Lens\n'))
    assert (refused.code, refused.line) == ("stray-quote", 3)


def test_doubled_quotes_and_quotes_inside_plain_cells_are_text(tmp_path: Path) -> None:
    _, rows = read(csv_file(tmp_path, f'{HEADER}\n1;"Le ""Petit"" Café";tube 5" acier;""\n'))
    assert rows[0].cells == ["1", 'Le "Petit" Café', 'tube 5" acier', ""]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_cells_on_several_lines_keep_the_physical_lines_of_the_rows_after_them(tmp_path: Path, end: str) -> None:
    text = end.join([HEADER, '1;"un', "", 'trois";;x', ROW, "", '2;"a', 'b";;y', ROW, ""])
    _, rows = read(csv_file(tmp_path, text))
    assert [(row.line, row.skip) for row in rows] == [
        (2, None),
        (5, None),
        (6, "blank"),
        (7, None),
        (9, None),
    ]
    assert rows[0].cells[1] == end.join(["un", "", "trois"])


def test_free_text_on_several_lines_with_separators_is_no_unclosed_quote(tmp_path: Path) -> None:
    _, rows = read(csv_file(tmp_path, f'{HEADER}\n1;"suivi ; devis\nà rappeler ; urgent\nfin";;x\n{ROW}\n'))
    assert [row.refusal for row in rows] == [None, None]

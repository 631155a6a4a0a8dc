from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.notes import Severity
from ingest.reading import open_table
from ingest.reading.encoding import find_mojibake
from tests.ingest.reading.files import HEADER, KNOWN, ROW, codes, csv_file, read, refusal

TEXT = f"{HEADER}\n{ROW}\n"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("cp1252", "cp1252"),
        ("latin-1", "cp1252"),
    ],
)
def test_the_usual_encodings_give_the_same_row(tmp_path: Path, encoding: str, said: str) -> None:
    table, rows = read(csv_file(tmp_path, TEXT, encoding=encoding))
    assert rows[0].cells == ROW.split(";")
    assert (table.encoding, table.header[0], table.findings) == (said, "Date", [])


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf_16_is_read_in_both_byte_orders(tmp_path: Path, mark: bytes) -> None:
    codec = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    _, rows = read(csv_file(tmp_path, mark + TEXT.encode(codec)))
    assert rows[0].cells[1] == "Société Générée"


def test_the_euro_and_the_oe_of_windows_are_read(tmp_path: Path) -> None:
    _, rows = read(csv_file(tmp_path, f"{HEADER}\n01/02/2026;Cœur à 5 €;;Amiens\n", encoding="cp1252"))
    assert rows[0].cells[1] == "Cœur à 5 €"


def test_three_cells_with_accents_are_shown(tmp_path: Path) -> None:
    body = "".join(f"01/02/2026;Été {number};;Plain\n" for number in range(9))
    table, _ = read(csv_file(tmp_path, f"{HEADER}\n{body}", encoding="cp1252"))
    assert table.sample.accented == ("Été 0", "Été 1", "Été 2")
    assert len(table.sample.rows) == 3


def test_a_byte_that_no_encoding_has_refuses_the_file_with_its_place(tmp_path: Path) -> None:
    content = f"{HEADER}\n01/02/2026;Soci".encode() + b"\xe9t\x81;;Amiens\n"
    refused = refusal(csv_file(tmp_path, content))
    assert (refused.code, refused.line) == ("undecodable", 2)
    position = content.index(b"\x81")
    assert f"0x81 en position {position} " in refused.message


@pytest.mark.parametrize("before", [0, 1_048_560, 3_000_000])
def test_the_place_of_a_bad_byte_is_exact_in_a_file_with_a_mark(tmp_path: Path, before: int) -> None:
    content = b"\xef\xbb\xbf" + HEADER.encode() + b"\n" + "é;;;\n".encode() * (before // 6) + b"a\xff;;;\n"
    refused = refusal(csv_file(tmp_path, content))
    spoken = f"{content.index(bytes([0xFF])):,}".replace(",", "\u202f")
    assert f"position {spoken} " in refused.message
    assert refused.line == before // 6 + 2


def test_a_nul_byte_refuses_the_file_with_its_place(tmp_path: Path) -> None:
    content = f"{HEADER}\n01/02/2026;A".encode() + b"\0" + b";;Amiens\n"
    refused = refusal(csv_file(tmp_path, content))
    assert (refused.code, refused.line) == ("nul-byte", 2)
    assert f"position {content.index(0)} " in refused.message


def test_a_nul_character_refuses_a_utf_16_file(tmp_path: Path) -> None:
    refused = refusal(csv_file(tmp_path, f"{HEADER}\na\0;b;c;d\n", encoding="utf-16"))
    assert (refused.code, refused.line) == ("nul-byte", 2)


def test_utf_16_without_a_mark_is_refused_rather_than_guessed(tmp_path: Path) -> None:
    assert refusal(csv_file(tmp_path, TEXT, encoding="utf-16-le")).code == "nul-byte"


def test_mojibake_is_a_doubt_on_the_file_and_is_never_mended(tmp_path: Path) -> None:
    damaged = TEXT.encode().decode("cp1252")
    table, rows = read(csv_file(tmp_path, damaged))
    [finding] = table.findings
    assert (finding.severity, finding.code, finding.line) == (Severity.DOUBT, "mojibake", None)
    assert "SociÃ©tÃ©" in finding.message
    assert rows[0].cells[1] == "SociÃ©tÃ© GÃ©nÃ©rÃ©e"


def test_two_encodings_in_one_file_are_a_doubt_that_says_where_the_second_begins(tmp_path: Path) -> None:
    table = open_table(csv_file(tmp_path, TEXT.encode() + ROW.encode("cp1252") + b"\n"), KNOWN)
    [finding] = table.findings
    assert finding.code == "mojibake"
    assert "jusqu'à la ligne 3" in finding.message


def test_one_damaged_cell_among_many_good_ones_does_not_stop_the_file(tmp_path: Path) -> None:
    table, _ = read(csv_file(tmp_path, TEXT + f"{ROW}\n" * 40 + "01/02/2026;CafÃ©;;Lens\n"))
    assert table.findings == []


def test_letters_lost_before_us_are_counted_and_said(tmp_path: Path) -> None:
    table, _ = read(csv_file(tmp_path, f"{HEADER}\n01/02/2026;Soci\ufffdt\ufffd;;Lens\n"))
    assert codes(table.findings) == ["lost-letters"]
    assert table.findings[0].severity is Severity.INFO


@given(st.text(alphabet="abcABC éèàùçâêîôûëïüœÉÈÀÂÇŒ'’«»-–"))
def test_french_is_never_taken_for_mojibake(text: str) -> None:
    assert find_mojibake(text) == []


@given(st.text(alphabet="éèàçùâêîôûëïüÉÈÇÊÔœ’", min_size=1, max_size=10))
def test_french_read_through_the_wrong_encoding_is_always_found(text: str) -> None:
    raw = text.encode()
    assert find_mojibake(raw.decode("latin-1"))
    if not any(byte in raw for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)):
        assert find_mojibake(raw.decode("cp1252"))


@given(st.text(alphabet=st.characters(codec="cp1252", exclude_categories=["Cc"]), min_size=1, max_size=30))
def test_text_of_windows_is_decoded_as_written_unless_it_is_valid_utf_8(text: str) -> None:
    from tempfile import TemporaryDirectory

    raw = text.encode("cp1252")
    with TemporaryDirectory() as folder:
        from ingest.reading.encoding import scan_text

        path = csv_file(Path(folder), b"a;b\n" + raw)
        decoded = path.read_text(encoding=scan_text(path).encoding)
    try:
        expected = raw.decode("utf-8")
    except UnicodeDecodeError:
        expected = text
    assert decoded == "a;b\n" + expected


def test_the_checksum_and_size_are_those_of_the_bytes(tmp_path: Path) -> None:
    import hashlib

    path = csv_file(tmp_path, TEXT, encoding="utf-16")
    table = open_table(path, KNOWN)
    assert table.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert table.size_bytes == len(path.read_bytes())

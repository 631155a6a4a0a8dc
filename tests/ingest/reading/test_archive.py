import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import FileRefused
from ingest.reading import archive
from tests.ingest.reading.files import HEADER, ROW, read, refusal, workbook


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return workbook(tmp_path / "plain.xlsx", [HEADER.split(";"), ROW.split(";")])


def repacked(source: Path, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> Path:
    """Copy a workbook part by part, changed on the way, with parts added."""
    target = source.with_name("repacked.xlsx")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return target


def same(name: str, content: bytes) -> bytes:
    return content


def test_a_plain_workbook_passes(plain: Path) -> None:
    _, rows = read(repacked(plain, same))
    assert rows[0].cells == ROW.split(";")


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused_before_parsing(plain: Path, name: str) -> None:
    assert refusal(repacked(plain, same, {name: b"x"})).code == "macros"


def test_a_link_to_another_workbook_is_refused(plain: Path) -> None:
    assert refusal(repacked(plain, same, {"xl/externalLinks/externalLink1.xml": b"<x/>"})).code == "external-link"


@pytest.mark.parametrize("kind", ["oleObject", "image", "attachedTemplate", "externalLinkPath"])
def test_anything_loaded_from_elsewhere_is_refused(plain: Path, kind: str) -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="http://x/relationships/{kind}" Target="file:///etc/passwd" '
        'TargetMode="External"/></Relationships>'
    )
    path = repacked(plain, same, {"xl/worksheets/_rels/s.xml.rels": relations.encode()})
    assert refusal(path).code == "external-link"


def test_the_address_behind_a_cell_is_no_external_link(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "mails.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Date", "Entreprise"])
        sheet.write_url(1, 0, "mailto:ada@exemple.fr")
        sheet.write_url(1, 1, "https://exemple.fr")
    _, rows = read(path)
    assert rows[0].cells == ["ada@exemple.fr", "https://exemple.fr"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_xml_entities_are_refused_in_any_part_and_encoding(plain: Path, codec: str) -> None:
    bomb = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>'

    def with_entities(name: str, content: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return content
        text = content.decode()
        end = text.index("?>") + 2
        return (text[:end].replace("UTF-8", codec.upper()) + bomb + text[end:]).encode(codec)

    assert refusal(repacked(plain, with_entities)).code == "xml-entity"


def test_an_entity_declaration_on_the_edge_of_two_pieces_is_found(plain: Path) -> None:
    def late(name: str, content: bytes) -> bytes:
        if not name.endswith("styles.xml"):
            return content
        return b"<!--" + b"x" * (archive._CHUNK - 9) + b"-->" + b"<!DOCTYPE x>" + content

    assert refusal(repacked(plain, late)).code == "xml-entity"


def test_a_zip_bomb_is_refused_before_it_unpacks(plain: Path) -> None:
    bomb = repacked(plain, same, {"xl/worksheets/sheet9.xml": b"\0" * 60_000_000})
    assert bomb.stat().st_size < 200_000
    refused = refusal(bomb)
    assert refused.code == "zip-bomb"
    assert "60" in refused.message


def test_an_archive_of_too_many_parts_is_refused(plain: Path) -> None:
    parts = {f"xl/media/{number}": b"" for number in range(archive.MAX_PARTS)}
    assert refusal(repacked(plain, same, parts)).code == "zip-bomb"


def test_a_bomb_that_lies_about_its_size_is_refused(plain: Path) -> None:
    bomb = repacked(plain, same, {"xl/worksheets/sheet9.xml": b"\0" * 60_000_000})
    raw = bytearray(bomb.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = raw.rindex(signature)
        struct.pack_into("<L", raw, at + offset, 1_000)
    bomb.write_bytes(bytes(raw))
    assert refusal(bomb).code == "damaged-file"


def test_a_truncated_or_corrupt_workbook_is_refused(plain: Path) -> None:
    whole = plain.read_bytes()
    for number, content in enumerate((whole[:-40], whole[: len(whole) // 2], whole[:900] + b"\xff" * 30 + whole[930:])):
        path = plain.with_name(f"damaged{number}.xlsx")
        path.write_bytes(content)
        assert refusal(path).code == "damaged-file"


def test_a_workbook_without_its_sheets_is_refused(plain: Path) -> None:
    path = plain.with_name("hollow.xlsx")
    with zipfile.ZipFile(path, "w") as hollow:
        hollow.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(FileRefused) as caught:
        read(path)
    assert caught.value.code in ("damaged-file", "empty-file")

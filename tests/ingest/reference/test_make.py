from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from graph.errors import FileRefused, NotFound
from ingest.reference.make import contours, gaps, wkb
from ingest.reference.make.__main__ import main
from ingest.reference.make.arcs import arcs_between, simplified
from ingest.reference.make.origins import NPM_EDITIONS, Origins
from ingest.reference.make.output import csv_bytes, write
from ingest.reference.make.provenance import provenance
from ingest.reference.tables import DATA


def square(x: int, y: int, side: int = 10_000) -> wkb.Ring:
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]


SHAPES = {"a": [square(0, 0)], "b": [square(10_000, 0)], "c": [square(20_000, 0)]}
FACES = {"a": ("one", "01", "R"), "b": ("one", "01", "R"), "c": ("two", "02", "R")}


def test_a_table_that_has_not_changed_keeps_its_bytes_even_when_packed_by_another_zlib(
    tmp_path: Path,
) -> None:
    path = tmp_path / "t.csv.gz"
    content = csv_bytes(["a"], [["é"], ["1,5"]])
    path.write_bytes(gzip.compress(content, compresslevel=1, mtime=7))
    before = path.read_bytes()
    assert write(path, content) is False
    assert path.read_bytes() == before
    assert write(path, content + b"x\n") is True
    assert gzip.decompress(path.read_bytes()) == content + b"x\n"


def test_packing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.csv.gz", "two.csv.gz"):
        write(tmp_path / name, b"code\n01\n")
    assert (tmp_path / "one.csv.gz").read_bytes() == (tmp_path / "two.csv.gz").read_bytes()


def test_a_package_that_is_not_the_expected_one_is_refused(tmp_path: Path) -> None:
    version, _ = NPM_EDITIONS[2026]
    (tmp_path / f"etalab-decoupage-administratif-{version}.tgz").write_bytes(b"other")
    with pytest.raises(FileRefused, match="n'est pas le paquet attendu"):
        Origins(tmp_path, tmp_path).edition(2026, "regions")


def test_a_missing_nomenclature_says_which_option_to_use(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as refused:
        Origins(tmp_path, tmp_path).nomenclature("naf_rev2")
    assert "--shared" in refused.value.hint


def test_the_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(["--help"])
    assert done.value.code == 0
    assert "--shared" in capsys.readouterr().out


def test_borders_inside_one_territory_vanish_and_shared_ones_are_stored_once() -> None:
    arcs = arcs_between(SHAPES, FACES)
    lines = {frozenset(arc.line) for arc in arcs}
    assert frozenset({(20_000, 0), (20_000, 10_000)}) in lines
    assert not any({(10_000, 0), (10_000, 10_000)} == line for line in lines)
    assert len(arcs) == 3


def test_territories_are_the_union_of_their_communes() -> None:
    shape = contours.topology(SHAPES, FACES)
    assert [g["id"] for g in shape["objects"]["epci"]["geometries"]] == ["one", "two"]
    assert [g["id"] for g in shape["objects"]["region"]["geometries"]] == ["R"]

    def area(level: str, rank: int) -> int:
        [[ring]] = shape["objects"][level]["geometries"][rank]["arcs"]
        points: list[tuple[int, int]] = []
        for index in ring:
            x = y = 0
            line = [(x := x + dx, y := y + dy) for dx, dy in shape["arcs"][index if index >= 0 else ~index]]
            points += line if index >= 0 else line[::-1]
        return wkb.doubled_area([*points, points[0]]) // 2

    assert [area("epci", 0), area("epci", 1), area("region", 0)] == [2_000_000, 1_000_000, 3_000_000]


def test_an_enclave_is_a_hole_of_the_territory_around_it() -> None:
    inner = square(10_000, 10_000)
    shapes = {"a": [square(0, 0, 30_000), inner[::-1]], "b": [inner]}
    shape = contours.topology(shapes, {"a": ("one", "01", "R"), "b": ("two", "01", "R")})
    around, enclave = shape["objects"]["epci"]["geometries"]
    assert [len(polygon) for polygon in around["arcs"]] == [2]
    assert [len(polygon) for polygon in enclave["arcs"]] == [1]
    assert [len(polygon) for polygon in shape["objects"]["departement"]["geometries"][0]["arcs"]] == [1]


def test_a_simplified_line_keeps_its_ends_and_moves_no_further_than_the_tolerance() -> None:
    line = [(x, (x // 100 % 2) * 50) for x in range(0, 10_000, 100)]
    assert simplified(line, 60.0) == [line[0], line[-1]]
    assert simplified(line, 10.0) == line
    assert len(simplified(square(0, 0), 100.0)) == 5


def test_the_statement_of_sources_is_the_one_the_script_writes() -> None:
    stated = json.loads((DATA / "sources.json").read_text(encoding="utf-8"))
    assert stated == provenance(DATA)


def test_a_gap_goes_to_the_merged_commune_beside_or_within_it_and_a_foreign_enclave_to_nobody() -> None:
    around = [square(0, 0, 30_000), square(10_000, 10_000)[::-1]]
    assert gaps.mended({"a": around}, {"b"}) == {"a": around}
    assert gaps.mended({"a": around}, {"a"})["a"] == [*around, [*square(10_000, 10_000)]]
    island = square(14_000, 14_000, 2_000)
    mended = gaps.mended({"a": around, "b": [island]}, {"b"})
    assert mended["a"] == around
    shape = contours.topology(mended, {"a": ("one", "01", "R"), "b": ("two", "01", "R")})
    assert [len(g["arcs"]) for g in shape["objects"]["epci"]["geometries"]] == [1, 1]
    [departement] = shape["objects"]["departement"]["geometries"]
    assert [len(polygon) for polygon in departement["arcs"]] == [1], "nothing is left inside"

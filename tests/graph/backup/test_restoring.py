"""There and back: the same graph, or a refusal before anything was written."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from graph import Graph
from graph.backup import Manifest, Restored, backup, restore, restoring
from graph.backup.records import Tally, line_of, tally_of
from graph.backup.values import from_plain, to_plain
from graph.errors import Conflict, FileRefused, StoreRefused
from graph.migrations import known
from tests.conftest import EMPTY
from tests.graph.backup.drawn import VALUES, draw

HOLDS = "MATCH (n) WHERE NOT n:Migration RETURN count(n) AS nodes"


def put_back(graph: Graph, path: Path, *, replace: bool = False) -> Restored:
    return restore(graph, path, erasures=path.with_name("erasures.jsonl"), replace=replace)


def nodes(graph: Graph) -> int:
    return int(graph.system_read(HOLDS)[0]["nodes"])


@pytest.fixture
def made(graph: Graph, tmp_path: Path) -> tuple[Path, Manifest]:
    """A backup of the drawn graph, which is then emptied."""
    draw(graph)
    path = tmp_path / "b.dore.zip"
    manifest = backup(graph, path)
    graph.auto_commit(EMPTY)
    return path, manifest


def test_a_graph_comes_back_with_every_value_of_its_type(graph: Graph, made: tuple[Path, Manifest]) -> None:
    path, manifest = made
    done = put_back(graph, path)
    assert done.hash_after == manifest.hash == tally_of(graph).hash
    assert (done.resumed, done.erased, done.migrations) == (False, 0, [])
    [company] = graph.system_read("MATCH (c:Company) RETURN properties(c) AS c")
    for name, value in VALUES.items():
        assert to_plain(company["c"][name]) == to_plain(value)
        assert type(company["c"][name]) is type(value)
    [zoned] = graph.system_read(
        "MATCH (c:Company) RETURN c.in_amiens = datetime('2026-10-25T02:30:00.000000001+01:00[Europe/Paris]') "
        "AND c.before = datetime('2026-10-25T02:30:00+02:00[Europe/Paris]') "
        "AND c.offset = datetime('2026-07-01T12:00:00-03:30') AND c.hour = time('12:00:00.5+02:00') "
        "AND c.in_amiens.timezone = 'Europe/Paris' AS same"
    )
    assert zoned["same"]
    [edges] = graph.system_read("MATCH (:Company)-[e:LOCATED_IN]->(:Territory) RETURN collect(e.since.year) AS years")
    assert sorted(edges["years"]) == [2020, 2021]
    assert graph.system_read("MATCH (r:Restore) RETURN r") == []


def test_values_in_the_file_come_back_without_a_database() -> None:
    for value in VALUES.values():
        again = from_plain(json.loads(line_of(["n", [], {"v": to_plain(value)}]))[2]["v"])
        assert to_plain(again) == to_plain(value)


def test_a_base_that_is_not_empty_is_left_as_it_is(graph: Graph, made: tuple[Path, Manifest]) -> None:
    graph.write("CREATE (:Operator {uid: 'ici', name: 'Déjà là'})")
    before = tally_of(graph).hash
    with pytest.raises(StoreRefused, match="n'est pas vide"):
        put_back(graph, made[0])
    assert tally_of(graph).hash == before
    assert graph.system_read("MATCH (r:Restore) RETURN r") == []


def test_replacing_leaves_nothing_of_what_was_there(graph: Graph, made: tuple[Path, Manifest]) -> None:
    graph.write("CREATE (:Operator {uid: 'ici', name: 'Déjà là'})")
    assert put_back(graph, made[0], replace=True).hash_after == made[1].hash
    assert graph.system_read("MATCH (o:Operator {uid: 'ici'}) RETURN o") == []


@pytest.mark.parametrize("left", [0, 1, 30, 400, -1])
def test_a_file_cut_short_is_refused_before_anything_is_written(
    graph: Graph, made: tuple[Path, Manifest], left: int
) -> None:
    path = made[0]
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(FileRefused):
        put_back(graph, path, replace=True)
    assert nodes(graph) == 0


def test_every_altered_byte_is_refused_or_changes_nothing(graph: Graph, made: tuple[Path, Manifest]) -> None:
    path, manifest = made
    whole = path.read_bytes()
    refused = 0
    for place in range(0, len(whole), 97):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        try:
            assert restoring.archive.verify(path).hash == manifest.hash
        except FileRefused:
            refused += 1
    assert refused > len(whole) / 97 / 2
    assert nodes(graph) == 0


def test_every_altered_bit_of_the_headers_is_refused_or_changes_nothing(made: tuple[Path, Manifest]) -> None:
    path, manifest = made
    whole = path.read_bytes()
    refused = 0
    headers = [*range(60), *range(whole.index(b"PK\x01\x02"), len(whole))]
    for place in headers:
        for bit in range(8):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
            try:
                assert restoring.archive.verify(path).hash == manifest.hash
            except FileRefused:
                refused += 1
    assert refused > len(headers)


def rewritten(path: Path, member: str, old: bytes, new: bytes) -> None:
    """Replace a text in a part of a backup, with checksums of the zip that are right."""
    draft = path.with_suffix(".draft")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(draft, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            assert name != member or old in content
            target.writestr(name, content.replace(old, new) if name == member else content)
    shutil.move(draft, path)


@pytest.mark.parametrize(
    ("member", "old", "new"),
    [
        ("nodes.jsonl", b'"CCI"', b'"CCX"'),
        ("edges.jsonl", b'"v1"', b'"v9"'),
        ("edges.jsonl", b'"Establishment"', b'"E) DETACH DELETE (b"'),
        ("edges.jsonl", b'"e"', b'"n"'),
        ("nodes.jsonl", b"{", b"["),
        ("manifest.json", b'"late": 0', b'"late": "aucun"'),
        ("manifest.json", b'"Company": 1', b'"Company": 2'),
    ],
)
def test_a_file_changed_by_hand_is_refused_before_anything_is_written(
    graph: Graph, made: tuple[Path, Manifest], member: str, old: bytes, new: bytes
) -> None:
    rewritten(made[0], member, old, new)
    with pytest.raises(FileRefused, match=r"abîmé|n'est pas une sauvegarde"):
        put_back(graph, made[0], replace=True)
    assert nodes(graph) == 0


def test_a_file_of_a_newer_version_is_refused(graph: Graph, made: tuple[Path, Manifest]) -> None:
    rewritten(made[0], "manifest.json", b'"migrations": [', b'"migrations": [9999, ')
    with pytest.raises(FileRefused, match="version plus récente"):
        put_back(graph, made[0])
    assert nodes(graph) == 0


def stopped_after(monkeypatch: pytest.MonkeyPatch, batches: int) -> list[int]:
    """Make the next restore stop after some batches of two records; the list tells which were asked for."""
    entered: list[int] = []
    enter = restoring._enter

    def interrupted(graph: Graph, file: str, number: int, statements: Any) -> None:
        if len(entered) == batches:
            raise KeyboardInterrupt
        entered.append(number)
        enter(graph, file, number, statements)

    monkeypatch.setattr(restoring, "BATCH", 2)
    monkeypatch.setattr(restoring, "_enter", interrupted)
    return entered


@pytest.mark.parametrize("batches", [0, 1, 3, 5])
def test_an_interrupted_restore_goes_on_with_the_same_command(
    graph: Graph, made: tuple[Path, Manifest], monkeypatch: pytest.MonkeyPatch, batches: int
) -> None:
    with monkeypatch.context() as patched:
        stopped_after(patched, batches)
        with pytest.raises(KeyboardInterrupt):
            put_back(graph, made[0])
    monkeypatch.setattr(restoring, "BATCH", 2)
    done = put_back(graph, made[0])
    assert done.resumed
    assert done.hash_after == made[1].hash


def test_an_interrupted_replacement_goes_on_too(
    graph: Graph, made: tuple[Path, Manifest], monkeypatch: pytest.MonkeyPatch
) -> None:
    graph.write("CREATE (:Operator {uid: 'ici', name: 'Déjà là'})")
    with monkeypatch.context() as patched:
        patched.setattr(
            restoring, "EMPTY", "MATCH (n) WHERE n.uid = 'jamais' RETURN 1 / 0 AS x UNION RETURN 1 / 0 AS x"
        )
        with pytest.raises(Exception, match="zero"):
            put_back(graph, made[0], replace=True)
    assert put_back(graph, made[0]).hash_after == made[1].hash


def test_another_file_does_not_go_on_with_an_interrupted_restore(
    graph: Graph, made: tuple[Path, Manifest], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as patched:
        stopped_after(patched, 1)
        with pytest.raises(KeyboardInterrupt):
            put_back(graph, made[0])
    # The same records in another order: the same hash, and batches that would not fit.
    other = tmp_path / "other.dore.zip"
    with zipfile.ZipFile(made[0]) as source, zipfile.ZipFile(other, "w") as target:
        target.writestr("nodes.jsonl", b"".join(reversed(source.read("nodes.jsonl").splitlines(keepends=True))))
        for name in ("edges.jsonl", "manifest.json"):
            target.writestr(name, source.read(name))
    with pytest.raises(StoreRefused, match="autre fichier a été interrompue"):
        put_back(graph, other)
    assert put_back(graph, other, replace=True).hash_after == made[1].hash


def test_a_base_written_to_meanwhile_is_said_to_differ_and_only_replaced(
    graph: Graph, made: tuple[Path, Manifest], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:

        def disturbed(store: Graph) -> Tally:
            store.write("CREATE (:Operator {uid: 'intrus', name: 'Intrus'})")
            return tally_of(store)

        patched.setattr(restoring, "tally_of", disturbed)
        with pytest.raises(Conflict, match=f"attendue {made[1].hash}"):
            put_back(graph, made[0])
    with pytest.raises(StoreRefused):
        put_back(graph, made[0])
    assert put_back(graph, made[0], replace=True).hash_after == made[1].hash


def test_older_data_are_migrated_once_they_are_back(graph: Graph, tmp_path: Path) -> None:
    draw(graph)
    path = tmp_path / "old.dore.zip"
    marks = graph.system_read("MATCH (m:Migration) RETURN properties(m) AS m")
    try:
        graph.write("MATCH (m:Migration) DELETE m")
        old = backup(graph, path)
    finally:
        graph.write("UNWIND $marks AS mark MERGE (m:Migration {number: mark.number}) SET m = mark", marks=[
            one["m"] for one in marks
        ])  # fmt: skip
    graph.auto_commit(EMPTY)
    assert old.migrations == []
    done = put_back(graph, path)
    assert done.hash_after == old.hash
    assert len(done.migrations) == len(known())
    numbers = graph.system_read("MATCH (m:Migration) RETURN m.number AS number ORDER BY number")
    assert [one["number"] for one in numbers] == [number for number, _ in known()]


def test_who_was_erased_since_the_backup_does_not_come_back(graph: Graph, made: tuple[Path, Manifest]) -> None:
    log = made[0].with_name("erasures.jsonl")
    log.write_text('{"uid": "p1", "label": "Contact"}\n', encoding="utf-8")
    done = put_back(graph, made[0])
    assert (done.erased, done.hash_after) == (1, made[1].hash)
    assert graph.system_read("MATCH (p:Contact) RETURN p") == []


def test_a_restore_whose_erasures_cannot_be_read_is_not_over(graph: Graph, made: tuple[Path, Manifest]) -> None:
    log = made[0].with_name("erasures.jsonl")
    log.write_text('{"uid": "p1", "lab', encoding="utf-8")
    with pytest.raises(FileRefused, match="illisible à la ligne 1"):
        put_back(graph, made[0])
    log.write_text('{"uid": "p1", "label": "Contact"}\n', encoding="utf-8")
    assert put_back(graph, made[0]).erased == 1

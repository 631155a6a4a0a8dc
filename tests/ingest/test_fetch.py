from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cli.fetch import register
from graph.errors import FileRefused, Interrupted, Misuse, NotFound, Refused
from graph.settings import Settings, get_settings
from ingest import transfer
from ingest.fetch import addresses, fetch
from tests.ingest.http_site import CONTENT, MD5, SHA256, Site, serving


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A server on the loopback; pauses between tries are cut short."""
    monkeypatch.setattr(transfer, "FIRST_PAUSE_S", 0.0)
    with serving(Site()) as found:
        yield found


def ranges(site: Site) -> list[str | None]:
    return [wanted for method, path, wanted in site.asked if method == "GET" and path == "/stock.csv"]


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if ".part" in path.name)


def test_a_file_comes_whole_with_its_progress_and_nothing_else_is_left(site: Site, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int | None]] = []
    done = fetch(site.url, tmp_path / "new", progress=lambda *step: seen.append(step))
    assert done.path.read_bytes() == CONTENT
    assert (done.size, done.received, done.sha256, done.proof) == (
        len(CONTENT),
        len(CONTENT),
        SHA256,
        "taille",
    )
    assert seen[0] == ("stock.csv", 0, len(CONTENT))
    assert seen[-1] == ("stock.csv", len(CONTENT), len(CONTENT))
    assert leftovers(tmp_path / "new") == []


def test_a_cut_connection_goes_on_from_the_byte_it_stopped_at(site: Site, tmp_path: Path) -> None:
    site.cuts = 3
    assert fetch(site.url, tmp_path).path.read_bytes() == CONTENT
    asked = ranges(site)
    assert asked[0] is None
    assert asked[1:] == ["bytes=350000-", "bytes=525000-", "bytes=612500-"]


def test_a_run_that_was_stopped_is_taken_up_by_the_next(site: Site, tmp_path: Path) -> None:
    def stop(_name: str, present: int, _total: int | None) -> None:
        if present > 200_000:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted, match="arrêté"):
        fetch(site.url, tmp_path, progress=stop)
    kept = (tmp_path / "stock.csv.part").stat().st_size
    assert not (tmp_path / "stock.csv").exists()
    done = fetch(site.url, tmp_path)
    assert done.path.read_bytes() == CONTENT
    assert done.received == len(CONTENT) - kept
    assert ranges(site)[-1] == f"bytes={kept}-"


def test_a_new_version_of_the_file_is_never_joined_to_the_old_one(site: Site, tmp_path: Path) -> None:
    (tmp_path / "stock.csv.part").write_bytes(b"x" * 1000)
    (tmp_path / "stock.csv.part.json").write_text('{"validator": "\\"v0\\""}', encoding="utf-8")
    assert fetch(site.url, tmp_path).path.read_bytes() == CONTENT


def test_remains_of_an_unknown_version_are_thrown_away(site: Site, tmp_path: Path) -> None:
    (tmp_path / "stock.csv.part").write_bytes(b"x" * 1000)
    assert fetch(site.url, tmp_path).path.read_bytes() == CONTENT
    assert ranges(site) == [None]


def test_a_server_that_ignores_ranges_is_asked_for_the_whole_again(site: Site, tmp_path: Path) -> None:
    site.ranges, site.cuts = False, 1
    assert fetch(site.url, tmp_path).path.read_bytes() == CONTENT
    assert len(ranges(site)) == 2


def test_a_server_without_version_is_never_asked_for_a_range(site: Site, tmp_path: Path) -> None:
    site.etag, site.cuts = "", 1
    assert fetch(site.url, tmp_path).path.read_bytes() == CONTENT
    assert ranges(site) == [None, None]


def test_all_bytes_there_already_is_the_end(site: Site, tmp_path: Path) -> None:
    (tmp_path / "stock.csv.part").write_bytes(CONTENT)
    (tmp_path / "stock.csv.part.json").write_text('{"validator": "\\"v1\\""}', encoding="utf-8")
    done = fetch(site.url, tmp_path)
    assert done.path.read_bytes() == CONTENT
    assert done.received == 0


def test_more_bytes_than_the_file_has_are_thrown_away(site: Site, tmp_path: Path) -> None:
    (tmp_path / "stock.csv.part").write_bytes(CONTENT + b"x")
    (tmp_path / "stock.csv.part.json").write_text('{"validator": "\\"v1\\""}', encoding="utf-8")
    assert fetch(site.url, tmp_path).path.read_bytes() == CONTENT


def test_a_connection_that_is_always_cut_at_the_same_place_ends_in_one_sentence(site: Site, tmp_path: Path) -> None:
    site.announced = len(CONTENT) + 10
    site.etag = ""
    with pytest.raises(Refused, match=r"Le transfert de stock\.csv a été coupé plusieurs fois\."):
        fetch(site.url, tmp_path)
    assert not (tmp_path / "stock.csv").exists()
    assert len(ranges(site)) == transfer.TRIES + 1


def test_a_passing_fault_of_the_server_is_tried_again(site: Site, tmp_path: Path) -> None:
    site.faults = [503, 429]
    assert fetch(site.url, tmp_path).path.read_bytes() == CONTENT


def test_a_lasting_fault_of_the_server_is_one_sentence(site: Site, tmp_path: Path) -> None:
    site.faults = [403]
    with pytest.raises(Refused, match=r"Le serveur a refusé de donner stock\.csv \(code HTTP 403\)\."):
        fetch(site.url, tmp_path)
    assert len(ranges(site)) == 1


@pytest.mark.parametrize(("suffix", "digest"), [("sha256", SHA256), ("md5", MD5)])
def test_a_published_digest_proves_the_file(site: Site, tmp_path: Path, suffix: str, digest: str) -> None:
    site.files[f"/stock.csv.{suffix}"] = f"{digest.upper()}  stock.csv\n".encode()
    assert fetch(site.url, tmp_path).proof == suffix


def test_a_wrong_published_digest_refuses_the_file_and_deletes_it(site: Site, tmp_path: Path) -> None:
    site.files["/stock.csv.sha256"] = b"0" * 64
    with pytest.raises(FileRefused, match=r"L'empreinte sha256 de stock\.csv est") as refused:
        fetch(site.url, tmp_path)
    assert refused.value.code == "wrong-checksum"
    assert list(tmp_path.iterdir()) == []


def test_a_given_digest_is_the_one_that_counts(site: Site, tmp_path: Path) -> None:
    site.files["/stock.csv.sha256"] = b"0" * 64
    assert fetch(site.url, tmp_path, sha256=SHA256.upper()).proof == "sha256"
    with pytest.raises(FileRefused):
        fetch(site.url, tmp_path, sha256="1" * 64)


def test_a_polite_page_instead_of_a_digest_is_not_a_digest(site: Site, tmp_path: Path) -> None:
    site.files["/stock.csv.sha256"] = b"<html>" + b"a" * 64 * 100
    assert fetch(site.url, tmp_path).proof == "taille"


def test_an_unchanged_file_is_not_brought_again_and_a_changed_one_is(site: Site, tmp_path: Path) -> None:
    fetch(site.url, tmp_path)
    again = fetch(site.url, tmp_path)
    assert (again.received, again.sha256) == (0, SHA256)
    assert len(ranges(site)) == 1
    site.files["/stock.csv"], site.etag = CONTENT[::-1], '"v2"'
    assert fetch(site.url, tmp_path).path.read_bytes() == CONTENT[::-1]


def test_nothing_at_the_address_is_one_sentence_with_the_address(site: Site, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"Il n'y a rien à l'adresse http://127\.0\.0\.1:\d+/absent\.csv\."):
        fetch(site.url.replace("stock", "absent"), tmp_path)


def test_nobody_at_the_address_is_one_sentence(site: Site, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"Impossible de joindre 127\.0\.0\.1 pour x\.csv\."):
        fetch("http://127.0.0.1:1/x.csv", tmp_path)


@pytest.mark.parametrize(
    "url", ["ftp://example.org/x.csv", "stock.csv", "http://example.org/", "http://example.org/.."]
)
def test_what_is_no_address_of_a_file_is_a_misuse(tmp_path: Path, url: str) -> None:
    with pytest.raises(Misuse, match="n'est pas celle d'un fichier"):
        fetch(url, tmp_path)


def test_a_digest_of_the_wrong_shape_is_a_misuse(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="64 chiffres"):
        fetch("http://127.0.0.1:1/x.csv", tmp_path, sha256="abc")


def test_a_folder_that_cannot_be_written_is_one_sentence(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Refused, match=r"Impossible d'écrire stock\.csv"):
        fetch(site.url, tmp_path / "file" / "below")


def test_each_set_has_its_addresses_under_its_setting() -> None:
    settings = Settings(cog_url="http://127.0.0.1:9/cog/", sirene_url="http://127.0.0.1:9/s")
    assert addresses("cog", settings)[0] == "http://127.0.0.1:9/cog/v_commune_2026.csv"
    assert addresses("sirene", settings) == [
        "http://127.0.0.1:9/s/StockUniteLegale_utf8.parquet",
        "http://127.0.0.1:9/s/StockEtablissement_utf8.parquet",
    ]
    with pytest.raises(Misuse):
        addresses("rna", settings)


def test_the_command_brings_a_set_into_the_downloads_of_the_installation(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.files["/naf/int_courts_naf_rev_2.xls"] = b"labels"
    monkeypatch.setenv("DORE_HOME", str(tmp_path))
    monkeypatch.setenv("DORE_NAF_URL", site.url.replace("stock.csv", "naf"))
    get_settings.cache_clear()
    app = typer.Typer()
    register(app)
    app.callback()(lambda: None)
    try:
        done = CliRunner().invoke(app, ["fetch", "naf"])
    finally:
        get_settings.cache_clear()
    assert done.exit_code == 0, done.output
    assert (tmp_path / "downloads" / "int_courts_naf_rev_2.xls").read_bytes() == b"labels"
    assert "vérifié (6 octets, preuve : taille" in done.output

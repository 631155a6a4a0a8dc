from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from graph.embedded import install
from graph.embedded.lock import Jar, locked_jars
from graph.embedded.runtime import jar_folder
from graph.errors import RuntimeMissing
from graph.settings import Settings
from tests.graph.embedded.conftest import ROOT, RUNTIME, small

DEAD = "http://127.0.0.1:9"
Answer = Callable[[bytes], tuple[int, bytes]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A complete runtime of this test's own, whose only repository is a dead port."""
    install(small(tmp_path, runtime=RUNTIME), progress=False)
    settings = small(tmp_path, runtime=tmp_path / "runtime", maven_repository=DEAD)
    shutil.copytree(RUNTIME / "jars", jar_folder(settings), copy_function=_link)
    shutil.copy2(RUNTIME / "jars" / "stamps.json", jar_folder(settings) / "own.json")
    (jar_folder(settings) / "own.json").replace(jar_folder(settings) / "stamps.json")
    return settings


def whole(body: bytes) -> tuple[int, bytes]:
    return len(body), body


@contextmanager
def repository(settings: Settings, answer: Answer = whole) -> Iterator[tuple[Settings, list[str]]]:
    """A Maven repository on loopback that serves the shared runtime and notes what it was asked for."""
    paths = {_maven_path(jar): RUNTIME / "jars" / jar.file_name for jar in locked_jars()}
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            if self.path not in paths:
                self.send_error(404)
                return
            length, body = answer(paths[self.path].read_bytes())
            self.send_response(200)
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield (
            settings.model_copy(update={"maven_repository": f"http://127.0.0.1:{server.server_port}"}),
            asked,
        )
        server.shutdown()


def test_nothing_is_fetched_when_nothing_is_missing(settings: Settings) -> None:
    assert install(settings, progress=False) == []
    assert install(settings, progress=False, verify=True) == []


def test_only_what_is_missing_is_fetched_after_an_interrupted_download(settings: Settings) -> None:
    missing = list(locked_jars()[:3])
    for jar in missing:
        (jar_folder(settings) / jar.file_name).unlink()
    with repository(settings) as (online, asked):
        assert install(online, progress=False) == [jar.file_name for jar in missing]
    assert {path for path in asked if path.endswith(".jar")} == {_maven_path(jar) for jar in missing}
    assert install(settings, progress=False, verify=True) == []


def test_a_half_written_jar_is_fetched_again(settings: Settings) -> None:
    jar = locked_jars()[0]
    _overwrite(jar_folder(settings) / jar.file_name, b"half")
    with repository(settings) as (online, _):
        assert install(online, progress=False) == [jar.file_name]


def test_a_jar_altered_under_its_old_size_and_time_is_found_by_verify(settings: Settings) -> None:
    jar = locked_jars()[5]
    path = jar_folder(settings) / jar.file_name
    before = path.stat()
    _overwrite(path, b"\0" * jar.size_bytes)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert install(settings, progress=False) == []
    with repository(settings) as (online, _):
        assert install(online, progress=False, verify=True) == [jar.file_name]


def test_bytes_that_are_not_the_locked_ones_are_never_let_in(settings: Settings) -> None:
    path = jar_folder(settings) / locked_jars()[0].file_name
    path.unlink()
    with (
        repository(settings, answer=lambda body: (len(body), b"\0" * len(body))) as (online, _),
        pytest.raises(RuntimeMissing, match="empreinte"),
    ):
        install(online, progress=False)
    assert not path.exists()


def test_a_connection_cut_in_the_middle_is_one_french_sentence_and_leaves_no_jar(settings: Settings) -> None:
    path = jar_folder(settings) / locked_jars()[0].file_name
    path.unlink()
    with (
        repository(settings, answer=lambda body: (len(body), body[:1000])) as (online, _),
        pytest.raises(RuntimeMissing, match="n'a pas pu être téléchargé"),
    ):
        install(online, progress=False)
    assert not path.exists()


@pytest.mark.parametrize("address", [DEAD, "http://no-such-host.invalid"])
def test_no_network_is_one_french_sentence(settings: Settings, address: str) -> None:
    (jar_folder(settings) / locked_jars()[0].file_name).unlink()
    offline = settings.model_copy(update={"maven_repository": address})
    with pytest.raises(RuntimeMissing, match="n'a pas pu être téléchargé") as error:
        install(offline, progress=False)
    assert "réseau" in error.value.hint


def test_a_repository_without_the_file_is_one_french_sentence(settings: Settings) -> None:
    (jar_folder(settings) / locked_jars()[0].file_name).unlink()
    with repository(settings) as (online, _):
        wrong_folder = online.model_copy(update={"maven_repository": f"{online.maven_repository}/wrong"})
        with pytest.raises(RuntimeMissing, match="n'a pas pu être téléchargé"):
            install(wrong_folder, progress=False)


def test_a_runtime_folder_that_cannot_be_made_is_one_french_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(RuntimeMissing, match="Impossible d'écrire"):
        install(small(tmp_path, runtime=tmp_path / "file" / "runtime"), progress=False)


def test_a_full_disk_is_one_french_sentence(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    (jar_folder(settings) / locked_jars()[0].file_name).unlink()
    full = shutil.disk_usage(settings.home)._replace(free=1 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: full)
    with pytest.raises(RuntimeMissing, match="Plus assez de place"):
        install(settings, progress=False)


def test_a_download_needs_neither_java_nor_maven_and_writes_in_the_runtime_folder_only(
    settings: Settings, tmp_path: Path
) -> None:
    (jar_folder(settings) / locked_jars()[0].file_name).unlink()
    user_home = tmp_path / "user"
    user_home.mkdir()
    with repository(settings) as (online, _):
        environment = {
            "HOME": str(user_home),
            "PATH": "/nonexistent",
            "PYTHONPATH": str(ROOT),
            "DORE_HOME": str(settings.home),
            "DORE_RUNTIME": str(settings.runtime),
            "DORE_MAVEN_REPOSITORY": str(online.maven_repository),
        }
        imports = "from graph.embedded import install\nfrom graph.settings import Settings\n"
        program = imports + "print(install(Settings()))"
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
    assert locked_jars()[0].file_name in done.stdout
    assert "Téléchargement" in done.stderr
    assert list(user_home.rglob("*")) == []
    assert sorted(path.name for path in (tmp_path / "runtime").iterdir()) == ["install.lock", "jars"]


def _maven_path(jar: Jar) -> str:
    tail = f"-{jar.classifier}" if jar.classifier else ""
    folder = f"/{jar.group.replace('.', '/')}/{jar.artifact}/{jar.version}"
    return f"{folder}/{jar.artifact}-{jar.version}{tail}.jar"


def _link(source: str, target: str) -> str:
    os.link(source, target)
    return target


def _overwrite(path: Path, body: bytes) -> None:
    path.unlink()  # the bytes are shared with the real runtime by a hard link
    path.write_bytes(body)

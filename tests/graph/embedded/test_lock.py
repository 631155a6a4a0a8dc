from __future__ import annotations

import re

import pytest

from graph.embedded.lock import LOCK_FILE, ROOT_COORDINATE, Jar, locked_jars, parse_line


def test_the_lock_names_no_registry() -> None:
    assert "://" not in LOCK_FILE.read_text(encoding="utf-8")


def test_every_locked_jar_has_a_sha256_a_size_and_a_file_name_of_its_own() -> None:
    jars = locked_jars()
    assert len(jars) > 200
    assert all(re.fullmatch("[0-9a-f]{64}", jar.sha256) and jar.size_bytes > 0 for jar in jars)
    assert len({jar.file_name for jar in jars}) == len(jars)


def test_the_lock_holds_the_version_that_the_code_names() -> None:
    assert ROOT_COORDINATE in {(jar.group, jar.artifact, jar.version) for jar in locked_jars()}


@pytest.mark.parametrize("classifier", ["", "linux-x86_64"])
def test_a_line_read_back_is_the_jar_that_wrote_it(classifier: str) -> None:
    jar = Jar("io.netty", "netty-common", "4.2", classifier, "ab" * 32, 12)
    assert parse_line(jar.as_line()) == jar


@pytest.mark.parametrize("line", ["a:b  cd", "a:b:1  cd  many", "a:b:1:x:y  cd  3", "a:b  cd  3"])
def test_a_line_that_is_not_one_is_refused(line: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- each way of being wrong has its own message
        parse_line(line)

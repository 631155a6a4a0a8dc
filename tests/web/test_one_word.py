"""One word for each act, everywhere that people read: a visit is « prévue », then one « rend compte » of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READ = ("web/**/*.html", "web/**/*.txt", "web/**/*.py", "web/**/*.js", "cli/**/*.py", "planning/**/*.py", "api/**/*.py",
        "gate/**/*.py", "queries/**/*.py", "docs/guide/*.md", "README.md")  # fmt: skip
OTHER_WORDS = {
    r"\bplanifi\w+": "prévoir",
    r"\bracont\w+": "rendre compte",
    r"\bprogramm(?:er|ez) (?:une|la) visite": "prévoir",
    r"[Ff]aire un compte rendu|[Ff]aites un compte rendu": "rendre compte",
}


@pytest.mark.parametrize("word", OTHER_WORDS)
def test_no_other_word_is_used_for_the_act(word: str) -> None:
    files = [path for pattern in READ for path in ROOT.glob(pattern)]
    assert len(files) > 150
    found = [
        f"{path.relative_to(ROOT)}: {match[0]} ({OTHER_WORDS[word]})"
        for path in files
        for match in re.finditer(word, path.read_text(encoding="utf-8"), re.IGNORECASE)
    ]
    assert found == []


def test_the_act_is_named_where_it_is_done() -> None:
    page = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "web/templates").glob("*.html"))
    assert "Prévoir une visite" in page
    assert "Rendre compte" in page

"""The guide: what it says of buttons is what the pages say, its links lead somewhere, and anybody may read it."""

from __future__ import annotations

import html
import re
from pathlib import Path

from gate.service import Service
from graph import Graph, Settings
from tests.tree import ROOT
from tests.web.conftest import Browser
from web.guide import FOLDER, pages, pictures

MOST_BYTES = 2_500_000


def words_of_the_pages() -> str:
    sources = [*ROOT.glob("web/templates/**/*.html"), *ROOT.glob("web/**/*.py"), *ROOT.glob("graph/**/*.py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in sources)


def quoted() -> set[tuple[str, str]]:
    texts = {path: " ".join(path.read_text(encoding="utf-8").split()) for path in FOLDER.glob("*.md")}
    return {(path.stem, word) for path, text in texts.items() for word in re.findall(r"\*\*« (.+?) »\*\*", text)}


def test_every_button_that_the_guide_names_is_on_a_page_in_these_words() -> None:
    words = words_of_the_pages()
    known = quoted()
    assert len(known) > 50
    # A label begins a tag's text or a string: the same words inside a sentence are no button.
    gone = [one for one in known if not re.search(rf"""[>"}};]\s*{re.escape(one[1])}""", words)]
    assert gone == [("README", "gras et guillemets")]


def test_every_picture_is_shown_and_all_together_are_small() -> None:
    shown = {name for one in pages().values() for name in re.findall(r"/guide/images/([a-z-]+\.webp)", one.html)}
    assert shown == set(pictures())
    assert sum(map(len, pictures().values())) <= MOST_BYTES


def test_links_between_pages_of_the_service_lead_to_one(cci: Browser) -> None:
    linked = {name for one in pages().values() for name in re.findall(r'href="([^"]+)"', one.html)}
    assert linked <= {one.address for one in pages().values()}
    assert cci.get("/guide/nulle-part").status_code == 404
    assert cci.get("/guide/images/nulle-part.webp").status_code == 404


def test_whoever_comes_reads_the_guide(graph: Graph, tmp_path: Path) -> None:
    stranger = Browser(Service(graph, Settings(home=tmp_path), None))
    for one in pages().values():
        answer = stranger.get(one.address)
        assert answer.status_code == 200
        assert f"<h1>{one.title}</h1>" in html.unescape(answer.text)
    picture = stranger.get("/guide/images/fiche.webp")
    assert (picture.headers["content-type"], picture.content[8:12]) == ("image/webp", b"WEBP")

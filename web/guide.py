"""The user guide, from the Markdown of `docs/guide/` to pages of the service: read and rendered once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from markdown_it import MarkdownIt
from markdown_it.token import Token

from graph.errors import NotFound

FOLDER = Path(__file__).parent.parent / "docs" / "guide"
INDEX = "README"
_PAGE = re.compile(r"([a-z-]+|README)\.md")
_PICTURE = re.compile(r"images/([a-z0-9-]+\.webp)")
_TIED = re.compile(r"(?<=«) | (?=[»:;?!])")
"""Where French ties a sign to its word: no line begins with it."""
T = TypeVar("T")


class GuidePage(NamedTuple):
    """One page: its title, what follows it as HTML, and its place in the guide."""

    name: str
    title: str
    html: str

    @property
    def address(self) -> str:
        """Where it is read."""
        return "/guide" if self.name == INDEX else f"/guide/{self.name}"


@lru_cache(maxsize=1)
def pages() -> dict[str, GuidePage]:
    """Return every page by name, the index first, the others in the order in which it names them.

    Raises:
        KeyError: the index names a page that is not there, or leaves one out.
    """
    found = {path.stem: _rendered(path) for path in FOLDER.glob("*.md")}
    order = [INDEX, *re.findall(r"\]\(([a-z-]+)\.md\)", (FOLDER / f"{INDEX}.md").read_text(encoding="utf-8"))]
    if left_out := set(found) - set(order):
        raise KeyError(f"{FOLDER}: {', '.join(sorted(left_out))}")
    return {name: found[name] for name in order}


@lru_cache(maxsize=1)
def pictures() -> dict[str, bytes]:
    """Return every picture by name."""
    return {path.name: path.read_bytes() for path in FOLDER.glob("images/*.webp")}


def page(name: str = INDEX) -> GuidePage:
    """Return one page.

    Raises:
        NotFound: there is none of that name.
    """
    return _named(pages(), name)


def picture(name: str) -> bytes:
    """Return one picture, as WebP.

    Raises:
        NotFound: there is none of that name.
    """
    return _named(pictures(), name)


def _named(known: Mapping[str, T], name: str) -> T:
    if name not in known:
        raise NotFound("Cette page du guide n'existe pas.", hint="Ouvrez le guide à sa première page.")
    return known[name]


def _rendered(path: Path) -> GuidePage:
    """Render one page; raw HTML is shown, not obeyed."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    heading, title, _, *rest = parser.parse(path.read_text(encoding="utf-8"))
    assert heading.tag == "h1", f"{path} begins with its title"
    for token in rest:
        token.children = _linked(token.children) if token.children else token.children
    html = _TIED.sub("\u00a0", str(parser.renderer.render(rest, parser.options, {})))
    return GuidePage(path.stem, title.content, html)


def _linked(tokens: list[Token]) -> list[Token]:
    """Lead links to the service's addresses; of a link to what only the repository holds, the words alone stay."""
    kept, inside = [], True
    for token in tokens:
        if token.type == "link_open":
            match = _PAGE.fullmatch(str(token.attrGet("href")))
            inside = match is not None
            if match:
                token.attrSet("href", "/guide" if match[1] == INDEX else f"/guide/{match[1]}")
        elif token.type == "image":
            match = _PICTURE.fullmatch(str(token.attrGet("src")))
            assert match, f"a picture of the guide is in images/: {token.attrGet('src')}"
            token.attrSet("src", f"/guide/images/{match[1]}")
            token.attrSet("loading", "lazy")
        if inside or token.type not in ("link_open", "link_close"):
            kept.append(token)
        inside = inside or token.type == "link_close"
    return kept

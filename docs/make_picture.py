"""Draws `docs/images/first-answer.svg`: the first answer of `make demo`, as a terminal shows it.

Once `make demo` has loaded its region: `DORE_HOME=.dore/demo .venv/bin/python docs/make_picture.py`. Another
question may be given: `… docs/make_picture.py overlaps --limit 5`.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

from cli.demo.manifest import read_manifest
from graph.settings import get_settings

PICTURE = Path(__file__).parent / "images" / "first-answer.svg"
COLUMNS = 110
LINES = 32
"""At most, so that the picture fits above the fold."""
WEB_FONTS = re.compile(r"@font-face\s*\{\{.*?\}\}\s*", re.S)
"""Rich asks another site for its font; the reader's own monospace one does."""


def main(question: list[str]) -> None:
    """Ask a question, by default about a company that several institutions visit, and draw the answer."""
    today = read_manifest(get_settings().home / "region").today.isoformat()
    asked = question or ["who", telling(today), "--as-of", today]
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(draw(asked, answer(asked, colours=True)), encoding="utf-8")


def answer(question: list[str], *, colours: bool = False) -> str:
    """What the command prints for a question."""
    terminal = {"FORCE_COLOR": "1", "COLUMNS": str(COLUMNS), "TERM": "xterm-256color"} if colours else {}
    command = [sys.executable, "-m", "cli.main", *question]
    return subprocess.run(
        command, env=os.environ | terminal, check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ).stdout


def telling(today: str) -> str:
    """The SIREN of a company where several institutions went or will go: what DORE is for."""
    found = json.loads(answer(["overlaps", "--as-of", today, "--json", "--limit", "0"]))["overlaps"]
    counted = Counter(overlap["siren"] for overlap in found)
    soon = sorted(
        overlap["siren"]
        for overlap in found
        if {visit["status"] for visit in overlap["visits"]} == {"done", "planned"}
        and len({name for visit in overlap["visits"] for name in visit["operators"]}) > 2
    )
    return min(soon, key=lambda siren: (abs(counted[siren] - 2), siren))


def draw(question: list[str], said: str) -> str:
    """A terminal with a command and what it answered, as SVG that asks nothing of any other site."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text(f"$ dore {' '.join(question)}", style="bold"))
    for line in Text.from_ansi(said).split("\n")[:LINES]:
        console.print(line, overflow="crop", no_wrap=True)
    return console.export_svg(
        title="dore",
        theme=SVG_EXPORT_THEME,
        code_format=WEB_FONTS.sub("", CONSOLE_SVG_FORMAT).replace("Fira Code", "DejaVu Sans Mono"),
        unique_id="dore",
    )


if __name__ == "__main__":
    main(sys.argv[1:])

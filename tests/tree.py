"""The tree as its own tests read it: which files are the project's, and what its code says."""

from __future__ import annotations

import ast
import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("graph", "matching", "ingest", "queries", "access", "rights", "gate", "planning", "api", "web", "cli")
NOT_OURS = {".git", ".venv", ".dore", "build", "dist"}


@cache
def files() -> tuple[Path, ...]:
    """Every file that is or would be committed, relative to the root."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
        found = [Path(name) for name in names if name]
    else:
        found = [path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file()]
    return tuple(sorted(path for path in found if not _left_out(path) and (ROOT / path).is_file()))


def _left_out(path: Path) -> bool:
    """Whether it is no source: installed, downloaded, compiled, or a tool's cache."""
    return any(
        part in NOT_OURS or part.endswith((".egg-info", "_cache", "__pycache__")) or part == ".hypothesis"
        for part in path.parts
    )


def texts() -> list[tuple[Path, str]]:
    """Every text file of the project with its text."""
    found = []
    for path in files():
        content = (ROOT / path).read_bytes()
        if b"\0" not in content[:4096]:
            found.append((path, content.decode("utf-8", "replace")))
    return found


def modules(*folders: str) -> list[Path]:
    """The Python files under some folders, the product's packages by default."""
    wanted = folders or PACKAGES
    return [path for path in files() if path.suffix == ".py" and path.parts[0] in wanted]


@cache
def parsed(path: Path) -> ast.Module:
    """A module of the tree, parsed."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> set[str]:
    """What a module imports, in full, wherever in it and however: `import_module` with a name counts too."""
    found = set()
    for item in ast.walk(parsed(path)):
        if isinstance(item, ast.Import):
            found |= {alias.name for alias in item.names}
        elif isinstance(item, ast.ImportFrom):
            found.add(("." * item.level) + (item.module or ""))
        elif isinstance(item, ast.Call) and _is_import_module(item.func) and item.args:
            named = item.args[0]
            if isinstance(named, ast.Constant) and isinstance(named.value, str):
                found.add(named.value)
    return found


def _is_import_module(called: ast.expr) -> bool:
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in ("import_module", "__import__")


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a module, nested ones included."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [item for item in ast.walk(parsed(path)) if isinstance(item, kinds)]

"""What holds the house together: who imports whom, how long things are, and how questions reach the store."""

from __future__ import annotations

import ast
import re
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from graph.visibility import unguarded
from tests.tree import PACKAGES, ROOT, files, functions, imports, modules, parsed

# graph, matching <- ingest, queries <- api, web, cli. The three front doors do not import each other.
MAY_IMPORT: dict[str, set[str]] = {
    "graph": set(),
    "matching": set(),
    "ingest": {"graph", "matching"},
    "queries": {"graph", "matching"},
    "api": {"graph", "matching", "ingest", "queries"},
    "web": {"graph", "matching", "ingest", "queries"},
    "cli": {"graph", "matching", "ingest", "queries"},
}
EXCEPTIONS = {("cli/serve.py", "api"): "`dore serve` starts the HTTP door, and does nothing else with it"}

MODULE_LINES = 300
FUNCTION_LINES = 40
PARAMETERS = 6
# A question reads as its caller may, through `Graph.read`, `read_one` and `read_all`.
NOT_FOR_QUESTIONS = {"system_read", "write", "write_all", "auto_commit", "driver"}

CYPHER = [path for path in files() if path.suffix == ".cypher"]


def names(paths: list[Path]) -> list[str]:
    return [path.as_posix() for path in paths]


@pytest.mark.parametrize("path", modules(), ids=names(modules()))
def test_imports_follow_the_arrows(path: Path) -> None:
    package = path.parts[0]
    named = {name.partition(".")[0] for name in imports(path)} & {*PACKAGES, "tests", "bench", "docs"}
    excepted = {other for (where, other) in EXCEPTIONS if where == path.as_posix()}
    wrong = named - {package} - MAY_IMPORT[package] - excepted
    assert not wrong, f"{path} imports {', '.join(sorted(wrong))}, which {package} may not"


def test_each_exception_to_the_arrows_is_still_needed() -> None:
    unused = [where for where, other in EXCEPTIONS if not any(n.split(".")[0] == other for n in imports(Path(where)))]
    assert not unused


def test_imports_name_their_package() -> None:
    relative = [path.as_posix() for path in modules() if any(name.startswith(".") for name in imports(path))]
    assert not relative, "an import that starts with a dot hides where it comes from"


@pytest.mark.parametrize("path", modules(*PACKAGES, "bench", "docs"), ids=names(modules(*PACKAGES, "bench", "docs")))
def test_a_module_is_short_and_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(parsed(path)), f"{path} does not say what it is for"
    lines = len((ROOT / path).read_text(encoding="utf-8").splitlines())
    assert lines <= MODULE_LINES, f"{path} has {lines} lines"


@pytest.mark.parametrize("path", modules(*PACKAGES, "bench", "docs"), ids=names(modules(*PACKAGES, "bench", "docs")))
def test_functions_fit_on_a_screen_and_take_few_parameters(path: Path) -> None:
    wrong = []
    for function in functions(path):
        if (lines := code_lines(function)) > FUNCTION_LINES:
            wrong.append(f"{function.name} has {lines} lines of code")
        if (count := parameters(function)) > PARAMETERS and not is_command(path, function):
            wrong.append(f"{function.name} takes {count} parameters")
    assert not wrong, f"{path}: {'; '.join(wrong)}"


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, without the docstring: saying more about a function never makes it too long."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return len([argument for argument in every if argument.arg not in ("self", "cls")])


def is_command(path: Path, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether each parameter is an option of the command line, which the line of its `def` says."""
    head = (ROOT / path).read_text(encoding="utf-8").splitlines()[function.lineno - 1 : function.body[0].lineno]
    return path.parts[0] == "cli" and "noqa: PLR0913" in "\n".join(head)


@pytest.mark.parametrize("path", CYPHER, ids=names(CYPHER))
def test_a_cypher_file_says_what_it_answers_and_asks_who_may_see_it(path: Path) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert re.match(rf"// {path.stem}\([^)]*\): \S", text), "its first line is `// name(parameters): what it answers`"
    assert unguarded(text) == []


@pytest.mark.parametrize("path", CYPHER, ids=names(CYPHER))
def test_a_cypher_file_has_its_function_beside_it_and_a_test(path: Path) -> None:
    loaders = [module for module in modules() if module.parent == path.parent and loads(module, path.stem)]
    assert loaders, f"no module beside {path} loads it"
    tested = [Path("tests", *module.parent.parts, f"test_{module.stem}.py") for module in loaders]
    assert any((ROOT / test).is_file() for test in tested), f"none of {', '.join(map(str, tested))} exists"


def loads(module: Path, name: str) -> bool:
    """Whether a module calls `load(__file__)`, being of that name, or `load(__file__, name)`."""
    for item in ast.walk(parsed(module)):
        if isinstance(item, ast.Call) and getattr(item.func, "id", "") == "load" and item.args:
            others = [other.value for other in item.args[1:] if isinstance(other, ast.Constant)]
            if others == [name] or (not others and module.stem == name):
                return True
    return False


@pytest.mark.parametrize("path", modules("queries"), ids=names(modules("queries")))
def test_a_question_never_goes_round_its_caller(path: Path) -> None:
    assert not {name for name in imports(path) if name.partition(".")[0] in ("neo4j", "neomodel")}
    used = {
        item.attr
        for item in ast.walk(parsed(path))
        if isinstance(item, ast.Attribute) and getattr(item.value, "id", "") == "graph"
    }
    assert not used & NOT_FOR_QUESTIONS
    assert "system_read" not in (ROOT / path).read_text(encoding="utf-8")


def test_only_the_store_talks_to_the_driver() -> None:
    using = {
        path.as_posix()
        for path in modules()
        if any(name.partition(".")[0] == "neo4j" for name in imports(path)) and path.parts[0] != "graph"
    }
    # Writing needs the driver's own error for a broken constraint, and `dore status` asks a server of one's own.
    assert using <= {"ingest/writing.py", "cli/server.py"}


def test_no_dependency_brings_a_package_named_like_ours() -> None:
    brought = packages_distributions()
    clashes = {name: brought[name] for name in PACKAGES if set(brought.get(name, ())) - {"dore"}}
    assert not clashes


def test_tests_mirror_the_packages() -> None:
    folders = {path.parts[1] for path in modules("tests") if len(path.parts) > 2}
    assert folders <= set(PACKAGES), "a folder of tests/ is named after the package that it tests"

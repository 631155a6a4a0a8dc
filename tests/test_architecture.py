"""What holds the house together: who imports whom, how long things are, and how questions reach the store."""

from __future__ import annotations

import ast
import re
from importlib.metadata import packages_distributions
from pathlib import Path

from graph.visibility import unguarded
from tests.tree import PACKAGES, ROOT, files, functions, imports, modules, parsed

# graph, matching <- access, ingest, queries <- rights (of the first two) <- api, web, cli. The three front doors do not import each other; what they
# share of HTTP is in gate.
MAY_IMPORT: dict[str, set[str]] = {
    "graph": set(),
    "matching": set(),
    "ingest": {"graph", "matching"},
    "queries": {"graph", "matching"},
    "access": {"graph"},
    "rights": {"graph", "access", "ingest"},
    "gate": {"graph", "access"},
    "planning": {"graph", "matching", "ingest", "queries", "access"},
    "api": {"graph", "matching", "ingest", "queries", "access", "rights", "gate", "planning"},
    "web": {"graph", "matching", "ingest", "queries", "access", "rights", "gate", "planning"},
    "cli": {"graph", "matching", "ingest", "queries", "access", "rights"},
}
EXCEPTIONS = {
    ("cli/serve.py", "api"): "`dore serve` starts the HTTP doors, and does nothing else with them",
    ("cli/serve.py", "web"): "the same",
    ("cli/serve.py", "gate"): "the same",
    ("cli/merging.py", "planning"): "two companies are made one between institutions, as their visits are",
    ("cli/digests.py", "web"): "`dore digest` writes letters in the words of the pages",
    ("cli/digests.py", "planning"): "and sends them",
    ("cli/demo/acts.py", "planning"): "plays what people do in the fictional region",
}

MODULE_LINES = 300
FUNCTION_LINES = 40
PARAMETERS = 6
# A question reads as its caller may, through `Graph.read`, `read_one` and `read_all`.
NOT_FOR_QUESTIONS = {"system_read", "stream", "write", "write_all", "auto_commit", "driver"}

# What a test keeps to compare with is no question.
CYPHER = [path for path in files() if path.suffix == ".cypher" and path.parts[0] != "tests"]
WRITTEN = modules(*PACKAGES, "bench", "docs")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_imports_follow_the_arrows() -> None:
    wrong = []
    for path in modules():
        package = path.parts[0]
        named = {name.partition(".")[0] for name in imports(path)} & {*PACKAGES, "tests", "bench", "docs"}
        excepted = {other for (where, other) in EXCEPTIONS if where == path.as_posix()}
        wrong += [f"{path} imports {other}" for other in named - {package} - MAY_IMPORT[package] - excepted]
    assert not wrong


def test_each_exception_to_the_arrows_is_still_needed() -> None:
    unused = [where for where, other in EXCEPTIONS if not imports_package(Path(where), other)]
    assert not unused


def read(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def imports_package(path: Path, package: str) -> bool:
    return any(name.partition(".")[0] == package for name in imports(path))


def test_imports_name_their_package_in_full() -> None:
    relative = [path.as_posix() for path in modules() if any(name.startswith(".") for name in imports(path))]
    assert not relative, "an import that starts with a dot hides where it comes from"


def test_modules_say_what_they_are_for() -> None:
    silent = [path.as_posix() for path in WRITTEN if not ast.get_docstring(parsed(path))]
    assert not silent


def test_modules_fit_in_300_lines() -> None:
    counted = {path.as_posix(): len(read(path).splitlines()) for path in WRITTEN}
    assert not {path: lines for path, lines in counted.items() if lines > MODULE_LINES}


def test_functions_fit_in_40_lines_of_code() -> None:
    counted = {f"{path}: {function.name}": code_lines(path, function) for path, function in all_functions()}
    assert not {name: lines for name, lines in counted.items() if lines > FUNCTION_LINES}


def test_signatures_fit_in_6_parameters() -> None:
    counted = {
        f"{path}: {function.name}": parameters(function)
        for path, function in all_functions()
        if not is_command(path, function)
    }
    assert not {name: count for name, count in counted.items() if count > PARAMETERS}


def all_functions() -> list[tuple[Path, Function]]:
    return [(path, function) for path in WRITTEN for function in functions(path)]


def code_lines(path: Path, function: Function) -> int:
    """Lines from `def` to the end, without the docstring: saying more never makes a function too long.

    The options of a command are declared in its signature, each with its help: they count as none of its code.
    """
    first = function.body[0]
    start = first.lineno if is_command(path, function) else function.lineno
    lines = (function.end_lineno or function.lineno) - start + 1
    if ast.get_docstring(function, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def parameters(function: Function) -> int:
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return len([argument for argument in every if argument.arg not in ("self", "cls")])


def is_command(path: Path, function: Function) -> bool:
    """Whether it is a command of `dore`, each parameter of which is an option: `app.command("who")(function)`."""
    return path.parts[0] == "cli" and any(
        isinstance(item, ast.Call)
        and isinstance(item.func, ast.Call)
        and getattr(item.func.func, "attr", "") == "command"
        and getattr(item.args[0], "id", "") == function.name
        for item in ast.walk(parsed(path))
    )


def test_cypher_files_say_what_they_answer() -> None:
    first_lines = {path: read(path).partition("\n")[0] for path in CYPHER}
    silent = [path for path, line in first_lines.items() if not re.match(rf"// {path.stem}\([^)]*\): \S", line)]
    assert not silent, "the first line is `// name(parameters): what it answers`"


def test_cypher_files_ask_who_may_see_what_they_read() -> None:
    wrong = {path.as_posix(): unguarded(read(path)) for path in CYPHER}
    assert not {path: reasons for path, reasons in wrong.items() if reasons}


def test_a_cypher_file_that_forgets_its_caller_would_be_found() -> None:
    assert unguarded("MATCH (o:Operator)-[v:VISITED]->(c) RETURN v.on") != []


def test_each_cypher_file_has_its_function_beside_it() -> None:
    alone = [path.as_posix() for path in CYPHER if not loaders(path)]
    assert not alone, "no module beside it loads it"


def test_each_cypher_file_is_behind_a_test() -> None:
    untested = []
    for path in CYPHER:
        behind = {module for loader in loaders(path) for module in users(loader)}
        tests = {Path("tests", *module.parent.parts, f"test_{module.stem}.py") for module in behind}
        if not any((ROOT / test).is_file() for test in tests):
            untested.append(path.as_posix())
    assert not untested, "neither its function nor a question that uses it has a test of its name"


def loaders(path: Path) -> list[Path]:
    """The modules beside a Cypher file that load it, by their own name or by `load(__file__, name)`."""
    return [module for module in modules() if module.parent == path.parent and loads(module, path.stem)]


def loads(module: Path, name: str) -> bool:
    for item in ast.walk(parsed(module)):
        if isinstance(item, ast.Call) and getattr(item.func, "id", "") == "load" and item.args:
            others = [other.value for other in item.args[1:] if isinstance(other, ast.Constant)]
            if others == [name] or (not others and module.stem == name):
                return True
    return False


def users(module: Path) -> set[Path]:
    """A module and those of its package that import it, directly or not."""
    found, waiting = {module}, [module]
    while waiting:
        name = ".".join(waiting.pop().with_suffix("").parts)
        new = {path for path in modules(module.parts[0]) if name in imports(path)} - found
        found |= new
        waiting += new
    return found


def test_questions_never_go_round_their_caller() -> None:
    wrong = []
    for path in modules("queries"):
        used = {item.attr for item in ast.walk(parsed(path)) if isinstance(item, ast.Attribute) and is_graph(item)}
        wrong += [f"{path} uses graph.{name}" for name in used & NOT_FOR_QUESTIONS]
        wrong += [f"{path} imports {name}" for name in ("neo4j", "neomodel") if imports_package(path, name)]
    assert not wrong


def is_graph(item: ast.Attribute) -> bool:
    return getattr(item.value, "id", getattr(item.value, "attr", "")) == "graph"


def test_only_the_store_talks_to_the_driver() -> None:
    outside = {path.as_posix() for path in modules() if path.parts[0] != "graph" and imports_package(path, "neo4j")}
    # Writing needs the driver's error for a broken constraint; `dore status` asks a server of one's own.
    assert outside <= {"ingest/writing.py", "cli/server.py"}


def test_no_dependency_brings_a_package_named_like_ours() -> None:
    brought = packages_distributions()
    ours = (*PACKAGES, "tests", "bench", "docs")
    assert not {name: brought[name] for name in ours if set(brought.get(name, ())) - {"dore"}}


def test_folders_of_tests_are_named_after_the_packages() -> None:
    folders = {path.parts[1] for path in modules("tests") if len(path.parts) > 2}
    assert folders <= {*PACKAGES, "bench"}

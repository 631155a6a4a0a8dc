"""Write `jars.lock` again: `python -m graph.embedded.relock`, after a change of the Neo4j version.

This is the only place where dependencies are resolved (pom by pom, about a minute); an installation only
reads the lock. jgo's resolver is pure Python, so neither Java nor Maven is needed.
"""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jgo.maven import Artifact, Dependency, MavenContext, PythonResolver

from graph.embedded.lock import LOCK_FILE, ROOT_COORDINATE, Jar, sha256_of

_HEADER = "# group:artifact:version[:classifier]  sha256  bytes -- written by graph.embedded.relock\n"
_SCOPES_AT_RUN_TIME = {None, "compile", "runtime"}
_DOWNLOADS_AT_ONCE = 8


def resolve(cache: Path) -> list[Artifact]:
    """Every artifact on the class path of the root coordinate, without duplicates.

    Args:
        cache: folder where poms and jars are kept while resolving.
    """
    context = MavenContext(resolver=PythonResolver(), repo_cache=cache, local_repos=[], timeout=60)
    group, artifact, version = ROOT_COORDINATE
    root = Dependency(context.project(group, artifact).at_version(version).artifact())
    inputs, transitive = context.resolver.resolve([root])
    wanted = [d for d in (*inputs, *transitive) if d.scope in _SCOPES_AT_RUN_TIME and not d.optional]
    return list({d.artifact.key: d.artifact for d in wanted}.values())


def locked(artifact: Artifact) -> Jar:
    """Fetch one artifact and measure it."""
    path = artifact.resolve()
    return Jar(
        group=artifact.groupId,
        artifact=artifact.artifactId,
        version=artifact.version,
        classifier=artifact.classifier or "",
        sha256=sha256_of(path),
        size_bytes=path.stat().st_size,
    )


def main() -> None:
    """Resolve, fetch, measure and write."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(_DOWNLOADS_AT_ONCE) as pool:
        jars = sorted(pool.map(locked, resolve(Path(folder))))
    LOCK_FILE.write_text(_HEADER + "".join(jar.as_line() + "\n" for jar in jars), encoding="utf-8")
    print(f"{len(jars)} jars, {sum(jar.size_bytes for jar in jars) / 1e6:.0f} MB")


if __name__ == "__main__":
    main()

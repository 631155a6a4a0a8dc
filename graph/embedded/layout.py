"""Where everything of one embedded server lies, under `DORE_HOME/neo4j`."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from graph.errors import StoreUnavailable

USER = "neo4j"
_PASSWORD_BYTES = 24


@dataclass(frozen=True)
class Layout:
    """The folders and files of one server.

    Args:
        root: Neo4j's own home, `DORE_HOME/neo4j`.
    """

    root: Path

    @property
    def conf(self) -> Path:
        """Configuration, written again at each start."""
        return self.root / "conf" / "neo4j.conf"

    @property
    def data(self) -> Path:
        """Databases and transaction logs."""
        return self.root / "data"

    @property
    def logs(self) -> Path:
        """Neo4j's own logs, and what the process printed."""
        return self.root / "logs"

    @property
    def imports(self) -> Path:
        """The only folder that `LOAD CSV` could ever read; it stays empty."""
        return self.root / "import"

    @property
    def run(self) -> Path:
        """Lock files and state of the running process."""
        return self.root / "run"

    @property
    def state(self) -> Path:
        """What the running process says of itself."""
        return self.run / "server.json"

    @property
    def server_lock(self) -> Path:
        """Held by the server as long as it lives."""
        return self.run / "server.lock"

    @property
    def start_lock(self) -> Path:
        """Held by whoever is starting or stopping the server."""
        return self.run / "start.lock"

    @property
    def password(self) -> Path:
        """The generated password, readable by its owner only."""
        return self.root / "password"

    @property
    def version(self) -> Path:
        """The newest Neo4j version that has written to the data."""
        return self.root / "version"

    @property
    def output(self) -> Path:
        """What the last started process printed."""
        return self.logs / "server.out"

    @property
    def has_store(self) -> bool:
        """Whether a first boot has taken place."""
        return (self.data / "databases" / "system").is_dir()


def layout_of(home: Path) -> Layout:
    """The layout under a `DORE_HOME`, with absolute paths since the server has its own working folder."""
    return Layout(home.expanduser().absolute() / "neo4j")


def create(layout: Layout) -> None:
    """Make the folders, closed to other users of the machine.

    Raises:
        StoreUnavailable: the home cannot be written.
    """
    try:
        layout.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in (layout.conf.parent, layout.data, layout.logs, layout.imports, layout.run):
            folder.mkdir(exist_ok=True, mode=0o700)
        probe = layout.run / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise StoreUnavailable(
            f"Impossible d'écrire dans le dossier de données {layout.root} : {error.strerror}.",
            hint="Choisissez un dossier où vous avez le droit d'écrire avec la variable DORE_HOME.",
        ) from error


def write_private(path: Path, text: str) -> None:
    """Replace a file at once, readable by its owner only."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def password(layout: Layout) -> str:
    """The server's password, generated the first time."""
    if not layout.password.exists():
        write_private(layout.password, secrets.token_urlsafe(_PASSWORD_BYTES))
    layout.password.chmod(0o600)
    return layout.password.read_text(encoding="utf-8").strip()

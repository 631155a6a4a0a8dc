"""Neo4j's own dump of the embedded server: faster than the export, and only for a server that is stopped meanwhile."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph import embedded
from graph.embedded.layout import layout_of
from graph.errors import FileRefused, Misuse, StoreRefused, StoreUnavailable
from graph.settings import Settings

_DATABASE = "neo4j"
FILE = f"{_DATABASE}.dump"


def dump(settings: Settings, folder: Path) -> Path:
    """Stop the server, write `neo4j.dump` in a folder, start the server again if it ran, and return the file.

    Raises:
        Misuse: the database is on a server of one's own.
        FileRefused: the file exists, or cannot be written.
        StoreUnavailable: Neo4j refused.
    """
    _require_embedded(settings)
    target = folder / FILE
    if target.exists():
        raise FileRefused(f"{target} existe déjà.", code="exists", hint="Choisissez un autre dossier.")
    if not layout_of(settings.home).has_store:
        raise StoreRefused("Il n'y a encore aucune base à sauvegarder.", hint="`dore up` la crée.")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # A folder closed to others, on the same disk: the dump appears under its name when it is whole.
        with tempfile.TemporaryDirectory(prefix=".dump-", dir=folder) as draft, _stopped(settings):
            _admin(settings, "dump", f"--to-path={Path(draft).absolute()}")
            made = Path(draft) / FILE
            made.chmod(0o600)
            made.replace(target)
    except OSError as error:
        raise FileRefused(f"Impossible d'écrire {target} : {error.strerror or error}.", code="unwritable") from error
    return target


def load_dump(settings: Settings, folder: Path, *, replace: bool = False) -> None:
    """Stop the server, put `neo4j.dump` of a folder in place of the database, and start it if it ran.

    Raises:
        Misuse: the database is on a server of one's own.
        FileRefused: there is no such file.
        StoreRefused: there is a database and `replace` was not asked for.
        StoreUnavailable: Neo4j refused the file.
    """
    _require_embedded(settings)
    if not (folder / FILE).is_file():
        raise FileRefused(f"Il n'y a pas de {FILE} dans {folder}.", code="unreadable", hint="Nommez son dossier.")
    if layout_of(settings.home).has_store and not replace:
        raise StoreRefused(
            "Il y a déjà une base : rien n'a été écrit.",
            hint="Remplacez-la avec --replace --yes, ou changez DORE_HOME.",
        )
    with _stopped(settings):
        _admin(settings, "load", f"--from-path={folder.absolute()}", "--overwrite-destination=true")


@contextmanager
def _stopped(settings: Settings) -> Iterator[None]:
    """Keep the server stopped; it runs again afterwards if it ran, whatever happened."""
    ran = embedded.stop(settings)
    try:
        yield
    finally:
        if ran:
            embedded.start(settings, progress=False)


def _admin(settings: Settings, what: str, *arguments: str) -> None:
    done = embedded.admin(settings, "database", what, _DATABASE, *arguments)
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise StoreUnavailable(
            f"Neo4j a refusé « database {what} » : {said[-1] if said else f'code {done.returncode}'}.",
            hint="Arrêtez ce qui se sert de la base, et vérifiez le fichier.",
        )


def _require_embedded(settings: Settings) -> None:
    if settings.neo4j_uri:
        raise Misuse(
            "--dump ne sert que le Neo4j que DORE démarre, et NEO4J_URI désigne un autre serveur.",
            hint="Retirez --dump : l'export dans un fichier marche avec tout serveur.",
        )

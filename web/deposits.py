"""Files left to be imported: kept under `DORE_HOME`, readable by their owner alone, with what became of them."""

from __future__ import annotations

import re
import shutil
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal

from pydantic import BaseModel, ConfigDict

from graph.errors import NotFound

FOLDER = "deposits"
KEPT_DAYS = 30
EXTENSIONS = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".parquet"})
"""Those that a kept file may bear; its sender's name for it may name somebody: `deposit.json` alone has it."""
UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:]")
State = Literal["left", "waiting", "running", "done", "stopped", "failed"]


class Deposit(BaseModel):
    """One file, what was asked of it, and how far it went.

    Args:
        separator, headless: how a person said that it is cut; empty and None where DORE finds it out.
        mapping: headers by column, as a person said; an empty one is a column that the file does not have.
        recalled: whether the mapping is that of an earlier file with the same headers.
        started_at: when it began, or began again; `resumed_at` is how many rows had been read when it stopped.
    """

    model_config = ConfigDict(extra="forbid")

    uid: str
    owner: str
    file: str
    state: State = "left"
    left_at: float
    source: str = ""
    visibility: str = ""
    separator: str = ""
    headless: bool | None = None
    mapping: dict[str, str] = {}
    recalled: bool = False
    expected: int = 0
    read: int = 0
    started_at: float = 0
    resumed_at: int = 0
    import_uid: str = ""
    report: dict[str, Any] = {}
    refusal: str = ""

    @property
    def left(self) -> str:
        """The moment when it was left, in ISO form."""
        return datetime.fromtimestamp(self.left_at, UTC).isoformat(timespec="seconds")


class Deposits:
    """The files left with one service.

    Args:
        home: `DORE_HOME`.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self._root = home / FOLDER

    def keep(self, owner: str, name: str, content: BinaryIO) -> Deposit:
        """Keep a file, and forget those that were left more than 30 days ago."""
        self._forget_old()
        safe = UNSAFE.sub(" ", re.split(r"[/\\]", name)[-1]).strip(" .")[-120:] or "fichier"
        made = Deposit(uid=uuid.uuid4().hex, owner=owner, file=safe, left_at=time.time())
        folder = self._root / made.uid / "file"
        for one in (self._root, folder.parent, folder):
            one.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = folder / _neutral(made)
        target.touch(mode=0o600)
        with target.open("wb") as stream:
            shutil.copyfileobj(content, stream)
        self.save(made)
        return made

    def path(self, deposit: Deposit) -> Path:
        """Where the file lies, under a name that says nothing; one left before that was so bears its sender's."""
        folder = self._root / deposit.uid / "file"
        older = folder / deposit.file
        return older if older.is_file() else folder / _neutral(deposit)

    def save(self, deposit: Deposit) -> None:
        """Keep what is known of a file, whole or not at all."""
        target = self._root / deposit.uid / "deposit.json"
        draft = target.with_suffix(f".{uuid.uuid4().hex}")
        draft.touch(mode=0o600)
        draft.write_text(deposit.model_dump_json(), encoding="utf-8")
        draft.replace(target)

    def one(self, owner: str | None, uid: str) -> Deposit:
        """Return one of an organisation's own files.

        Raises:
            NotFound: there is none, or it is somebody else's.
        """
        path = self._root / uid / "deposit.json"
        if re.fullmatch(r"[0-9a-f]{32}", uid) and path.is_file():
            found = Deposit.model_validate_json(path.read_text(encoding="utf-8"))
            if found.owner == owner:
                return found
        raise NotFound("Cet import n'est pas l'un des vôtres.", hint="Voyez la liste de vos imports.")

    def of(self, owner: str | None) -> list[Deposit]:
        """Return an organisation's own files, latest first."""
        found = [Deposit.model_validate_json(path.read_text()) for path in self._root.glob("*/deposit.json")]
        return sorted((one for one in found if one.owner == owner), key=lambda one: -one.left_at)

    def lock(self, deposit: Deposit) -> Path:
        """What whoever takes the file in holds, from its turn in the queue to its report."""
        return self._root / deposit.uid / "lock"

    def ask_to_stop(self, deposit: Deposit, wish: bool = True) -> None:
        """Ask whoever takes the file in, in whatever process, to stop after the batch under way; or forget it."""
        mark = self._root / deposit.uid / "stop"
        if wish:
            mark.touch(mode=0o600)
        else:
            mark.unlink(missing_ok=True)

    def must_stop(self, deposit: Deposit) -> bool:
        """Whether somebody asked to stop."""
        return (self._root / deposit.uid / "stop").exists()

    def drop(self, deposit: Deposit) -> None:
        """Forget a file."""
        shutil.rmtree(self._root / deposit.uid, ignore_errors=True)

    def _forget_old(self) -> None:
        before = time.time() - KEPT_DAYS * 86_400
        for folder in self._root.glob("*"):
            if folder.stat().st_mtime < before:
                shutil.rmtree(folder, ignore_errors=True)


def _neutral(deposit: Deposit) -> str:
    """The name of a kept file on disk: nothing of what its sender called it but a known extension."""
    extension = Path(deposit.file).suffix.lower()
    return deposit.uid + (extension if extension in EXTENSIONS else "")

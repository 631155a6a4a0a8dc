"""What the imports of one command share: who writes, who may stop it, and what each of them would read again."""

from __future__ import annotations

import threading
from functools import cached_property
from pathlib import Path

from graph.store import Graph
from ingest.mixing import Mixing
from ingest.operators import Operators
from ingest.reference.load import ensure_reference
from ingest.writer import Writer


class Command:
    """The imports of one command, one after the other.

    Args:
        graph: where to.
        writer: writes what one import brings while the next one is prepared.
        stop: set once somebody wants it to stop after the batch under way.
        findings_dir: folder for the files of remarks; None keeps only their counts and the first ones.

    Attributes:
        begun: source and owner of each import of this command.
    """

    def __init__(self, graph: Graph, writer: Writer, stop: threading.Event, findings_dir: Path | None) -> None:
        self.graph = graph
        self.findings_dir = findings_dir
        self.writer = writer
        self.stop = stop
        self.begun: set[tuple[str, str]] = set()

    @cached_property
    def operators(self) -> Operators:
        """The institutions, those that an import before has just created included."""
        ensure_reference(self.graph)
        return Operators(self.graph)

    @cached_property
    def mixing(self) -> Mixing:
        """Whether the companies of this database are real ones."""
        return Mixing(self.graph)

    def begin_anew(self) -> None:
        """Once all is written, or has failed, forget what was read before."""
        self.writer.begin_anew()
        for name in ("operators", "mixing"):
            self.__dict__.pop(name, None)

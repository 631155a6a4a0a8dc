"""A demo region of each kind that the tests read, written once."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.demo import DemoRegion, generate
from ingest.binding import known_headers
from ingest.reading import Row, Table, open_table
from ingest.sources import SOURCES


@dataclass(frozen=True)
class Generated:
    """A generated region and where it is."""

    folder: Path
    region: DemoRegion

    def truth(self, name: str) -> list[dict[str, str]]:
        with (self.folder / "truth" / name).open(encoding="utf-8", newline="") as text:
            return list(csv.DictReader(text))

    def tables(self) -> Iterator[tuple[str, str, Table]]:
        """Source, name and table of each file, opened as `dore ingest` opens it."""
        for each in self.region.files:
            yield each.source, each.file, self.table(each.file, each.source)

    def table(self, name: str, source: str) -> Table:
        return open_table(self.folder / name, known_headers(SOURCES[source]))


def facts(table: Table) -> list[Row]:
    return [row for row in table.rows() if row.skip is None]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """A region of 2,000 companies."""
    folder = tmp_path_factory.mktemp("demo")
    return Generated(folder, generate(folder, companies=2_000, seed=7))

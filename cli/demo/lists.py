"""The lists other than visits: institutions, aid, needs, projects and agreements, each row with its truth."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from cli.demo import agreements, experiments, needs, operators, support
from cli.demo.manifest import DemoFile
from cli.demo.means import MeansFile
from cli.demo.operators import Network, Operator
from cli.demo.sheets import CsvSheet, Folder, Sheet
from cli.demo.truth import RowTruth, Truth

_FRENCH_DAY = "%d/%m/%Y"
_WRITTEN: tuple[dict[str, str], ...] = (
    {"encoding": "utf-8-sig", "date_format": _FRENCH_DAY},
    {"encoding": "cp1252", "date_format": _FRENCH_DAY},
    {"separator": "\t"},
)
"""How institutions write what they try."""


class Lists:
    """Opens the lists of a region and writes to them; each belongs to the institution that sends it."""

    def __init__(self, out: Path, folder: Folder, network: Network, truth: Truth) -> None:
        self._truth, self._out, self._folder = truth, out, folder
        self._experiments: list[DemoFile] = []
        self._means: list[DemoFile] = []
        region, cci, cma, fund = (network.one[kind] for kind in ("région", "CCI", "CMA", "fonds"))
        self._operators = CsvSheet(out / "operateurs.csv", operators.HEADERS, encoding="utf-8-sig")
        self._support: dict[Operator, Sheet] = {
            region: CsvSheet(out / "soutiens-scdl.csv", support.SCDL_HEADERS, separator=",", newline="\n"),
            fund: CsvSheet(
                out / "soutiens-fonds.csv", support.FREE_HEADERS, encoding="cp1252", date_format=_FRENCH_DAY
            ),
            cma: CsvSheet(
                out / "soutiens-cma.csv", support.CRAFT_HEADERS, encoding="utf-8-sig", date_format=_FRENCH_DAY
            ),
        }
        self._needs = _french(out / "besoins.csv", needs.NEED_HEADERS)
        self._projects = _french(out / "projets.csv", needs.PROJECT_HEADERS)
        self._agreements = _french(out / "accords.csv", agreements.HEADERS)
        self._actions = _french(out / "actions-accords.csv", agreements.ACTION_HEADERS)
        self._strategies = _french(out / "strategies.csv", agreements.STRATEGY_HEADERS)
        self._consultations = _french(out / "concertations.csv", agreements.CONSULTATION_HEADERS)
        self._partnership = (self._agreements, self._actions, self._strategies, self._consultations)
        self._senders = {self._needs.path: cci, self._projects.path: region}
        self._senders |= {sheet.path: region for sheet in self._partnership}
        self._senders |= {sheet.path: operator for operator, sheet in self._support.items()}
        for sheet in (
            self._operators,
            *self._support.values(),
            self._needs,
            self._projects,
            *self._partnership,
        ):
            folder.add(sheet)

    def grant(self, grant: support.Grant, cells: Sequence[str | date], truth: RowTruth) -> None:
        """Write a grant to the list of its institution."""
        self._put(self._support[grant.operator], cells, truth)

    def need(self, fact: needs.Fact) -> None:
        """Write a need."""
        self._put(self._needs, fact.cells, fact.truth)

    def project(self, fact: needs.Fact) -> None:
        """Write a project."""
        self._put(self._projects, fact.cells, fact.truth)

    def constants(self, network: Network, partnership: Sequence[Sequence[agreements.Cells]]) -> None:
        """Write what does not depend on the companies: the institutions, and the lists of their partnership."""
        for operator in network.all:
            self._operators.write(operator.row)
        for sheet, rows in zip(self._partnership, partnership, strict=True):
            for row in rows:
                sheet.write(row)

    def experiments(self, tried: Sequence[experiments.Tried]) -> None:
        """Write what each institution tried, as its own spreadsheet does: the ledger, then what it adds to it."""
        for rank, one in enumerate(tried):
            dialect = _WRITTEN[rank % len(_WRITTEN)]
            for source, headers, rows in one.lists:
                sheet = CsvSheet(self._out / f"{source.replace('_', '-')}-{one.operator.slug}.csv", headers, **dialect)
                self._folder.add(sheet)
                for row in rows:
                    sheet.write(row)
                made = DemoFile(file=sheet.path.name, source=source, operator=one.operator.name, rows=sheet.rows)
                self._experiments.append(made)

    def means(self, files: Sequence[MeansFile]) -> None:
        """Write the files of the means, which come last."""
        for one in files:
            path = self._out / one.name
            sheet = self._folder.add(CsvSheet(path, one.headers, encoding=one.encoding, date_format=_FRENCH_DAY))
            for cells in one.rows:
                sheet.write(cells)
            self._means.append(DemoFile(file=one.name, source=one.source, operator=one.sender.name, rows=len(one.rows)))

    def institutions_file(self) -> DemoFile:
        """The list of institutions, which all others need."""
        return DemoFile(file=self._operators.path.name, source="operators", operator=None, rows=self._operators.rows)

    def files(self) -> list[DemoFile]:
        """The other lists, in the order to ingest them."""
        sheets = [(sheet, "support") for sheet in self._support.values()]
        sheets += [(self._needs, "needs"), (self._projects, "projects")]
        sources = ("agreements", "agreement_actions", "strategies", "consultations")
        sheets += list(zip(self._partnership, sources, strict=True))
        sent = [
            DemoFile(file=sheet.path.name, source=source, operator=self._senders[sheet.path].name, rows=sheet.rows)
            for sheet, source in sheets
        ]
        return [*sent, *self._experiments, *self._means]

    def _put(self, sheet: Sheet, cells: Sequence[str | date], truth: RowTruth) -> None:
        line = sheet.write(cells)
        self._truth.row(sheet.path.name, sheet.rows, line, self._senders[sheet.path].name, truth)


def _french(path: Path, headers: Sequence[str]) -> CsvSheet:
    return CsvSheet(path, headers, encoding="utf-8-sig", date_format=_FRENCH_DAY)

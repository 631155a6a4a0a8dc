"""The whole region: chunk after chunk of companies, what happens to them, and the files that tell it."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from cli.demo.agreements import action_rows, agreement_rows, consultation_rows, strategy_rows
from cli.demo.chance import stream
from cli.demo.chunk import write_chunk
from cli.demo.companies import CHUNK, HEADERS, Company, company_chunk
from cli.demo.experiments import experiments
from cli.demo.identifiers import CAPACITY
from cli.demo.lists import Lists
from cli.demo.manifest import DemoFile, DemoRegion, prepare, write_manifest
from cli.demo.means import means_files
from cli.demo.operators import network_of
from cli.demo.places import places_of
from cli.demo.scenarios import LEAST_COMPANIES, Planted, plant
from cli.demo.sheets import CsvSheet, Folder, ParquetSheet, Sheet
from cli.demo.truth import Truth
from cli.demo.visit_files import VisitFiles
from cli.demo.work import Work
from graph.errors import Misuse

TODAY = date(2026, 11, 20)
"""The day all dates are counted from, fixed so that the same seed gives the same bytes on any day."""
LARGE = 100_000
"""From so many companies on, their list comes as Parquet, and overlaps are only counted."""
_MOST = CAPACITY - 10_000  # the numbers of the institutions are at the end of the range

Progress = Callable[[int], None]
"""Told how many companies are done."""


def generate(
    out: Path,
    *,
    companies: int = 5_000,
    seed: int = 1,
    region: str = "32",
    today: date = TODAY,
    progress: Progress | None = None,
) -> DemoRegion:
    """Write a fictional region into a folder and return what it holds; same arguments, same bytes.

    Args:
        out: a new or empty folder, or an earlier demo, which is replaced.
        companies: how many; visits are about twice as many, the rest follows.
        seed: another one, another region.
        region: INSEE code of the region whose communes are used.
        today: the day that separates what was done from what is planned.
        progress: called after each chunk.

    Raises:
        Misuse: a number of companies that cannot be, or no such region.
        Refused: the folder holds something else.
    """
    if not LEAST_COMPANIES <= companies <= _MOST:
        raise Misuse(f"Le nombre d'entreprises doit être compris entre {LEAST_COMPANIES} et {_MOST}.")
    places = places_of(region)
    prepare(out)
    with Folder() as folder, _no_collection():
        truth = Truth(out / "truth", folder, today, lists_overlaps=companies < LARGE)
        register = folder.add(_register(out, companies))
        network = network_of(places)
        lists = Lists(out, folder, network, truth)
        visits = VisitFiles(out, folder, network.visitors, truth)
        work = Work(seed, today, places, network, truth, register, lists, visits)
        _fill(out, work, companies, progress)
    made = DemoRegion(
        region=region, companies=companies, seed=seed, today=today, files=_files(work), counts=work.counts
    )
    write_manifest(out, made)
    return made


def _fill(out: Path, work: Work, companies: int, progress: Progress | None) -> None:
    first: Sequence[Company] = ()
    for start in range(0, companies, CHUNK):
        ranks = range(start, min(start + CHUNK, companies))
        drawn = company_chunk(work.places, work.seed, work.today, ranks)
        planted: list[Planted] = []
        if start == 0:
            planted, work.next_number["visit"] = plant(drawn, work.network, work.today)
            first = drawn
            _write_planted(out, planted)
        write_chunk(work, start, drawn, planted)
        if progress:
            progress(ranks.stop)
    work.visits.finish()
    chance = stream(work.seed, "agreements")
    contracts = agreement_rows(work.places, work.network, work.today, chance)
    actions = action_rows(work.network, work.today, chance)
    declared = strategy_rows(work.places, work.network, work.today, chance)
    asked = consultation_rows(work.places, work.network, work.today, chance)
    work.lists.constants(work.network, (contracts, actions, declared, asked))
    tried = experiments(work.places, work.network, work.today, stream(work.seed, "experiments"))
    work.lists.experiments(tried)
    chance = stream(work.seed, "means")
    work.lists.means(means_files(work.places, work.network, work.today, chance, first))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Pause the collector of cycles: none are made here, and it walks each chunk in vain (15 % of time)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _register(out: Path, companies: int) -> Sheet:
    if companies >= LARGE:
        return ParquetSheet(out / "entreprises.parquet", HEADERS)
    return CsvSheet(out / "entreprises.csv", HEADERS, encoding="utf-8-sig")


def _files(work: Work) -> tuple[DemoFile, ...]:
    """In the order to ingest: who exists first, then what they did."""
    register = DemoFile(file=work.register.path.name, source="companies", operator=None, rows=work.register.rows)
    return (work.lists.institutions_file(), register, *work.visits.files(), *work.lists.files())


def _write_planted(out: Path, planted: list[Planted]) -> None:
    cases = [
        {
            "case": each.case,
            "says": each.says,
            "companies": [{"siren": company.siren, "name": company.name} for company in each.companies],
            "overlaps": each.overlaps,
            "unsupported": each.is_unsupported,
        }
        for each in planted
    ]
    text = json.dumps(cases, ensure_ascii=False, indent=1)
    (out / "truth" / "planted.json").write_text(text + "\n", encoding="utf-8", newline="\n")

"""How the engine links the real visits, against their truth; one line of JSON.

Run: `python bench/matching_visits.py`. It reads ../shared/data and skips, saying why, where that is absent.
Speed is given as a ratio to brute force in the same run: rapidfuzz's WRatio over every name of the registry.
"""

import csv
import io
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, process
from stdnum.fr import siren, siret

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from matching import Decision, Entry, Mention, Outcome, Registry  # noqa: E402

DATA = ROOT.parent / "shared" / "data"
BRUTE_FORCED = 150
HELD_OUT_EVERY = 2


class Row(NamedTuple):
    """A row of a visit file and the SIREN it truly speaks of."""

    mention: Mention
    siren: str
    identifier: str


def registry_entries() -> list[Entry]:
    """Return the companies of the region, one entry a SIREN with all its names and places."""
    lines: dict[str, list[dict[str, str]]] = {}
    with (DATA / "region" / "entreprises_hdf.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, strict=True):
            lines.setdefault(line["siren"], []).append(line)
    return [_entry(key, own) for key, own in lines.items()]


def _entry(key: str, own: list[dict[str, str]]) -> Entry:
    def every(column: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line[column] for line in own if line[column]))

    signs = (sign.strip() for line in own for sign in line["enseigne"].split(";"))
    names = tuple(dict.fromkeys([*every("nom"), *filter(None, signs)]))
    activities = every("naf")
    return Entry(
        uid=key,
        siren=key,
        names=names,
        code_communes=every("code_commune"),
        codes_postaux=every("code_postal"),
        departements=every("departement"),
        communes=every("commune"),
        naf=activities[0] if activities else None,
        sirets=every("siret"),
    )


def visit_rows() -> Iterator[Row]:
    """Yield the rows of the twelve visit files with their truth; place is what the row says, no more."""
    with (DATA / "visits" / "truth" / "rows.csv").open(encoding="utf-8", newline="") as file:
        truth = {(line["file"], int(line["row"])): line for line in csv.DictReader(file)}
    for path in sorted((DATA / "visits").glob("*.csv")):
        for number, cells in enumerate(_cells(path), 1):
            line = truth[path.name, number]
            yield Row(_mention(cells), line["siren"], line["identifier"])


def _cells(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    header = text.partition("\n")[0]
    delimiter = max(";,\t", key=header.count)
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))[1:]


def _mention(cells: list[str]) -> Mention:
    _, name, identifier, postcode, town, *_ = cells
    digits = "".join(filter(str.isdigit, identifier)) if "+" not in identifier else ""
    whole_siret = digits if len(digits) == 14 and siret.is_valid(digits) else None
    whole_siren = digits if len(digits) == 9 and siren.is_valid(digits) else None
    rest = digits[:9] if len(digits) == 14 and not whole_siret and siren.is_valid(digits[:9]) else None
    return Mention(
        name=name,
        commune=town or None,
        code_postal=postcode or None,
        siren=whole_siren,
        siret=whole_siret,
        evidence_siren=rest,
    )


def _result(decision: Decision, true_siren: str) -> str:
    if decision.outcome is not Outcome.LINKED or decision.candidate is None:
        return str(decision.outcome)
    return "right" if decision.candidate.siren == true_siren else "wrong"


def _shares(results: Iterable[str]) -> dict[str, float]:
    counts = Counter(results)
    total = counts.total()
    return {name: round(counts[name] / total, 5) for name in ("right", "wrong", "review", "unknown")}


def _bare(mention: Mention) -> Mention:
    return Mention(mention.name, mention.commune, code_postal=mention.code_postal)


def held_out(entries: list[Entry], rows: list[Row]) -> dict[str, float]:
    """Return what becomes of names whose company the registry lacks: every other company is left out."""
    kept = [entry for at, entry in enumerate(entries) if at % HELD_OUT_EVERY]
    known = {entry.siren for entry in kept}
    registry = Registry(kept)
    absent = {_bare(row.mention): row.siren for row in rows if row.siren not in known}
    return _shares(_result(registry.decide(mention), true) for mention, true in absent.items())


def times_faster_than_brute_force(entries: list[Entry], mentions: list[Mention]) -> float:
    """Return how many times faster a decision by name is than comparing with every name, cold cache."""
    names = [name.lower() for entry in entries for name in entry.names]
    sample = mentions[:: max(1, len(mentions) // BRUTE_FORCED)]
    registry = Registry(entries)
    start = time.process_time()
    for mention in sample:
        process.extract(mention.name.lower(), names, scorer=fuzz.WRatio, limit=5)
    brute = time.process_time() - start
    start = time.process_time()
    for mention in sample:
        registry.decide(mention)
    return round(brute / (time.process_time() - start), 1)


def main() -> None:
    """Print the figures."""
    if not DATA.is_dir():
        print(json.dumps({"bench": "matching_visits", "skipped": f"{DATA} is absent"}))
        return
    entries, rows = registry_entries(), list(visit_rows())
    registry = Registry(entries)
    results = [(row.identifier, _result(registry.decide(row.mention), row.siren)) for row in rows]
    kinds = sorted({kind for kind, _ in results})
    by_name = list(dict.fromkeys(_bare(row.mention) for row in rows))
    print(
        json.dumps(
            {
                "bench": "matching_visits",
                "entries": len(registry),
                "rows": len(rows),
                "all": _shares(result for _, result in results),
                "by_identifier": {kind: _shares(result for own, result in results if own == kind) for kind in kinds},
                "company_absent": held_out(entries, rows),
                "times_faster_than_brute_force": times_faster_than_brute_force(entries, by_name),
            }
        )
    )


if __name__ == "__main__":
    main()

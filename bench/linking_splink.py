"""Splink 5 on the same entries and mentions: the Fellegi-Sunter model on DuckDB, tuned by hand for French names."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from time import perf_counter
from typing import Any

from bench.linking_data import Truth
from matching.names import name_forms
from matching.text import fold_commune, fold_department

Lines = list[dict[str, Any]]


def splink(truth: Truth) -> tuple[list[tuple[int, bool, float]], float, float]:
    """Return Splink's best answer to each mention.

    It is given our clean names (without them it does worse), their rarest words to block on, and term frequencies.
    """
    logging.getLogger("splink").setLevel(logging.ERROR)
    began = perf_counter()
    linker = _trained(*_lines(truth))
    ready = perf_counter()
    pairs = linker.inference.predict(threshold_match_probability=0.001).as_pandas_dataframe()
    said_left = pairs["source_dataset_l"] == "said"
    pairs["said"] = pairs["entry_r"].where(~said_left, pairs["entry_l"])
    pairs["known"] = pairs["entry_l"].where(~said_left, pairs["entry_r"])
    best = pairs.sort_values(["match_weight", "known"], ascending=[False, True]).drop_duplicates("said")
    answers = [
        (int(line.said), truth.entries[int(line.known)].siren == truth.sirens[int(line.said)], line.match_probability)
        for line in best.itertuples()
    ]
    return answers, ready - began, perf_counter() - ready


def _lines(truth: Truth) -> tuple[Lines, Lines]:
    """Return the names of the entries and of the mentions as Splink's tables, with what to block on."""
    known = [
        {"unique_id": f"{at}-{number}", "entry": at, **_line(name, entry.communes[:1], entry.departements[:1])}
        for at, entry in enumerate(truth.entries)
        for number, name in enumerate(entry.names)
    ]
    said = [
        {"unique_id": str(at), "entry": at, **_line(one.name, [one.commune], [one.departement])}
        for at, one in enumerate(truth.mentions)
    ]
    counts = Counter(word for line in known for word in set(line["name"].split()))
    for line in (*known, *said):
        ranked = sorted(line["name"].split(), key=lambda word: (counts[word], word))
        line["rare"], line["rarer"] = (*ranked, None, None)[:2]
        line["start"] = line["name"].replace(" ", "")[:5] or None
    return known, said


def _line(name: str, towns: Iterable[str | None], departments: Iterable[str | None]) -> dict[str, Any]:
    town = next((fold_commune(one) for one in towns if one), None)
    department = next((fold_department(one) for one in departments if one), None)
    return {"name": name_forms(name)[0].core, "town": town, "department": department}


def _trained(known: Lines, said: Lines) -> Any:
    """Return a linker whose weights were estimated without the truth."""
    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    rules = [block_on("rare"), block_on("start"), block_on("name"), "l.rare = r.rarer", "l.rarer = r.rare"]
    settings = SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=rules,
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.97, 0.92, 0.85, 0.75]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("rare").configure(term_frequency_adjustments=True),
            cl.ExactMatch("department"),
            cl.ExactMatch("town").configure(term_frequency_adjustments=True),
        ],
        additional_columns_to_retain=["entry"],
    )
    database = DuckDBAPI()
    tables = [
        database.register(pd.DataFrame(lines), dataset_display_name=name)
        for name, lines in (("known", known), ("said", said))
    ]
    linker = Linker(tables, settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match([block_on("name", "department")], recall=0.3)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("rare"))
    return linker

"""Rows that must be refused, one of each kind: impossible days, and what the law forbids to enter."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from cli.demo.companies import Company
from cli.demo.operators import Network, Operator
from cli.demo.truth import RowTruth
from cli.demo.visit_files import Row


def defect_rows(company: Company, network: Network, chance: Random) -> Iterator[Row]:
    """Yield the rows, all about one company that they would otherwise visit in vain.

    "mandat ad hoc" and "conciliation" are confidential (Code de commerce, L611-15): such a row is never kept.
    """
    region, cci = network.one["région"], network.one["CCI"]
    yield _row(region, company, "30/02/2026", "suivi", chance)
    yield _row(region, company, "12/31/2025", "suivi", chance)
    yield _row(cci, company, "2026-02-30", "suivi", chance)
    yield _row(cci, company, "2026-03-12", "point sur le mandat ad hoc en cours", chance)


def _row(operator: Operator, company: Company, on: str, purpose: str, chance: Random) -> Row:
    site = company.sites[0]
    said = "développement", purpose, "réalisée", ""
    cells = (on, company.name, site.siret, site.postcode, site.commune.name, *said)
    return Row(chance.random(), operator, cells, RowTruth("", company.siren, "id", "refused"))

"""The fictional range: who is in it, who is not, and what a mixture gets."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from graph.errors import Refused
from graph.fictional import is_fictional_siren, is_fictional_siret, refuse_mixture

FICTIONAL, REAL = "140000001", "552008443"


@pytest.mark.parametrize("siren", ["552008443", "", "14", "1400000010", "14000000A", "１４0000001", "041400000"])
def test_what_is_not_nine_digits_of_the_range_is_not_fictional(siren: str) -> None:
    assert not is_fictional_siren(siren)


def test_a_site_is_fictional_when_its_company_is() -> None:
    assert is_fictional_siren(FICTIONAL)
    assert is_fictional_siret("14000000100010")
    assert not is_fictional_siret("55200844300010")
    assert not is_fictional_siret("1400000010001x")
    assert not is_fictional_siret(FICTIONAL)


def test_a_real_siren_is_refused_in_a_demo_database() -> None:
    refuse_mixture([FICTIONAL], fictional=True)
    with pytest.raises(Refused, match=REAL):
        refuse_mixture([FICTIONAL, REAL], fictional=True)


def test_a_fictional_siren_is_refused_among_real_ones() -> None:
    refuse_mixture([REAL], fictional=False)
    with pytest.raises(Refused, match=FICTIONAL):
        refuse_mixture([REAL, FICTIONAL], fictional=False)


def test_no_company_of_the_real_data_is_in_the_fictional_range(shared_data: Path) -> None:
    read = 0
    for name in ("entreprises_hdf.csv", "operateurs_hdf.csv", "soutiens_hdf.csv"):
        with (shared_data / "region" / name).open(encoding="utf-8", newline="") as text:
            for row in csv.DictReader(text):
                siren = row.get("siren") or row.get("beneficiaire_siren") or ""
                read += bool(siren)
                assert not is_fictional_siren(siren), row
    assert read > 8_000

from __future__ import annotations

import gzip
import hashlib
import re
from collections import Counter
from datetime import date

import pytest

from ingest.reference.tables import (
    DATA,
    arrondissements,
    communes,
    departements,
    epcis,
    former_communes,
    naf2,
    naf2025,
    regions,
    sources,
)

THREE_MB = 3_000_000


def test_the_tables_weigh_less_than_three_megabytes_in_all() -> None:
    assert sum(path.stat().st_size for path in DATA.iterdir()) <= THREE_MB


def test_all_of_france_is_there_in_the_2026_edition() -> None:
    assert len(communes()) == 34_969
    assert len([d for d in departements() if len(d) == 2 or d.startswith("97")]) >= 101
    assert {"32", "11", "84", "94", "01", "06"} <= set(regions())
    assert Counter(epci.kind for epci in epcis().values()) == {
        "CC": 989,
        "CA": 230,
        "METRO": 22,
        "CU": 14,
        "EPT": 11,
    }


def test_amiens_is_whole() -> None:
    amiens = communes()["80021"]
    assert (amiens.name, amiens.siren, amiens.departement, amiens.region) == (
        "Amiens",
        "218000198",
        "80",
        "32",
    )
    assert epcis()[amiens.epci].name == "CA Amiens Métropole"
    assert "80000" in amiens.postcodes
    assert arrondissements()[amiens.arrondissement][0] == "Amiens"
    assert amiens.population is not None
    assert 130_000 < amiens.population < 145_000
    assert (amiens.lon, amiens.lat) == pytest.approx((2.29, 49.89), abs=0.02)


def test_every_reference_from_one_table_to_another_leads_somewhere() -> None:
    for commune in communes().values():
        assert departements()[commune.departement].region == commune.region
        assert not commune.epci or commune.epci in epcis()
        assert not commune.ept or epcis()[commune.ept].kind == "EPT"
        assert not commune.arrondissement or commune.arrondissement in arrondissements()
    for departement in departements().values():
        assert departement.region in regions()
    assert all(former.commune in communes() for former in former_communes())
    assert all(epci.departement in departements() for epci in epcis().values())


def test_an_epci_has_as_many_communes_as_it_says() -> None:
    members = Counter(commune.epci for commune in communes().values() if commune.epci)
    assert {siren: count for siren, count in members.items() if epcis()[siren].communes != count} == {}


def test_communes_outside_any_epci_are_the_four_islands_and_those_overseas() -> None:
    alone = [c.name for c in communes().values() if not c.epci and len(c.departement) == 2]
    assert sorted(alone) == ["L'Île-d'Yeu", "Ouessant", "Île-de-Bréhat", "Île-de-Sein"]


def test_a_merged_commune_has_its_date_and_its_successor() -> None:
    lomme = [f for f in former_communes() if f.code == "59355"]
    assert [(f.name, f.commune, f.kind, f.ended) for f in lomme] == [("Lomme", "59350", "associee", "2000-02-27")]


def test_the_dates_of_former_communes_are_days() -> None:
    days = [former.ended for former in former_communes() if former.ended]
    assert all(date.fromisoformat(day) <= date(2026, 1, 1) for day in days)
    assert len(days) > 0.99 * len(former_communes()) - 50


@pytest.mark.parametrize(
    ("nodes", "counts"),
    [(naf2, {1: 21, 2: 88, 3: 272, 4: 615, 5: 732}), (naf2025, {1: 22, 2: 87, 3: 287, 4: 651, 5: 747})],
)
def test_a_nomenclature_has_five_levels_and_every_node_its_parent(nodes, counts) -> None:
    tree = nodes()
    assert Counter(node.level for node in tree.values()) == counts
    for node in tree.values():
        assert node.label.strip()
        assert (node.level == 1) == (node.parent == "")
        assert node.level == 1 or tree[node.parent].level == node.level - 1


def test_no_sub_class_has_the_same_code_in_both_nomenclatures() -> None:
    last = [{code for code, node in tree().items() if node.level == 5} for tree in (naf2, naf2025)]
    assert last[0].isdisjoint(last[1])


def test_each_table_states_source_licence_and_vintage_and_is_the_one_described() -> None:
    stated = {str(source["file"]): source for source in sources()}
    assert set(stated) == {path.name for path in DATA.iterdir()} - {"sources.json"}
    for name, source in stated.items():
        assert source["licence"] == "Licence Ouverte 2.0"
        assert source["publisher"]
        assert source["package"]
        assert re.search(r"\d{4}", str(source["vintage"]))
        raw = (DATA / name).read_bytes()
        content = gzip.decompress(raw) if name.endswith(".gz") else raw
        assert hashlib.sha256(content).hexdigest() == source["sha256"]
        if "rows" in source:
            assert source["rows"] == content.count(b"\n") - 1

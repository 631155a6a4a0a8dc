from __future__ import annotations

from collections import Counter, defaultdict

from ingest.reference import rows
from ingest.reference.tables import communes


def test_uids_are_unique_and_edges_join_known_nodes() -> None:
    places = [row["uid"] for row in rows.territories()]
    fields = [row["uid"] for row in rows.sectors()]
    assert len(set(places)) == len(places)
    assert len(set(fields)) == len(fields)
    known = {*places, *fields}
    edges = [*rows.part_of(), *rows.became(), *rows.sector_parts(), *rows.includes()]
    assert len(set(edges)) == len(edges)
    assert [edge for edge in edges if not known.issuperset(edge)] == []


def test_a_territory_row_has_exactly_the_fields_of_the_graph() -> None:
    expected = {"uid", "code", "level", "name", "population", "vintage", "siren", "kind"}
    assert all(set(row) == expected for row in rows.territories())
    amiens = next(row for row in rows.territories() if row["uid"] == "commune:80021")
    assert (amiens["name"], amiens["level"], amiens["vintage"]) == ("Amiens", "commune", 2026)


def test_each_commune_reaches_its_region_by_one_way_only() -> None:
    above = defaultdict(list)
    for child, parent in rows.part_of():
        above[child].append(parent)

    def ways(uid: str, goal: str) -> int:
        return sum(1 if parent == goal else ways(parent, goal) for parent in above[uid])

    for code in ("80021", "59350", "75056", "93001", "29155", "2A004", "97411"):
        assert ways(f"commune:{code}", f"region:{communes()[code].region}") == 1


def test_a_population_is_the_sum_of_its_communes() -> None:
    people = {row["uid"]: row["population"] for row in rows.territories()}
    by_region: Counter[str] = Counter()
    for commune in communes().values():
        by_region[commune.region] += commune.population or 0
    assert people["region:32"] == by_region["32"] > 5_900_000
    assert people["pays:FR"] == sum(by_region.values())


def test_a_former_commune_becomes_exactly_one_current_commune() -> None:
    children = Counter(child for child, _ in rows.became())
    assert max(children.values()) == 1
    assert dict(rows.became())["ancienne_commune:02300"] == "commune:02738"


def test_a_filiere_includes_nodes_of_both_nomenclatures() -> None:
    found = defaultdict(set)
    for filiere, node in rows.includes():
        found[filiere].add(node.split(":")[0])
    filieres = {row["uid"] for row in rows.sectors() if row["nomenclature"] == "filière"}
    assert set(found) == filieres
    assert all(kinds == {"naf2", "naf2025"} for kinds in found.values())
    assert ("filiere:agroalimentaire", "naf2:10") in set(rows.includes())

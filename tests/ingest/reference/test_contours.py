from __future__ import annotations

import itertools
from typing import Any

import pytest

from graph.errors import NotFound
from ingest.reference.contours import contours
from ingest.reference.tables import communes, departements, epcis


def inside(lon: float, lat: float, geometry: dict[str, Any]) -> bool:
    within = False
    for polygon in geometry["coordinates"]:
        for ring in polygon:
            for (ax, ay), (bx, by) in itertools.pairwise(ring):
                if (ay > lat) != (by > lat) and lon < (bx - ax) * (lat - ay) / (by - ay) + ax:
                    within = not within
    return within


def test_all_epci_and_departements_of_metropolitan_france_have_a_contour() -> None:
    drawn = {feature["id"] for feature in contours("epci")["features"]}
    assert drawn == {siren for siren, epci in epcis().items() if epci.kind != "EPT"}
    drawn = {feature["id"] for feature in contours("departement")["features"]}
    assert drawn >= {code for code in departements() if len(code) == 2}


@pytest.mark.parametrize("level", ["commune", "epci", "departement", "region"])
def test_rings_are_closed_and_outer_ones_turn_counter_clockwise(level) -> None:
    for feature in contours(level)["features"]:
        for polygon in feature["geometry"]["coordinates"]:
            for rank, ring in enumerate(polygon):
                assert ring[0] == ring[-1], feature["id"]
                assert len(ring) >= 4, feature["id"]
                area = sum(ax * by - bx * ay for (ax, ay), (bx, by) in itertools.pairwise(ring))
                assert (area > 0) == (rank == 0), feature["id"]


def test_town_halls_lie_inside_the_contour_of_their_epci() -> None:
    shapes = {feature["id"]: feature["geometry"] for feature in contours("epci")["features"]}
    placed = [c for c in communes().values() if c.region == "32" and c.epci and c.lon and c.lat]
    found = [c for c in placed if inside(c.lon, c.lat, shapes[c.epci])]
    assert len(placed) > 3_700
    assert len(found) / len(placed) > 0.99


def test_neighbours_share_the_very_points_of_their_border() -> None:
    both = contours("departement", ["59", "62"])["features"]
    points = [{p for poly in f["geometry"]["coordinates"] for ring in poly for p in ring} for f in both]
    assert len(points[0] & points[1]) >= 50


def test_a_contour_bears_the_name_of_its_territory() -> None:
    [region] = contours("region", ["32"])["features"]
    assert region["properties"] == {"code": "32", "nom": "Hauts-de-France"}


def test_a_code_without_contour_is_refused() -> None:
    with pytest.raises(NotFound, match="999999999"):
        contours("epci", ["999999999"])


def test_no_gap_is_left_in_a_region_where_communes_merged() -> None:
    [region] = contours("region", ["32"])["features"]
    assert [len(polygon) for polygon in region["geometry"]["coordinates"]] == [1]


def test_lines_made_simpler_still_share_their_border_and_have_fewer_points() -> None:
    def points(tolerance_m: int) -> list[set[Any]]:
        both = contours("departement", ["59", "62"], tolerance_m=tolerance_m)["features"]
        return [{p for poly in f["geometry"]["coordinates"] for ring in poly for p in ring} for f in both]

    plain, simpler = points(0), points(900)
    assert len(simpler[0]) < len(plain[0]) / 2
    assert 5 <= len(simpler[0] & simpler[1]) < len(plain[0] & plain[1])

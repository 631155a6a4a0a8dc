"""The EPCI of a region, which lists of the territories start from: one without anything is there too."""

from __future__ import annotations

from functools import lru_cache

from ingest.reference.tables import communes, epcis


@lru_cache(maxsize=4)
def epcis_of(region: str) -> dict[str, str]:
    """Return the name of each EPCI that has a commune in a region, by code."""
    codes = {one.epci for one in communes().values() if one.region == region and one.epci}
    return {code: epcis()[code].name for code in sorted(codes) if code in epcis()}

"""One mention of an organisation, from cells as they were typed: what a row is to a file, outside any file."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.cleaning import parse_identifier
from ingest.identity import settle_identity
from ingest.linking import mention_of
from ingest.reference.places import resolve
from ingest.source import Values
from matching import Mention

PARTS = ("name", "commune", "code_commune", "code_postal", "departement", "naf", "siren", "siret")


def read_mention(cells: Mapping[str, str | None]) -> tuple[Mention, tuple[str, ...]]:
    """Return the mention that some cells make, cleaned as those of a file are, with the remarks in French.

    >>> read_mention({"name": "Textiles de la Lys", "commune": "armentieres", "siren": "732 829 320"})[0].siren
    '732829320'

    Args:
        cells: of `PARTS`; whatever else is there says nothing.
    """
    said: Values = {name: text for name in PARTS if (text := (cells.get(name) or "").strip())}
    remarks = []
    for name in ("siren", "siret"):
        if name in said:
            found = parse_identifier(said[name], name)
            remarks += [found.note.message] if found.note else []
            said[name] = found
    remarks += [note.message for note, _ in settle_identity(said)]
    place = resolve(*(said.get(name) for name in ("code_commune", "code_postal", "commune", "departement")))
    if place.note is not None:
        remarks.append(place.note.message)
    if place.place is not None:
        said |= {"code_commune": place.place.code_commune, "departement": place.place.departement}
    return mention_of(said), tuple(remarks)

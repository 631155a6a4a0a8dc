"""Cleaning: from a cell, as written, to a value, and a sentence about whatever was not plain.

Every parser takes a cell and returns a `Cleaned` (or an `Identifier`): the value, a note with its
severity, and never an exception. An empty cell has neither value nor note.
"""

from __future__ import annotations

from ingest.cleaning.booleans import parse_boolean
from ingest.cleaning.checksums import is_siren, is_siret
from ingest.cleaning.cleaned import EMPTY, Cleaned
from ingest.cleaning.dates import FRENCH, DateFormat, DateOrder, Day, parse_day, settle
from ingest.cleaning.forbidden import check_free_text
from ingest.cleaning.identifiers import Identifier, parse_identifier, parse_pair, parse_siren, parse_siret
from ingest.cleaning.numbers import parse_amount_eur, parse_count, parse_percent
from ingest.cleaning.people import parse_email, parse_person, parse_phone
from ingest.cleaning.text import is_empty, parse_free_text, parse_text

__all__ = [
    "EMPTY",
    "FRENCH",
    "Cleaned",
    "DateFormat",
    "DateOrder",
    "Day",
    "Identifier",
    "check_free_text",
    "is_empty",
    "is_siren",
    "is_siret",
    "parse_amount_eur",
    "parse_boolean",
    "parse_count",
    "parse_day",
    "parse_email",
    "parse_free_text",
    "parse_identifier",
    "parse_pair",
    "parse_percent",
    "parse_person",
    "parse_phone",
    "parse_siren",
    "parse_siret",
    "parse_text",
    "settle",
]

"""The columns by which files name a company and its place, shared by all sources that speak of one."""

from __future__ import annotations

from ingest.source import Column, column
from ingest.sources.parsers import code_commune, plain, short_text, siren, siret

PLACE_COLUMNS: tuple[Column, ...] = (
    column("code_postal", plain, "cp", "code postal", "codepostal", "code post", "postcode"),
    column("commune", short_text, "ville", "localite", "nom commune", "libelle commune", "commune du siege"),
    column("code_commune", code_commune, "code insee", "insee", "code commune insee", "depcom", "codecommune"),
    column("departement", plain, "dept", "dep", "code departement", "numero departement"),
)

NAME_ALIASES = (
    "entreprise", "nom de l entreprise", "nom entreprise", "raison sociale", "societe", "denomination",
    "nom de la societe", "nom societe", "nom ou raison sociale", "etablissement", "nom",
)  # fmt: skip
SIRET_ALIASES = (
    "n siret",
    "numero siret",
    "no siret",
    "num siret",
    "code siret",
    "siret entreprise",
    "siret siren",
)
SIREN_ALIASES = ("n siren", "numero siren", "no siren", "num siren", "code siren", "siren entreprise")


def company_columns(*, required: bool) -> tuple[Column, ...]:
    """The columns that name a company, with those of its place."""
    return (
        column("name", short_text, *NAME_ALIASES, required=required),
        column("siret", siret, *SIRET_ALIASES),
        column("siren", siren, *SIREN_ALIASES),
        *PLACE_COLUMNS,
    )

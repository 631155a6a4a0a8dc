"""Companies: any list that describes them, an extract of a register or a file kept by hand."""

from __future__ import annotations

from datetime import date

from graph.visibility import Visibility
from ingest.reference.naf import parse_naf
from ingest.source import Source, Subject, Values, column
from ingest.sources.mentions import company_columns
from ingest.sources.parsers import (
    DAY,
    boolean,
    choice,
    legal_form,
    naf,
    plain,
    short_text,
    size_band,
    visibility,
    year,
)

STATE_ALIASES = {
    "open": ("ouverte", "ouvert", "active", "actif", "a", "en activité"),
    "closed": ("fermée", "fermé", "cessée", "cessé", "radiée", "c", "f", "inactive"),
    "unknown": ("inconnu",),
}
DIFFUSION_ALIASES = {
    "O": ("o", "diffusible", "oui", "totale"),
    "P": ("p", "partielle", "non diffusible", "n", "non"),
}


def set_naf_version(values: Values, today: date | None = None) -> None:  # noqa: ARG001
    """Say which nomenclature the activity is coded in: the code alone tells."""
    if "naf" in values:
        found = parse_naf(values["naf"]).naf
        values["naf_version"] = found.uid.partition(":")[0] if found else None


COMPANIES = Source(
    name="companies",
    label="listes d'entreprises",
    publisher="les institutions membres et les producteurs de données publiques",
    licence="celle du fichier",
    subject=Subject.REGISTER,
    visibility=Visibility.SHARED,
    columns=(
        *company_columns(required=True),
        column("enseigne", short_text, "enseigne 1", "nom commercial", "nom d usage"),
        column("usual_name", short_text, "denomination usuelle"),
        column("former_name", short_text, "ancien nom", "ancienne denomination"),
        column("sigle", short_text, "sigle", "acronyme"),
        column("naf", naf, "ape", "code naf", "code ape", "activite principale", "naf rev 2"),
        column("address", short_text, "adresse", "voie", "adresse du siege"),
        column("tranche_effectif", size_band, "effectif", "tranche effectif", "tranche d effectif", "effectifs",
               "nb salaries", "nombre de salaries"),
        column("effectif_year", year, "annee effectif"),
        column("categorie", short_text, "catégorie", "categorie entreprise", "taille"),
        column("nature_juridique", legal_form, "forme juridique", "categorie juridique", "statut juridique"),
        column("est_ess", boolean, "ess", "economie sociale et solidaire", "est ess"),
        column("state", choice("état", STATE_ALIASES), "état", "etat administratif", "statut"),
        column("statut_diffusion", choice("statut de diffusion", DIFFUSION_ALIASES), "statut diffusion", "diffusible"),
        column("created_on", DAY, "date", "date de creation", "date creation", "creation"),
        column("closed_on", DAY, "date de fermeture", "date fermeture", "date de cessation"),
        column("reference", plain, "identifiant interne", "id interne"),
        column("visibility", visibility, "diffusion dore", "niveau de diffusion"),
    ),
    derive=set_naf_version,
    ignored={
        "epci": "déduit de la commune et de l'édition des territoires",
        "source": "provenance de la ligne dans la compilation : l'import la garde déjà",
        "téléphone": "un contact n'est jamais pris d'une liste d'entreprises",
        "e-mail": "un contact n'est jamais pris d'une liste d'entreprises",
        "mail": "un contact n'est jamais pris d'une liste d'entreprises",
    },
)  # fmt: skip

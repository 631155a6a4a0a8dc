"""Support: any list of aid granted to companies, the SCDL subsidy schema and its known variants included.

SCDL: "Données essentielles des conventions de subvention", arrêté du 17 novembre 2017.
"""

from __future__ import annotations

from ingest.source import Repeats, Source, Subject, Values, column, link
from ingest.sources.mentions import PLACE_COLUMNS, SIREN_ALIASES, SIRET_ALIASES
from ingest.sources.parsers import DAY, euros, free_text, number, plain, short_text, siren, siret, visibility, worded

CONTRACT_SOURCES = ("decp",)
"""Données essentielles de la commande publique: a buyer and a supplier, no support."""


def _public_contract(values: Values) -> str | None:
    origin, scheme = str(values.get("origin") or "").lower(), str(values.get("scheme") or "").lower()
    if origin.startswith(CONTRACT_SOURCES) or scheme.startswith("marché public"):
        return "Un marché public n'est pas un soutien : la ligne n'est pas prise."
    return None


SUPPORT = Source(
    name="support",
    label="aides et soutiens",
    publisher="les financeurs publics",
    licence="Licence Ouverte 2.0 ou charte des membres",
    subject=Subject.COMPANY,
    repeats=Repeats.DISTINCT,
    columns=(
        column("operator", short_text, "financeur", "nomattribuant", "nom attribuant", "nom de l attribuant",
               "attribuant", "organisme financeur", "operateur", "institution"),
        column("name", short_text, "beneficiaire", "nombeneficiaire", "nom beneficiaire", "nom du beneficiaire",
               "raison sociale", "entreprise", "nom entreprise", "nom"),
        column("siret", siret, "beneficiaire siret", "idbeneficiaire", "id beneficiaire",
               "identification du beneficiaire", "siret beneficiaire", "siret du beneficiaire", *SIRET_ALIASES),
        column("siren", siren, "beneficiaire siren", "siren beneficiaire", "siren du beneficiaire",
               *SIREN_ALIASES),
        *PLACE_COLUMNS,
        column("on", DAY, "date", "dateconvention", "date convention", "date de convention", "date de la convention",
               "date attribution", "date d attribution", "date decision", "date de decision", "annee"),
        column("until", DAY, "date fin", "date de fin", "fin"),
        column("scheme", worded, "dispositif", "dispositifaide", "dispositif aide", "dispositif d aide", "aide",
               "programme", "nom du dispositif"),
        column("amount_eur", euros, "montant", "montant eur", "montant en euros", "montant accorde",
               "montant de la subvention", "montant attribue"),
        column("purpose", free_text, "objet", "objet de la convention", "intitule", "projet", "description"),
        column("jobs", number, "emplois", "nombre d emplois", "emplois crees", "nb emplois"),
        column("reference", plain, "referencedecision", "reference decision", "reference de la decision",
               "identifiant", "id"),
        column("origin", plain, "source", "jeu de donnees", "origine"),
        column("visibility", visibility, "diffusion", "visibilité", "niveau de diffusion"),
    ),
    links=(
        link("operator", "SUPPORTED", "company", on="on", until="until", scheme="scheme", amount_eur="amount_eur",
             purpose="purpose", jobs="jobs", siret="siret"),
    ),
    key=("mention", "on", "scheme", "purpose"),
    out_of_scope=_public_contract,
    ignored={
        "idAttribuant": "l'institution est connue par son nom",
        "rnaBeneficiaire": "le RNA n'identifie pas une entreprise ; le SIRET, ou le nom, le fait",
        "nature": "aide en numéraire ou en nature : sans effet sur qui est soutenu",
        "conditionsVersement": "modalités comptables",
        "datesPeriodeVersement": "modalités comptables",
        "idRAE": "numéro du régime d'aide européen : hors du champ des questions posées",
        "notificationUE": "hors du champ des questions posées",
        "pourcentageSubvention": "part du versement : modalité comptable",
    },
)  # fmt: skip

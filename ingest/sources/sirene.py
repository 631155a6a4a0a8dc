"""Sirene: INSEE's stock files of legal units and of establishments, as published (CSV or Parquet).

Sites come first: they say which legal units lie in the territory. Column names are those of the files' own
documentation (INSEE, "Description du fichier StockUniteLegale / StockEtablissement").
"""

from __future__ import annotations

from datetime import date

from graph.visibility import Visibility
from ingest.source import Source, Subject, Values, column
from ingest.sources.companies import set_naf_version
from ingest.sources.parsers import DAY, boolean, choice, naf, plain, short_text, siren, siret, year

PUBLISHER = "INSEE"
LICENCE = "Licence Ouverte 2.0"
HIDDEN = "[ND]"
"""What INSEE writes instead of what a person asked not to diffuse."""
STATE = {"open": ("A",), "closed": ("C", "F")}
DIFFUSION = {"O": ("O",), "P": ("P", "N")}
NOT_KEPT = "n'aide ni à reconnaître une entreprise ni à la situer"


def _name_of_unit(values: Values, today: date) -> None:  # noqa: ARG001
    """A legal person has a denomination; a natural person a name, which only O lets us write out."""
    first = values.pop("first_name", None)
    last = values.pop("used_last_name", None) or values.pop("last_name", None)
    values.pop("last_name", None)
    for name in ("name", "usual_name", "sigle"):
        if values.get(name) == HIDDEN:
            del values[name]
    if not values.get("name"):
        person = " ".join(part for part in (first, last) if part and part != HIDDEN)
        values["name"] = person or values.get("usual_name") or values.get("sigle") or values["siren"]
    set_naf_version(values)


def _address_of_site(values: Values, today: date) -> None:  # noqa: ARG001
    parts = [values.pop(name, None) for name in ("street_number", "street_type", "street")]
    address = " ".join(part for part in parts if part and part != HIDDEN)
    if address:
        values["address"] = address
    for name in ("enseigne", "usual_name"):
        if values.get(name) == HIDDEN:
            del values[name]
    values.setdefault("site_state", "open")
    set_naf_version(values)


SIRENE_UNITS = Source(
    name="sirene",
    label="Sirene, unités légales",
    publisher=PUBLISHER,
    licence=LICENCE,
    url="https://www.data.gouv.fr/datasets/base-sirene-des-entreprises-et-de-leurs-etablissements-siren-siret",
    subject=Subject.REGISTER,
    visibility=Visibility.OPEN,
    columns=(
        column("siren", siren, "siren", required=True),
        column("name", short_text, "denominationUniteLegale"),
        column("usual_name", short_text, "denominationUsuelle1UniteLegale"),
        column("sigle", short_text, "sigleUniteLegale"),
        column("first_name", short_text, "prenomUsuelUniteLegale"),
        column("last_name", short_text, "nomUniteLegale"),
        column("used_last_name", short_text, "nomUsageUniteLegale"),
        column("naf", naf, "activitePrincipaleUniteLegale"),
        column("tranche_effectif", plain, "trancheEffectifsUniteLegale"),
        column("effectif_year", year, "anneeEffectifsUniteLegale"),
        column("categorie", plain, "categorieEntreprise"),
        column("nature_juridique", plain, "categorieJuridiqueUniteLegale"),
        column("est_ess", boolean, "economieSocialeSolidaireUniteLegale"),
        column("state", choice("état", STATE), "etatAdministratifUniteLegale"),
        column("statut_diffusion", choice("diffusion", DIFFUSION), "statutDiffusionUniteLegale"),
        column("created_on", DAY, "dateCreationUniteLegale"),
    ),
    derive=_name_of_unit,
    ignored={
        "sexeUniteLegale": "donnée de personne sans usage ici",
        "prenom1UniteLegale": "le prénom usuel suffit",
        "prenom2UniteLegale": "le prénom usuel suffit",
        "prenom3UniteLegale": "le prénom usuel suffit",
        "prenom4UniteLegale": "le prénom usuel suffit",
        "pseudonymeUniteLegale": "donnée de personne sans usage ici",
        "unitePurgeeUniteLegale": NOT_KEPT,
        "identifiantAssociationUniteLegale": NOT_KEPT,
        "dateDernierTraitementUniteLegale": NOT_KEPT,
        "nombrePeriodesUniteLegale": NOT_KEPT,
        "anneeCategorieEntreprise": NOT_KEPT,
        "dateDebut": NOT_KEPT,
        "denominationUsuelle2UniteLegale": "la première suffit",
        "denominationUsuelle3UniteLegale": "la première suffit",
        "nomenclatureActivitePrincipaleUniteLegale": "la forme du code le dit",
        "nicSiegeUniteLegale": "le fichier des établissements dit lequel est le siège",
        "societeMissionUniteLegale": NOT_KEPT,
        "caractereEmployeurUniteLegale": NOT_KEPT,
        "activitePrincipaleNAF25UniteLegale": "prise quand la NAF 2025 entrera en vigueur",
    },
)  # fmt: skip

SIRENE_SITES = Source(
    name="sirene_sites",
    label="Sirene, établissements",
    publisher=PUBLISHER,
    licence=LICENCE,
    url=SIRENE_UNITS.url,
    subject=Subject.REGISTER,
    visibility=Visibility.OPEN,
    columns=(
        column("siret", siret, "siret", required=True),
        column("siren", siren, "siren"),
        column("code_commune", plain, "codeCommuneEtablissement"),
        column("code_postal", plain, "codePostalEtablissement"),
        column("commune", short_text, "libelleCommuneEtablissement"),
        column("street_number", plain, "numeroVoieEtablissement"),
        column("street_type", plain, "typeVoieEtablissement"),
        column("street", short_text, "libelleVoieEtablissement"),
        column("enseigne", short_text, "enseigne1Etablissement"),
        column("usual_name", short_text, "denominationUsuelleEtablissement"),
        column("naf", naf, "activitePrincipaleEtablissement"),
        column("tranche_effectif", plain, "trancheEffectifsEtablissement"),
        column("is_head_office", boolean, "etablissementSiege"),
        column("site_state", choice("état", STATE), "etatAdministratifEtablissement"),
        column("statut_diffusion", choice("diffusion", DIFFUSION), "statutDiffusionEtablissement"),
        column("site_created_on", DAY, "dateCreationEtablissement"),
    ),
    derive=_address_of_site,
    ignored={
        "nic": "fin du SIRET",
        "anneeEffectifsEtablissement": NOT_KEPT,
        "activitePrincipaleRegistreMetiersEtablissement": NOT_KEPT,
        "dateDernierTraitementEtablissement": NOT_KEPT,
        "nombrePeriodesEtablissement": NOT_KEPT,
        "complementAdresseEtablissement": NOT_KEPT,
        "indiceRepetitionEtablissement": NOT_KEPT,
        "dernierNumeroVoieEtablissement": NOT_KEPT,
        "indiceRepetitionDernierNumeroVoieEtablissement": NOT_KEPT,
        "libelleCommuneEtrangerEtablissement": "hors de la région",
        "distributionSpecialeEtablissement": NOT_KEPT,
        "codeCedexEtablissement": "le code de la commune suffit",
        "libelleCedexEtablissement": "le code de la commune suffit",
        "codePaysEtrangerEtablissement": "hors de la région",
        "libellePaysEtrangerEtablissement": "hors de la région",
        "identifiantAdresseEtablissement": NOT_KEPT,
        "coordonneeLambertAbscisseEtablissement": "la commune situe assez",
        "coordonneeLambertOrdonneeEtablissement": "la commune situe assez",
        "dateDebut": NOT_KEPT,
        "enseigne2Etablissement": "la première suffit",
        "enseigne3Etablissement": "la première suffit",
        "nomenclatureActivitePrincipaleEtablissement": "la forme du code le dit",
        "caractereEmployeurEtablissement": NOT_KEPT,
        "activitePrincipaleNAF25Etablissement": "prise quand la NAF 2025 entrera en vigueur",
    },
)  # fmt: skip

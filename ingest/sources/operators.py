"""Operators: lists of the institutions that accompany companies."""

from __future__ import annotations

from graph.visibility import Visibility
from ingest.source import Source, Subject, column
from ingest.sources.parsers import (
    boolean,
    email,
    plain,
    sector_list,
    short_list,
    short_text,
    siren,
    siret,
    territory,
)

OPERATORS = Source(
    name="operators",
    label="institutions qui accompagnent les entreprises",
    publisher="les institutions membres et les producteurs de données publiques",
    licence="celle du fichier",
    subject=Subject.OPERATOR,
    visibility=Visibility.OPEN,
    columns=(
        column("name", short_text, "nom", "institution", "organisme", "denomination", "operateur", required=True),
        column("siren", siren, "n siren", "numero siren"),
        column("siret", siret, "n siret", "numero siret"),
        column("kind", short_text, "type", "categorie", "nature"),
        column("aliases", short_list, "alias", "autres noms", "sigle"),
        column("mailbox", email, "boite fonctionnelle", "courriel", "e mail", "mail", "contact fonctionnel"),
        column("departement", plain, "dept", "dep"),
        column("commune", short_text, "ville"),
        column("territory", territory, "territoire", "territoire couvert", "code territoire"),
        column("sectors", sector_list, "secteurs", "filieres", "secteurs couverts"),
        column("is_member", boolean, "membre", "adherent"),
    ),
    key=("name", "siren", "departement", "commune"),
    ignored={
        "type_source": "le type tel que le producteur l'écrit ; « type » en est la version commune",
        "source": "provenance de la ligne dans la compilation : l'import la garde déjà",
    },
)  # fmt: skip

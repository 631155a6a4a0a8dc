"""Agreements, such as a PDEC: the parties and what they share; partnership edges follow from them."""

from __future__ import annotations

from ingest.source import Source, Subject, column, link, node
from ingest.sources.parsers import (
    DAY,
    boolean,
    euros,
    free_text,
    number,
    plain,
    sector_list,
    short_list,
    short_text,
    territory,
    visibility,
    worded,
    worded_list,
)

AGREEMENTS = Source(
    name="agreements",
    label="conventions de partenariat",
    publisher="les institutions membres",
    licence="charte des membres",
    subject=Subject.NONE,
    columns=(
        column("title", worded, "convention", "titre", "intitule", "accord", "nom", required=True),
        column("parties", short_list, "parties", "signataires", "partenaires", required=True),
        column("responsibilities", worded_list, "responsabilites", "roles", "engagements"),
        column("kind", short_text, "type", "nature"),
        column("sectors", sector_list, "filieres", "secteurs", "filieres prioritaires"),
        column("territory", territory, "territoire", "territoires", "epci", "code epci"),
        column("on", DAY, "date", "date de signature", "signe le"),
        column("starts_on", DAY, "debut", "date de debut"),
        column("ends_on", DAY, "fin", "date de fin", "echeance"),
        column("amount_eur", euros, "montant", "budget", "montant eur"),
        column("engineering_fte", number, "ETP", "etp ingenierie", "ingenierie"),
        column("est_ess", boolean, "ESS", "economie sociale et solidaire"),
        column("summary", free_text, "description", "objet", "resume"),
        column("reference", plain, "id", "numero", "identifiant"),
        column("visibility", visibility, "diffusion", "visibilité", "niveau de diffusion"),
    ),
    nodes=(
        node("Agreement", title="title", kind="kind", starts_on="starts_on", ends_on="ends_on", on="on",
             amount_eur="amount_eur", engineering_fte="engineering_fte", est_ess="est_ess", summary="summary",
             sectors="sectors", responsibilities="responsibilities"),
    ),
    links=(
        link("parties", "PARTY_TO", "node"),
        link("territory", "PARTY_TO", "node"),
        link("parties", "PARTNERS_WITH", "parties"),
    ),
    key=("title", "parties", "starts_on"),
)  # fmt: skip

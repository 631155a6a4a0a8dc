"""Consultations that institutions open: about which territory and sectors, until when, and who is invited."""

from __future__ import annotations

from ingest.source import Source, Subject, column, link, node
from ingest.sources.list_parsers import territory_list
from ingest.sources.parsers import (
    DAY,
    free_text,
    plain,
    sector_list,
    short_list,
    visibility,
    worded,
)

CONSULTATIONS = Source(
    name="consultations",
    label="concertations",
    publisher="les institutions membres",
    licence="charte des membres",
    subject=Subject.NONE,
    columns=(
        column("title", worded, "concertation", "consultation", "titre", "intitule", "objet", required=True),
        column("parties", short_list, "invites", "participants", "consultes", "parties", required=True),
        column("territories", territory_list, "territory", "territoire", "epci", "code epci"),
        column("sectors", sector_list, "filieres", "secteurs"),
        column("on", DAY, "date", "ouverte le", "debut", "date d ouverture"),
        column("until", DAY, "jusqu au", "fin", "reponse avant le", "date limite"),
        column("summary", free_text, "question", "description", "texte"),
        column("reference", plain, "id", "numero", "identifiant"),
        column("visibility", visibility, "diffusion", "visibilité", "niveau de diffusion"),
    ),
    nodes=(
        node("Consultation", title="title", territories="territories", sectors="sectors", on="on", until="until",
             summary="summary", reference="reference"),
    ),
    links=(link("parties", "INVITED_TO", "node"),),
    key=("title", "on"),
)  # fmt: skip

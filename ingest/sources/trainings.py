"""Trainings given and followed: one row for each institution whose people followed one; numbers, never names."""

from __future__ import annotations

from ingest.source import Source, Subject, column, link, node
from ingest.sources.parsers import (
    DAY,
    count,
    number,
    plain,
    short_text,
    territory,
    theme,
    visibility,
    worded,
)

TRAININGS = Source(
    name="trainings",
    label="formations données et suivies",
    publisher="les institutions membres",
    licence="charte des membres",
    subject=Subject.NONE,
    columns=(
        column("title", worded, "formation", "intitule", "titre", "session", required=True),
        column("on", DAY, "date", "date de la session", "le", required=True),
        column("operator", short_text, "suivie par", "institution", "structure", "beneficiaire"),
        column("trainer", short_text, "donnee par", "formateur", "organisme de formation", "animee par"),
        column("participants", count, "nombre de participants", "inscrits", "presents", "agents formes"),
        column("hours", number, "heures", "duree", "duree en heures"),
        column("theme", theme, "thème", "thematique", "sujet"),
        column("territory", territory, "territoire", "epci", "code epci"),
        column("reference", plain, "id", "numero", "identifiant"),
        column("visibility", visibility, "diffusion", "visibilité", "niveau de diffusion"),
    ),
    nodes=(
        node("Training", title="title", theme="theme", trainer="trainer", territory="territory",
             participants="participants", hours="hours", on="on"),
    ),
    links=(link("operator", "ATTENDED", "node"),),
    key=("title", "on"),
    ignored={"Noms": "une formation se compte ; personne n'y est nommé"},
)  # fmt: skip

"""Projects of companies and territories, experiments included."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from graph.schema.projects import ENDED, PROJECT_STAGES, VERDICTS
from ingest.notes import Note, Severity
from ingest.source import Source, Subject, Values, column, link, node
from ingest.sources.mentions import company_columns
from ingest.sources.parsers import (
    DAY,
    choice,
    euros,
    free_text,
    number,
    plain,
    short_text,
    territory,
    theme,
    visibility,
    worded,
)

KIND_ALIASES = {
    "company": ("entreprise", "projet d'entreprise"),
    "territorial": ("territoire", "territorial", "collectivité"),
    "experiment": ("expérimentation", "expérience", "pilote"),
}
STAGE_ALIASES = {
    "planned": ("annoncé", "prévu", "à l'étude", "en projet", "idée"),
    "running": ("en cours", "lancé", "démarré"),
    "done": ("terminé", "achevé", "réalisé", "livré"),
    "abandoned": ("abandonné", "arrêté", "annulé"),
}
VERDICT_ALIASES = {
    "running": ("en cours",),
    "succeeded": ("réussite", "succès"),
    "failed": ("échec",),
    "inconclusive": ("incertain",),
}


def lesson_missing(values: Values, today: date) -> Iterable[tuple[str, Note]]:  # noqa: ARG001
    """Say that an experiment cannot be closed without its lesson: others would fail the same way."""
    if values.get("kind") == "experiment" and values.get("verdict") in ENDED and not values.get("lesson"):
        message = "Un bilan ne se donne pas sans sa leçon : dites ce que les autres doivent savoir."
        yield "lesson", Note(Severity.REFUSE, "verdict-without-lesson", message)


PROJECTS = Source(
    name="projects",
    label="projets d'entreprises et de territoires",
    publisher="les institutions membres",
    licence="charte des membres",
    subject=Subject.HOLDER,
    columns=(
        column("title", worded, "titre", "intitule", "projet", "nom du projet", required=True),
        column("name", short_text, "porteur", "porteur de projet", "entreprise", "raison sociale", "beneficiaire"),
        *company_columns(required=False)[1:],
        column("territory", territory, "territoire", "epci", "code epci", "collectivite"),
        column("operator", short_text, "suivi par", "accompagne par", "institution", "operateur", "organisme"),
        column("kind", choice("type de projet", KIND_ALIASES), "type", "type de projet", "nature"),
        column("stage", choice("avancement", STAGE_ALIASES, PROJECT_STAGES), "avancement", "etat", "statut", "stade"),
        column("theme", theme, "thème", "thematique"),
        column("on", DAY, "date", "date de saisie", "date du projet"),
        column("starts_on", DAY, "debut", "date de debut", "demarrage"),
        column("ends_on", DAY, "fin", "date de fin", "echeance"),
        column("amount_eur", euros, "montant", "budget", "investissement", "montant eur"),
        column("jobs", number, "emplois", "emplois prevus", "nombre d emplois"),
        column("summary", free_text, "description", "resume", "objet"),
        column("hypothesis", free_text, "hypothèse"),
        column("baseline", worded, "situation de depart", "valeur initiale"),
        column("target", worded, "cible", "objectif"),
        column("result", worded, "résultat"),
        column("verdict", choice("verdict", VERDICT_ALIASES, VERDICTS), "bilan"),
        column("lesson", free_text, "leçon", "enseignement", "enseignements"),
        column("reference", plain, "id", "id projet", "identifiant"),
        column("visibility", visibility, "diffusion", "visibilité", "niveau de diffusion"),
    ),
    nodes=(
        node("Project", title="title", kind="kind", stage="stage", theme="theme", summary="summary",
             holder_name="name", holder_place="commune", amount_eur="amount_eur", jobs="jobs", on="on",
             starts_on="starts_on", ends_on="ends_on", hypothesis="hypothesis", baseline="baseline", target="target",
             result="result", verdict="verdict", lesson="lesson"),
    ),
    links=(link("holder", "CARRIES", "node"), link("operator", "FOLLOWS", "node")),
    key=("mention", "title"),
    wrong=lesson_missing,
)  # fmt: skip

"""Decisions of the Region: schemes, calls for projects, agreements, and the territorial need that each answers."""

from __future__ import annotations

from graph.schema.needs import DECISION_KINDS
from ingest.source import Source, Subject, column, node
from ingest.sources.parsers import DAY, choice, euros, free_text, plain, theme, visibility, worded

KIND_ALIASES = {
    "answer": ("réponse",),
    "agreement": ("pdec", "contrat", "accord"),
    "scheme": ("aide", "règlement d'aide", "nouveau dispositif"),
    "call": ("aap", "ami", "appel à manifestation d'intérêt"),
    "other": ("autre", "délibération"),
}

DECISIONS = Source(
    name="decisions",
    label="décisions de la Région",
    publisher="les institutions membres",
    licence="charte des membres",
    subject=Subject.NONE,
    columns=(
        column("title", worded, "décision", "titre", "intitule", "objet", required=True),
        column("kind", choice("type de décision", KIND_ALIASES, DECISION_KINDS), "type", "nature"),
        column("theme", theme, "thème", "thematique"),
        column("on", DAY, "date", "date de la decision", "decide le", required=True),
        column("answers", plain, "répond à", "besoin territorial", "repond au besoin"),
        column("amount_eur", euros, "montant", "budget", "montant eur"),
        column("summary", free_text, "description", "resume", "detail"),
        column("reference", plain, "id", "numero", "identifiant", "n de deliberation"),
        column("visibility", visibility, "diffusion", "visibilité", "niveau de diffusion"),
    ),
    nodes=(
        node("Decision", title="title", kind="kind", theme="theme", on="on", answers="answers",
             amount_eur="amount_eur", summary="summary"),
    ),
    key=("title", "on"),
)  # fmt: skip

"""Envelopes: what an institution delegates for a year, to whom, and out of which larger one."""

from __future__ import annotations

from datetime import date

from ingest.cleaning.numbers import cents
from ingest.source import Source, Subject, Values, column, node
from ingest.sources.parsers import DAY, euros, free_text, plain, short_text, territory, visibility, worded, year


def _derive(values: Values, today: date) -> None:
    values.setdefault("year", today.year)
    values.setdefault("on", [f"{values['year']}-01-01"] * 2)
    cents(values, "amount_eur")


ENVELOPES = Source(
    name="envelopes",
    label="enveloppes déléguées",
    publisher="les institutions membres",
    licence="charte des membres",
    subject=Subject.NONE,
    columns=(
        column("title", worded, "enveloppe", "intitule", "titre", "libelle", "nom", required=True),
        column("amount_eur", euros, "montant", "montant delegue", "dotation", "budget", "montant eur", required=True),
        column("year", year, "annee", "exercice", "millesime"),
        column("territory", territory, "territoire", "epci", "code epci", "departement"),
        column("scheme", worded, "dispositif", "aide", "programme"),
        column("manager", short_text, "gestionnaire", "gestion", "institution", "organisme", "delegataire"),
        column("parent", plain, "enveloppe mere", "enveloppe parente", "prise sur", "sur l enveloppe"),
        column("on", DAY, "date", "date de vote", "date de deliberation", "delibere le"),
        column("summary", free_text, "description", "objet", "commentaire"),
        column("reference", plain, "id", "numero", "numero d enveloppe", "identifiant", "code"),
        column("visibility", visibility, "diffusion", "visibilité", "niveau de diffusion"),
    ),
    nodes=(
        node("Envelope", title="title", reference="reference", year="year", amount_cents="amount_cents",
             territory="territory", scheme="scheme", manager="manager", parent="parent", on="on", summary="summary"),
    ),
    key=("title", "year", "territory"),
    derive=_derive,
)  # fmt: skip

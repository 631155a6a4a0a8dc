"""Commitments on envelopes: to whom an amount is promised, what of it is paid, and what came back."""

from __future__ import annotations

from datetime import date

from graph.schema import COMMITMENT_STATUSES
from ingest.cleaning.numbers import cents
from ingest.source import Repeats, Source, Subject, Values, column, link, node
from ingest.sources.mentions import company_columns
from ingest.sources.parsers import DAY, choice, euros, free_text, plain, short_text, territory, visibility, worded

STATUS_ALIASES = {
    "planned": ("planifié", "en instruction", "à venir", "prévisionnel"),
    "committed": ("voté", "accordé", "notifié", "payé", "soldé", "en cours", "versé"),
    "cancelled": ("annulé", "désengagé", "refusé", "retiré"),
}


def _derive(values: Values, today: date) -> None:
    values.setdefault("status", "committed")
    values.setdefault("on", [today.isoformat()] * 2)
    cents(values, "amount_eur", "paid_eur", "returned_eur")


COMMITMENTS = Source(
    name="commitments",
    label="engagements sur les enveloppes",
    publisher="les institutions membres",
    licence="charte des membres",
    subject=Subject.HOLDER,
    repeats=Repeats.DISTINCT,
    columns=(
        column("envelope", plain, "enveloppe", "numero d enveloppe", "sur l enveloppe", "imputation", required=True),
        column("title", worded, "objet", "intitule", "titre", "projet", "libelle", required=True),
        column("name", short_text, "beneficiaire", "entreprise", "porteur", "raison sociale", "nom du beneficiaire"),
        *company_columns(required=False)[1:],
        column("territory", territory, "territoire", "epci", "code epci", "collectivite"),
        column("amount_eur", euros, "montant", "montant engage", "engagement", "montant eur", required=True),
        column("status", choice("statut", STATUS_ALIASES, COMMITMENT_STATUSES), "statut", "etat"),
        column("on", DAY, "date", "date d engagement", "engage le", "date de decision"),
        column("paid_eur", euros, "paye", "montant paye", "mandate", "verse", "montant verse"),
        column("paid_on", DAY, "paye le", "date de paiement", "verse le", "date de versement"),
        column("returned_eur", euros, "reverse", "montant reverse", "montant rendu", "trop percu", "rendu"),
        column("returned_on", DAY, "reverse le", "date de reversement", "rendu le"),
        column("scheme", worded, "dispositif", "aide", "programme"),
        column("decision", plain, "numero de decision", "point de l ordre du jour", "dossier de comite"),
        column("summary", free_text, "description", "commentaire"),
        column("reference", plain, "id", "numero", "numero d engagement", "identifiant"),
        column("visibility", visibility, "diffusion", "visibilité", "niveau de diffusion"),
    ),
    nodes=(
        node("Commitment", envelope="envelope", title="title", reference="reference", status="status",
             amount_cents="amount_cents", paid_cents="paid_cents", returned_cents="returned_cents", scheme="scheme",
             holder_name="name", holder_place="commune", decision="decision", on="on", paid_on="paid_on",
             returned_on="returned_on", summary="summary"),
    ),
    links=(link("holder", "BENEFITS_FROM", "node"),),
    key=("envelope", "mention", "title", "on"),
    derive=_derive,
)  # fmt: skip

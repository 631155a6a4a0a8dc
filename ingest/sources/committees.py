"""Committees: the calendar, the agenda, and what goes up to headquarters."""

from __future__ import annotations

from datetime import date, timedelta

from graph.schema import COMMITTEE_KINDS, COMMITTEE_STATUSES, ITEM_KINDS, VERDICTS_OF_ITEMS
from ingest.cleaning.numbers import cents
from ingest.source import Source, Subject, Values, column, link, node
from ingest.sources.mentions import company_columns
from ingest.sources.parsers import (
    DAY,
    choice,
    euros,
    free_text,
    plain,
    short_text,
    territory,
    theme,
    visibility,
    worded,
    worded_list,
)

ANSWER_DAYS = 30
"""Headquarters answer within so many days when the question names no day."""
KIND_ALIASES = {"commitment": ("engagement", "comité d'engagements"), "territorial": ("territoire", "territorial")}
STATUS_ALIASES = {"planned": ("à venir", "planifié"), "held": ("réalisé", "passé"), "cancelled": ("reporté sans date",)}
ITEM_ALIASES = {
    "company": ("dossier d'entreprise", "dossier"),
    "project": ("projet de territoire",),
    "need": ("besoin de territoire",),
    "envelope": ("enveloppe",),
}
VERDICT_ALIASES = {
    "favourable": ("avis favorable", "accordé", "accepté", "oui"),
    "unfavourable": ("avis défavorable", "refusé", "rejeté", "non"),
    "postponed": ("reporté", "ajournement"),
}
_SHARED = (
    column("reference", plain, "id", "numero", "identifiant"),
    column("visibility", visibility, "diffusion", "visibilité", "niveau de diffusion"),
)


def _held(values: Values, today: date) -> None:
    values.setdefault("kind", "territorial")
    days = values.get("on")
    values.setdefault("status", "planned" if days and days[0] > today.isoformat() else "held")


def _asked(values: Values, today: date) -> None:
    values.setdefault("kind", "company")
    values.setdefault("on", [today.isoformat()] * 2)
    cents(values, "asked_eur", "granted_eur")


def _due(values: Values, today: date) -> None:
    days = values.setdefault("on", [today.isoformat()] * 2)
    due = (date.fromisoformat(days[1]) + timedelta(days=ANSWER_DAYS)).isoformat()
    values.setdefault("due_on", [due, due])


COMMITTEES = Source(
    name="committees",
    label="comités d'engagement et comités territoriaux",
    publisher="les institutions membres",
    licence="charte des membres",
    subject=Subject.NONE,
    columns=(
        column("title", worded, "comité", "intitule", "titre", "nom", required=True),
        column("on", DAY, "date", "date du comité", "tenu le", "prévu le", required=True),
        column("kind", choice("type de comité", KIND_ALIASES, COMMITTEE_KINDS), "type", "nature"),
        column("status", choice("statut", STATUS_ALIASES, COMMITTEE_STATUSES), "statut", "etat"),
        column("territory", territory, "territoire", "epci", "code epci"),
        column("partner", short_text, "en tandem avec", "binome", "co animateur", "partenaire"),
        column("members", worded_list, "membres", "composition", "participants"),
        column("place", worded, "lieu", "salle", "adresse"),
        column("minutes", free_text, "compte rendu", "releve de decisions", "proces verbal"),
        *_SHARED,
    ),
    nodes=(
        node("Committee", title="title", reference="reference", kind="kind", status="status", on="on",
             territory="territory", partner="partner", members="members", place="place", minutes="minutes"),
    ),
    key=("title", "on"),
    derive=_held,
)  # fmt: skip

AGENDA = Source(
    name="agenda",
    label="dossiers à l'ordre du jour des comités",
    publisher="les institutions membres",
    licence="charte des membres",
    subject=Subject.HOLDER,
    columns=(
        column("committee", plain, "comité", "numero du comité", "reference du comité", required=True),
        column("title", worded, "dossier", "objet", "intitule", "titre", "point", required=True),
        column("kind", choice("type de dossier", ITEM_ALIASES, ITEM_KINDS), "type", "nature"),
        column("name", short_text, "entreprise", "porteur", "demandeur", "beneficiaire", "raison sociale"),
        *company_columns(required=False)[1:],
        column("territory", territory, "territoire", "epci", "code epci", "collectivite"),
        column("asked_eur", euros, "montant demande", "demande", "montant sollicite"),
        column("envelope", plain, "enveloppe", "numero d enveloppe", "imputation"),
        column("scheme", worded, "dispositif", "aide"),
        column("verdict", choice("décision", VERDICT_ALIASES, VERDICTS_OF_ITEMS), "decision", "avis", "sens"),
        column("granted_eur", euros, "montant accorde", "accorde", "montant retenu"),
        column("reason", free_text, "motif", "raison", "motivation"),
        column("on", DAY, "date", "depose le", "date de depot"),
        column("decided_on", DAY, "decide le", "date de decision"),
        column("summary", free_text, "description", "commentaire"),
        *_SHARED,
    ),
    nodes=(
        node("AgendaItem", committee="committee", title="title", reference="reference", kind="kind", holder_name="name",
             holder_place="commune", asked_cents="asked_cents", envelope="envelope", scheme="scheme",
             verdict="verdict", granted_cents="granted_cents", reason="reason", on="on", decided_on="decided_on",
             summary="summary"),
    ),
    links=(link("holder", "ON_AGENDA", "node"),),
    key=("committee", "mention", "title"),
    derive=_asked,
)  # fmt: skip

REFERRALS = Source(
    name="referrals",
    label="questions posées au siège",
    publisher="les institutions membres",
    licence="charte des membres",
    subject=Subject.NONE,
    columns=(
        column("title", worded, "question", "objet", "intitule", "titre", "saisine", required=True),
        column("on", DAY, "date", "posee le", "date de la question", "transmise le"),
        column("addressee", short_text, "posee a", "destinataire", "siege", "adressee a"),
        column("committee", plain, "comité", "numero du comité"),
        column("territory", territory, "territoire", "epci", "code epci"),
        column("theme", theme, "thème", "thematique", "sujet"),
        column("due_on", DAY, "attendue le", "reponse attendue le", "echeance"),
        column("answered_on", DAY, "repondue le", "date de reponse", "retour le"),
        column("answer", free_text, "réponse", "retour"),
        column("summary", free_text, "description", "detail", "commentaire"),
        *_SHARED,
    ),
    nodes=(
        node("Referral", title="title", on="on", addressee="addressee", committee="committee", territory="territory",
             theme="theme", due_on="due_on", answered_on="answered_on", answer="answer", summary="summary"),
    ),
    key=("title", "on"),
    derive=_due,
)  # fmt: skip

"""Visits: any spreadsheet in which an institution keeps whom it went to see, when and why."""

from __future__ import annotations

from datetime import date

from graph.schema import VISIT_ROLES, VISIT_STATUSES
from ingest.source import Source, Subject, Values, column, link
from ingest.sources.mentions import company_columns
from ingest.sources.parsers import DAY, choice, count, free_text, plain, short_text, theme, visibility

STATUS_ALIASES = {
    "done": (
        "réalisée",
        "réalisé",
        "effectuée",
        "effectué",
        "faite",
        "fait",
        "terminée",
        "ok",
        "oui",
        "done",
    ),
    "planned": ("prévue", "prévu", "planifiée", "planifié", "programmée", "à venir", "à faire", "planned"),
    "cancelled": ("annulée", "annulé", "reportée sine die", "non réalisée", "abandonnée", "cancelled"),
}
ROLE_ALIASES = {
    "lead": ("pilote", "organisateur", "responsable", "lead"),
    "participant": ("participant", "participe", "accompagnant"),
    "on_behalf_of": ("pour le compte de", "mandaté", "délégué"),
}


def _status_from_the_day(values: Values, today: date) -> None:
    """A file that keeps no status holds visits made and visits to come: the day tells them apart."""
    if "status" not in values and "on" in values:
        values["status"] = "planned" if values["on"][0] > today.isoformat() else "done"


VISITS = Source(
    name="visits",
    label="visites d'entreprises",
    publisher="les institutions membres",
    licence="charte des membres",
    subject=Subject.COMPANY,
    columns=(
        column("on", DAY, "date", "date visite", "date de la visite", "date de visite", "jour",
               "date rdv", "date du rendez vous", required=True),
        *company_columns(required=True),
        column("operator", short_text, "institution", "organisme", "operateur", "structure", "visite par"),
        column("status", choice("statut", STATUS_ALIASES, VISIT_STATUSES), "statut", "etat", "etat de la visite"),
        column("theme", theme, "thème", "thematique", "sujet", "themes"),
        column("purpose", free_text, "objet", "motif", "commentaire", "objet de la visite", "but"),
        column("joint_reference", plain, "réf visite conjointe", "ref conjointe", "visite conjointe", "conjointe",
               "reference conjointe", "reference visite conjointe"),
        column("role", choice("rôle", ROLE_ALIASES, VISIT_ROLES), "rôle"),
        column("note", free_text, "note", "note interne", "compte rendu", "remarques internes"),
        column("overlap_reason", free_text, "motif du recouvrement", "raison du recouvrement"),
        column("agent", short_text, "conseiller", "referent", "charge de mission", "agent"),
        column("duration_minutes", count, "durée", "duree min", "duree minutes"),
        column("reference", plain, "id", "id visite", "identifiant", "identifiant visite", "n visite"),
        column("visibility", visibility, "diffusion", "visibilité", "niveau de diffusion", "partage"),
    ),
    links=(
        link(
            "operator", "VISITED", "company",
            on="on", status="status", theme="theme", purpose="purpose", siret="siret", role="role", note="note",
            agent="agent", duration_minutes="duration_minutes", joint_reference="joint_reference",
            reference="reference", overlap_reason="overlap_reason",
        ),
    ),
    key=("mention", "on"),
    derive=_status_from_the_day,
    ignored={
        "téléphone": "un contact n'est jamais pris d'une liste de visites",
        "e-mail": "un contact n'est jamais pris d'une liste de visites",
        "mail": "un contact n'est jamais pris d'une liste de visites",
        "contact": "un contact n'est jamais pris d'une liste de visites",
    },
)  # fmt: skip

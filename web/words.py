"""The words of the pages: the navigation, and how codes are called in French."""

from __future__ import annotations

from typing import NamedTuple

from ingest.reference.vocabularies import themes


class Place(NamedTuple):
    """An entry of the navigation; it is current on the addresses that start with it."""

    address: str
    label: str


NAVIGATION = (
    Place("/", "Rechercher"),
    Place("/visites", "Visites"),
    Place("/sans-accompagnement", "Sans accompagnement"),
    Place("/recouvrements", "Recouvrements"),
    Place("/reseau", "Réseau"),
    Place("/analyses", "Analyses"),
    Place("/imports", "Imports"),
    Place("/a-verifier", "À vérifier"),
)
STATUSES_FR = {"planned": "prévue", "done": "faite", "cancelled": "annulée"}
EVENTS_FR = {
    "planned": "Prévue", "reported": "Compte rendu", "cancelled": "Annulée", "changed": "Modifiée",
    "corrected": "Corrigée", "level": "Diffusion changée", "joined": "Visite commune", "separated": "Visite séparée",
}  # fmt: skip
FIELDS_FR = {
    "on": "jour", "status": "état", "visibility": "diffusion", "theme": "thème", "siret": "établissement",
    "role": "rôle", "duration_minutes": "durée (minutes)", "joint_reference": "référence conjointe",
    "reference": "numéro de visite", "purpose": "objet", "note": "note interne", "agent": "qui y va",
    "overlap_reason": "motif du recouvrement",
}  # fmt: skip
STATES_FR = {"open": "en activité", "closed": "fermée", "unknown": "état inconnu"}


def theme(code: str | None) -> str:
    """Return the label of a theme, or what was written when it is none of the list.

    >>> theme("export"), theme("autre chose")
    ('Export et international', 'autre chose')
    """
    return themes().label(code or "")

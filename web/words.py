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
    Place("/territoires", "Territoires"),
    Place("/imports", "Imports"),
    Place("/a-verifier", "À vérifier"),
)
STATUSES_FR = {"planned": "prévue", "done": "faite", "cancelled": "annulée"}
STATES_FR = {"open": "en activité", "closed": "fermée", "unknown": "état inconnu"}


def theme(code: str | None) -> str:
    """Return the label of a theme, or what was written when it is none of the list.

    >>> theme("export"), theme("autre chose")
    ('Export et international', 'autre chose')
    """
    return themes().label(code or "")

"""The navigation: a few sections, and the pages of the section where one is."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A page of the navigation; it is current on its address, and on those below it."""

    address: str
    label: str
    below: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Whether an address is this page's, or below it."""
        if path == self.address:
            return True
        starts = self.below if self.address == "/" else (self.address, *self.below)
        return any(path == start or path.startswith(f"{start}/") for start in starts)


class Section(NamedTuple):
    """Pages that belong together; its own link leads to the first."""

    label: str
    places: tuple[Place, ...]

    def holds(self, path: str) -> bool:
        """Whether one of its pages is the current one."""
        return any(place.holds(path) for place in self.places)


SECTIONS = (
    Section(
        "Entreprises",
        (
            Place("/", "Rechercher", ("/entreprises", "/preparation")),
            Place("/visites", "Visites"),
            Place("/sans-accompagnement", "Sans accompagnement"),
            Place("/recouvrements", "Recouvrements"),
            Place("/campagnes", "Campagnes"),
        ),
    ),
    Section(
        "Territoires",
        (Place("/territoires", "Carte et fiches"), Place("/reseau", "Réseau"), Place("/analyses", "Analyses")),
    ),
    Section(
        "Partenariat",
        (
            Place("/besoins", "Besoins"),
            Place("/conventions", "Conventions"),
            Place("/strategies", "Stratégies"),
            Place("/consultations", "Concertations"),
            Place("/repartition", "Répartition"),
        ),
    ),
    Section("Expérimentations", (Place("/experimentations", "Registre"),)),
    Section(
        "Moyens",
        (
            Place("/enveloppes", "Enveloppes"),
            Place("/comites", "Comités", ("/dossiers", "/questions")),
            Place("/agents", "Agents"),
        ),
    ),
    Section("Indicateurs", (Place("/indicateurs", "Les quatre actions"), Place("/animation", "Animation"))),
    Section("Données", (Place("/imports", "Imports"), Place("/a-verifier", "À vérifier"))),
)

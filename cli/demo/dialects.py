"""How institutions write their spreadsheets of visits: separators, encodings, headers, dates, statuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType

FIELDS = (
    "on",
    "name",
    "identifier",
    "postcode",
    "town",
    "theme",
    "purpose",
    "status",
    "reference",
    "visibility",
    "note",
)
"""What a row of visit says, in the order that all dialects keep."""

STATUSES = ("done", "planned", "cancelled")


@dataclass(frozen=True, slots=True, eq=False)
class Dialect:
    """One way of writing a spreadsheet.

    Args:
        extension: `csv`, `tsv` or `xlsx`.
        headers: one header a field; a field without one is not told by this institution.
        date_format: as strftime writes it.
        statuses: its words for done, planned and cancelled.
        uses_siren: whether companies are named by SIREN and not by SIRET.
    """

    name: str
    extension: str
    headers: MappingProxyType[str, str]
    date_format: str
    statuses: tuple[str, str, str] = ("réalisée", "prévue", "annulée")
    encoding: str = "utf-8"
    separator: str = ";"
    newline: str = "\r\n"
    uses_siren: bool = False
    themes: MappingProxyType[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def says_visibility(self) -> bool:
        """Whether each row says who may see it."""
        return "visibility" in self.headers

    def status(self, status: str) -> str:
        """Its word for a status."""
        return self.statuses[STATUSES.index(status)]


def _headers(*written: str) -> MappingProxyType[str, str]:
    return MappingProxyType(dict(zip(FIELDS, written, strict=False)))


_EXCEL = _headers(
    "Date",
    "Entreprise",
    "SIRET",
    "Code postal",
    "Commune",
    "Thème",
    "Objet",
    "Statut",
    "Réf. visite conjointe",
)
_BASE = _headers("date_visite", "raison_sociale", "siret", "cp", "ville", "theme", "objet", "statut", "ref_conjointe")
_OLD = _headers(
    "DATE DE LA VISITE",
    "NOM DE L'ENTREPRISE",
    "N° SIREN",
    "CP",
    "VILLE",
    "THÉMATIQUE",
    "COMMENTAIRE",
    "ÉTAT",
    "VISITE CONJOINTE",
)
_TABBED = _headers("Jour", "Société", "Siret", "Code Postal", "Commune", "Sujet", "Motif", "Etat", "Conjointe")
_LEVELS = _headers(
    "Date de la visite",
    "Raison sociale",
    "N°\u00a0SIRET",  # the no-break space that word processors put after N°
    "Code postal",
    "Ville",
    "Thématique",
    "Objet de la visite",
    "Statut",
    "Visite conjointe",
    "Diffusion",
    "Note interne",
)
_CAPITALS = ("Réalisée", "Prévue", "Annulée")
_THEMES = MappingProxyType({"transition énergétique": "Transition énergétique", "emploi": "Emploi"})

_DIALECTS = {
    each.name: each
    for each in (
        Dialect("excel", "csv", _EXCEL, "%d/%m/%Y", encoding="utf-8-sig"),
        Dialect("base", "csv", _BASE, "%Y-%m-%d", separator=",", newline="\n"),
        Dialect("ancien", "csv", _OLD, "%d/%m/%Y", encoding="cp1252", uses_siren=True),
        Dialect("tableur", "tsv", _TABBED, "%d/%m/%y", separator="\t"),
        Dialect("diffusion", "csv", _LEVELS, "%d/%m/%Y", _CAPITALS, themes=_THEMES),
        Dialect("classeur", "xlsx", _EXCEL, "%d/%m/%Y", _CAPITALS),
    )
}
"""The four dialects of the visit files that DORE was first tried on, and two more."""


def dialect(name: str) -> Dialect:
    """Return a dialect by its name: `excel`, `base`, `ancien`, `tableur`, `diffusion` or `classeur`."""
    return _DIALECTS[name]

"""Posts of institutions in territories, and who holds them: the person is kept apart, for their own institution."""

from __future__ import annotations

from datetime import date

from ingest.source import Source, Subject, Values, column, link, node
from ingest.sources.list_parsers import territory_list, theme_list
from ingest.sources.parsers import DAY, email, number, plain, short_text, visibility, worded


def _derive(values: Values, today: date) -> None:
    values.setdefault("fte", 1.0)
    values.setdefault("on", values.get("starts_on") or [today.isoformat()] * 2)


POSTS = Source(
    name="posts",
    label="postes d'agents dans les territoires",
    publisher="les institutions membres",
    licence="charte des membres",
    subject=Subject.NONE,
    columns=(
        column("function", worded, "fonction", "poste", "intitule du poste", "emploi", required=True),
        column("operator", short_text, "institution", "employeur", "organisme", "structure"),
        column("fte", number, "ETP", "equivalent temps plein", "temps de travail", "quotite"),
        column("territories", territory_list, "territoires", "territoire", "epci", "secteur geographique",
               required=True),
        column("themes", theme_list, "themes", "sujets", "thematiques", "thème"),
        column("mailbox", email, "boite fonctionnelle", "boite", "courriel fonctionnel", "adresse fonctionnelle"),
        column("starts_on", DAY, "debut", "depuis", "prise de poste", "date de debut"),
        column("ends_on", DAY, "fin", "date de fin", "jusqu au"),
        column("agent", short_text, "agent", "nom de l agent", "titulaire", "nom"),
        column("agent_email", email, "courriel", "courriel de l agent", "adresse electronique", "mail"),
        column("reference", plain, "id", "numero", "numero de poste", "identifiant"),
        column("visibility", visibility, "diffusion", "visibilité", "niveau de diffusion"),
    ),
    nodes=(
        node("Post", function="function", fte="fte", territories="territories", themes="themes", mailbox="mailbox",
             starts_on="starts_on", ends_on="ends_on", on="on"),
        node("Agent", name="agent", email="agent_email", function="function", fte="fte", territories="territories"),
    ),
    links=(link("operator", "HOLDS", "node"),),
    key=("function", "territories", "agent"),
    derive=_derive,
)  # fmt: skip

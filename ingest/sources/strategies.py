"""Strategies that territories declare: their priorities, horizon and documents."""

from __future__ import annotations

from datetime import date

from ingest.source import Source, Subject, Values, column, link, node
from ingest.sources.list_parsers import documents, territory_list, theme_list
from ingest.sources.parsers import (
    DAY,
    free_text,
    plain,
    sector_list,
    visibility,
    worded,
    year,
)


def _derive(values: Values, today: date) -> None:  # noqa: ARG001
    pairs = [one.split("\n") for one in values.get("documents", ())]
    if pairs:
        values["document_titles"] = [title for title, _ in pairs]
        values["document_urls"] = [address for _, address in pairs]


STRATEGIES = Source(
    name="strategies",
    label="stratégies de territoires",
    publisher="les institutions membres",
    licence="charte des membres",
    subject=Subject.NONE,
    columns=(
        column("title", worded, "strategie", "titre", "intitule", "document", "nom", required=True),
        column("territories", territory_list, "territory", "territoire", "epci", "code epci", required=True),
        column("themes", theme_list, "thematiques", "priorites", "axes", "themes prioritaires"),
        column("sectors", sector_list, "filieres", "secteurs", "filieres prioritaires", "naf"),
        column("on", DAY, "date", "adoptee le", "date d adoption", "votee le"),
        column("horizon", year, "jusqu en", "annee", "echeance"),
        column("documents", documents, "documents", "liens", "adresses"),
        column("summary", free_text, "description", "resume", "ambition"),
        column("reference", plain, "id", "numero", "identifiant"),
        column("visibility", visibility, "diffusion", "visibilité", "niveau de diffusion"),
    ),
    nodes=(
        node("Strategy", title="title", territories="territories", themes="themes", sectors="sectors", on="on",
             horizon="horizon", document_titles="document_titles", document_urls="document_urls", summary="summary",
             reference="reference"),
    ),
    links=(link("territories", "DECLARES", "node"),),
    key=("title", "territories"),
    derive=_derive,
)  # fmt: skip

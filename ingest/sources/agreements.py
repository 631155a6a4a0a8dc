"""Agreements, such as a PDEC: the parties and what they share; partnership edges follow from them."""

from __future__ import annotations

from datetime import date

from graph.schema.partnership import ACTION_STATES
from ingest.source import Source, Subject, Values, column, link, node
from ingest.sources.list_parsers import numbers_by_party, territory_list, texts_by_party
from ingest.sources.parsers import (
    DAY,
    boolean,
    choice,
    euros,
    free_text,
    number,
    plain,
    sector_list,
    short_list,
    short_text,
    visibility,
    worded,
)

STATE_ALIASES = {
    "planned": ("prévue", "à venir", "non commencée", "à faire", "planifiée"),
    "running": ("lancée", "démarrée", "en place", "engagée"),
    "done": ("terminée", "réalisée", "achevée", "close"),
    "abandoned": ("arrêtée", "annulée", "sans suite"),
}


def _derive(values: Values, today: date) -> None:  # noqa: ARG001
    """The day of an agreement is that of its signature or else its beginning; its means are those of its parties."""
    if "on" not in values and "starts_on" in values:
        values["on"] = values["starts_on"]
    for whole, parts in (("amount_eur", "party_amounts_eur"), ("engineering_fte", "party_fte")):
        if whole not in values and values.get(parts):
            values[whole] = sum(values[parts])


AGREEMENTS = Source(
    name="agreements",
    label="conventions de partenariat",
    publisher="les institutions membres",
    licence="charte des membres",
    subject=Subject.NONE,
    columns=(
        column("title", worded, "convention", "titre", "intitule", "accord", "nom", required=True),
        column("parties", short_list, "parties", "signataires", "partenaires", required=True),
        column("responsibilities", texts_by_party, "responsabilites", "roles", "engagements"),
        column("party_amounts_eur", numbers_by_party, "montants", "montants par partie", "apports", "financements"),
        column("party_fte", numbers_by_party, "etp par partie", "etp apportes"),
        column("kind", short_text, "type", "nature"),
        column("sectors", sector_list, "filieres", "secteurs", "filieres prioritaires"),
        column("territories", territory_list, "territory", "territoire", "territoires", "epci", "code epci",
               "perimetre"),
        column("on", DAY, "date", "date de signature", "signe le"),
        column("starts_on", DAY, "debut", "date de debut"),
        column("ends_on", DAY, "fin", "date de fin", "echeance"),
        column("amount_eur", euros, "montant", "budget", "montant eur"),
        column("engineering_fte", number, "ETP", "etp ingenierie", "ingenierie"),
        column("jobs_expected", number, "emplois attendus", "emplois prevus", "emplois"),
        column("jobs_created", number, "emplois crees", "emplois generes"),
        column("est_ess", boolean, "ESS", "economie sociale et solidaire"),
        column("summary", free_text, "description", "objet", "resume"),
        column("reference", plain, "id", "numero", "identifiant"),
        column("visibility", visibility, "diffusion", "visibilité", "niveau de diffusion"),
    ),
    nodes=(
        node("Agreement", title="title", kind="kind", starts_on="starts_on", ends_on="ends_on", on="on",
             amount_eur="amount_eur", engineering_fte="engineering_fte", est_ess="est_ess", summary="summary",
             sectors="sectors", territories="territories", responsibilities="responsibilities",
             jobs_expected="jobs_expected", jobs_created="jobs_created", reference="reference"),
    ),
    links=(
        link("parties", "PARTY_TO", "node"),
        link("territories", "PARTY_TO", "node", role="perimeter"),
        link("partners", "PARTNERS_WITH", "partners"),
    ),
    key=("title", "parties", "starts_on"),
    derive=_derive,
)  # fmt: skip


def _derive_action(values: Values, today: date) -> None:  # noqa: ARG001
    values.setdefault("status", "planned")


ACTIONS = Source(
    name="agreement_actions",
    label="actions de conventions",
    publisher="les institutions membres",
    licence="charte des membres",
    subject=Subject.NONE,
    parent="Agreement",
    columns=(
        column("parent", worded, "convention", "id convention", "accord", "numero de convention", required=True),
        column("title", worded, "action", "titre", "intitule", "nom", required=True),
        column("status", choice("état de l'action", STATE_ALIASES, ACTION_STATES), "etat", "statut", "avancement"),
        column("leader_name", short_text, "pilote", "porteur", "responsable", "pilotage"),
        column("due_on", DAY, "echeance", "pour le", "date prevue"),
        column("done_on", DAY, "faite le", "realisee le", "date de realisation"),
        column("jobs_expected", number, "emplois attendus", "emplois prevus"),
        column("jobs_created", number, "emplois crees", "emplois generes"),
        column("sectors", sector_list, "filieres", "secteurs"),
        column("summary", free_text, "description", "commentaire", "resume"),
        column("reference", plain, "id", "numero", "identifiant", "id action"),
        column("visibility", visibility, "diffusion", "visibilité", "niveau de diffusion"),
    ),
    nodes=(
        node("AgreementAction", title="title", status="status", leader_name="leader_name", due_on="due_on",
             done_on="done_on", jobs_expected="jobs_expected", jobs_created="jobs_created", sectors="sectors",
             summary="summary", reference="reference"),
    ),
    links=(link("node", "ACTION_OF", "parent"), link("leader", "LEADS", "node")),
    key=("parent", "title"),
    derive=_derive_action,
)  # fmt: skip

"""Needs that companies and territories raise, and who takes care of them."""

from __future__ import annotations

from datetime import date

from graph.schema import NEED_STATUSES
from ingest.source import Source, Subject, Values, column, link, node
from ingest.sources.mentions import company_columns
from ingest.sources.parsers import DAY, choice, free_text, plain, short_text, territory, theme, visibility, worded

STATUS_ALIASES = {
    "quo": ("nouveau", "à traiter", "en attente", "sans réponse", "ouvert"),
    "taking_care": ("pris en charge", "en cours", "prise en charge", "suivi"),
    "done": ("traité", "résolu", "clos", "terminé", "satisfait"),
    "done_no_help": ("clos sans aide", "pas d'aide trouvée", "sans solution"),
    "done_not_reachable": ("injoignable", "pas de retour"),
    "not_for_me": ("hors champ", "pas pour nous", "réorienté"),
}


def taken_care_of(values: Values) -> bool:
    """Whether somebody answers or answered the need; closed without help, or out of one's field, is no answer."""
    return values.get("status") in ("taking_care", "done")


def _derive(values: Values, today: date) -> None:  # noqa: ARG001
    values.setdefault("status", "quo")
    if taken_care_of(values):
        values["answered_by"] = True


NEEDS = Source(
    name="needs",
    label="besoins d'entreprises et de territoires",
    publisher="les institutions membres",
    licence="charte des membres",
    subject=Subject.HOLDER,
    columns=(
        column("title", worded, "besoin", "titre", "intitule", "objet", "demande", required=True),
        column("name", short_text, "entreprise", "demandeur", "porteur", "raison sociale", "societe"),
        *company_columns(required=False)[1:],
        column("territory", territory, "territoire", "epci", "code epci", "collectivite"),
        column("operator", short_text, "pris en charge par", "suivi par", "institution", "organisme", "operateur"),
        column("theme", theme, "thème", "thematique", "sujet"),
        column("status", choice("statut", STATUS_ALIASES, NEED_STATUSES), "statut", "etat", "avancement"),
        column("on", DAY, "date", "date de la demande", "exprime le", "date du besoin"),
        column("answered_on", DAY, "date de reponse", "repondu le", "pris en charge le"),
        column("summary", free_text, "description", "detail", "commentaire"),
        column("reference", plain, "id", "id besoin", "identifiant"),
        column("visibility", visibility, "diffusion", "visibilité", "niveau de diffusion"),
    ),
    nodes=(
        node("Need", title="title", theme="theme", status="status", holder_name="name", holder_place="commune",
             code_commune="code_commune", epci="epci", reference="reference",
             on="on", answered_on="answered_on", summary="summary"),
    ),
    links=(
        link("holder", "RAISED", "node"),
        link("operator", "TAKES_CARE_OF", "node", when="answered_by", status="status"),
    ),
    key=("mention", "title", "on"),
    derive=_derive,
)  # fmt: skip

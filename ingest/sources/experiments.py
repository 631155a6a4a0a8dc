"""Experiments of territories: what is tried, what it is judged by, what it gave by date, what it ran into."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from graph.schema.projects import DIRECTIONS, MEASURES, PROJECT_STAGES, VERDICTS
from ingest.notes import Note, Severity
from ingest.reading import fold_header
from ingest.source import Reference, Source, Subject, Values, column, link, node
from ingest.sources.parsers import (
    DAY,
    boolean,
    choice,
    euros,
    free_text,
    number,
    plain,
    quantity,
    short_text,
    territory,
    theme,
    visibility,
    worded,
    worded_list,
)
from ingest.sources.projects import STAGE_ALIASES, VERDICT_ALIASES, lesson_missing

_MEASURE_ALIASES: dict[str, tuple[str, ...]] = {
    "couverture": ("taux de couverture", "couverture"),
    "visitees": ("entreprises visitées",),
    "visites": ("visites", "nombre de visites"),
    "sans-accompagnement": ("sans accompagnement", "part sans accompagnement"),
    "recouvrements": ("taux de recouvrement", "recouvrement"),
}
_BETTER_ALIASES = {
    "up": ("hausse", "augmenter", "plus", "croissant", "+"),
    "down": ("baisse", "diminuer", "moins", "décroissant", "-"),
}
_PUBLISHER, _LICENCE = "les institutions membres", "charte des membres"
_EXPERIMENT_ALIASES = ("expérimentation", "id expérimentation", "référence de l'expérimentation", "projet")


def _experiment(values: Values, today: date) -> None:  # noqa: ARG001
    values["kind"] = "experiment"
    # Its own id, or else its title and place: a correction by form finds what a file brought without any.
    said = f"{fold_header(str(values.get('title')))}|{values.get('territory')}"
    values.setdefault("reference", said)
    if "on" not in values and "starts_on" in values:
        values["on"] = values["starts_on"]


def _wrong_experiment(values: Values, today: date) -> Iterable[tuple[str, Note]]:
    yield from lesson_missing(values, today)
    for first, last in (("starts_on", "ends_on"), ("derogation_from", "derogation_until")):
        if first in values and last in values and values[last][1] < values[first][0]:
            yield last, Note(Severity.REFUSE, "ends-before", "La fin est avant le début.")


def _indicator(values: Values, today: date) -> None:  # noqa: ARG001
    values["known_as"] = fold_header(str(values.get("name")))


def _wrong_indicator(values: Values, today: date) -> Iterable[tuple[str, Note]]:
    if "baseline" in values and "baseline_on" not in values:
        yield "baseline_on", Note(Severity.REFUSE, "value-without-day", "Dites de quel jour est le point de départ.")
    yield from _not_to_come("baseline_on", values, today)


def _wrong_day(values: Values, today: date) -> Iterable[tuple[str, Note]]:
    yield from _not_to_come("on", values, today)


def _not_to_come(name: str, values: Values, today: date) -> Iterable[tuple[str, Note]]:
    if name in values and values[name][0] > today.isoformat():
        yield name, Note(Severity.REFUSE, "day-to-come", "Ce jour est à venir : on n'y a encore rien constaté.")


EXPERIMENTS = Source(
    name="experiments",
    label="expérimentations",
    publisher=_PUBLISHER,
    licence=_LICENCE,
    subject=Subject.NONE,
    columns=(
        column("title", worded, "titre", "intitule", "expérimentation", "nom de l'expérimentation", required=True),
        column("territory", territory, "territoire", "epci", "commune", "collectivite", "code epci", required=True),
        column("hypothesis", free_text, "hypothèse", "hypothèse testée", "ce que l'on veut vérifier"),
        column("call", worded, "appel à projets", "aap", "appel a projet"),
        column("call_until", DAY, "date limite", "clôture de l'appel", "date limite de l'appel"),
        column("theme", theme, "thème", "thematique"),
        column("partners", worded_list, "partenaires"),
        column("stage", choice("avancement", STAGE_ALIASES, PROJECT_STAGES), "avancement", "etat", "statut"),
        column("on", DAY, "date", "date de saisie"),
        column("starts_on", DAY, "debut", "date de debut", "demarrage"),
        column("ends_on", DAY, "fin", "date de fin", "echeance"),
        column("technical_help", free_text, "aide technique", "ingénierie"),
        column("financial_help", free_text, "aide financière"),
        column("amount_eur", euros, "montant", "budget", "montant eur"),
        column("administrative_help", free_text, "aide administrative"),
        column("derogation", free_text, "dérogation", "règle dérogée"),
        column("derogation_from", DAY, "dérogation du", "début de dérogation"),
        column("derogation_until", DAY, "dérogation au", "fin de dérogation"),
        column("contributes_to_sri", boolean, "contribue au srdeii", "politique régionale d'innovation", "sri"),
        column("jobs", number, "emplois", "emplois prevus"),
        column("summary", free_text, "description", "resume", "objet"),
        column("baseline", worded, "situation de depart"),
        column("target", worded, "cible", "objectif"),
        column("result", worded, "résultat"),
        column("verdict", choice("bilan", VERDICT_ALIASES, VERDICTS), "bilan"),
        column("verdict_on", DAY, "date du bilan", "bilan le"),
        column("lesson", free_text, "leçon", "enseignement", "enseignements"),
        column("jobs_created", number, "emplois créés", "emplois constates"),
        column("effect_eur", euros, "retombées économiques", "retombées"),
        column("origin", plain, "reprise de", "essaimage de", "expérimentation d'origine"),
        column("reference", plain, "id", "identifiant", "id expérimentation"),
        column("visibility", visibility, "diffusion", "visibilité", "niveau de diffusion"),
    ),
    nodes=(
        node("Project", title="title", kind="kind", stage="stage", theme="theme", summary="summary",
             hypothesis="hypothesis", call="call", call_until="call_until", partners="partners", on="on",
             starts_on="starts_on", ends_on="ends_on", technical_help="technical_help",
             financial_help="financial_help", amount_eur="amount_eur", administrative_help="administrative_help",
             derogation="derogation", derogation_from="derogation_from", derogation_until="derogation_until",
             contributes_to_sri="contributes_to_sri", jobs="jobs", baseline="baseline", target="target",
             result="result", verdict="verdict", verdict_on="verdict_on", lesson="lesson",
             jobs_created="jobs_created", effect_eur="effect_eur", reference="reference"),
    ),
    links=(link("territory", "CARRIES", "node"), link("origin", "REPLICATED_IN", "node")),
    key=("territory", "title"),
    derive=_experiment,
    wrong=_wrong_experiment,
    refers=(Reference("origin", "experiments", of_others=True),),
    keeps=("verdict", "verdict_on", "lesson", "jobs_created", "effect_eur"),
)  # fmt: skip

EXPERIMENT_INDICATORS = Source(
    name="experiment_indicators",
    label="indicateurs d'expérimentations",
    publisher=_PUBLISHER,
    licence=_LICENCE,
    subject=Subject.NONE,
    columns=(
        column("experiment", plain, *_EXPERIMENT_ALIASES, required=True),
        column("name", worded, "indicateur", "nom", required=True),
        column("unit", short_text, "unité"),
        column("better", choice("sens", _BETTER_ALIASES, DIRECTIONS), "sens", "mieux", "sens favorable"),
        column("measure", choice("mesure", _MEASURE_ALIASES, MEASURES), "mesure dore", "mesure"),
        column("baseline", quantity, "valeur initiale", "valeur de départ", "point de départ"),
        column("baseline_on", DAY, "date initiale", "date de départ", "mesurée le"),
        column("target", quantity, "cible", "objectif"),
        column("target_on", DAY, "date cible", "échéance", "pour le"),
    ),
    nodes=(
        node("ExperimentIndicator", name="name", unit="unit", better="better", measure="measure",
             baseline="baseline", baseline_on="baseline_on", target="target", target_on="target_on"),
    ),
    links=(link("experiment", "MEASURED_BY", "node"),),
    key=("experiment", "known_as"),
    derive=_indicator,
    wrong=_wrong_indicator,
    refers=(Reference("experiment", "experiments"),),
)  # fmt: skip

EXPERIMENT_RESULTS = Source(
    name="experiment_results",
    label="résultats d'expérimentations",
    publisher=_PUBLISHER,
    licence=_LICENCE,
    subject=Subject.NONE,
    columns=(
        column("experiment", plain, *_EXPERIMENT_ALIASES, required=True),
        column("indicator", plain, "indicateur", "nom de l'indicateur", required=True),
        column("value", quantity, "valeur", "résultat", required=True),
        column("on", DAY, "date", "relevé le", "mesuré le", required=True),
        column("comment", free_text, "commentaire", "remarque"),
    ),
    nodes=(node("ExperimentResult", value="value", on="on", comment="comment"),),
    links=(link("indicator", "GAVE", "node"),),
    key=("indicator", "on"),
    wrong=_wrong_day,
    refers=(
        Reference("experiment", "experiments"),
        Reference("indicator", "experiment_indicators", within="experiment"),
    ),
)

EXPERIMENT_DIFFICULTIES = Source(
    name="experiment_difficulties",
    label="difficultés d'expérimentations",
    publisher=_PUBLISHER,
    licence=_LICENCE,
    subject=Subject.NONE,
    columns=(
        column("experiment", plain, *_EXPERIMENT_ALIASES, required=True),
        column("text", free_text, "difficulté", "obstacle", "ce qui bloque", required=True),
        column("on", DAY, "date", "signalée le", "le", required=True),
    ),
    nodes=(node("Difficulty", text="text", on="on"),),
    links=(link("experiment", "MET", "node"),),
    key=("experiment", "on", "text"),
    wrong=_wrong_day,
    refers=(Reference("experiment", "experiments"),),
)

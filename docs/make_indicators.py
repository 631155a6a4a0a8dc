"""Writes `docs/indicators.md`, what measures each action and what answers it: `python docs/make_indicators.py`."""

from __future__ import annotations

from pathlib import Path

from queries.results.model import ACTIONS_FR, Action
from queries.results.results import MEANINGS

PAGE = Path(__file__).with_name("indicators.md")
INTRODUCTION = """# The indicators of the four actions

Written by `docs/make_indicators.py` from the indicators themselves; a test holds it up to date. All of them stand on
`/indicateurs` by territory and month, in its CSV, XLSX and PDF, in `GET /api/v1/results` and in `dore results`, each
with its definition, how fresh it is and what it lacks. They are computed on the members' layer alone, so that they are
the same for all members.
"""
ASKED: dict[Action, tuple[tuple[str, tuple[str, ...]], ...]] = {
    Action.DORE: (
        ("number of data", ("donnees",)),
        ("number of actions", ("visites", "aides", "besoins-repondus")),
        ("number of territories", ("communes", "epci")),
        ("the *mille-feuille* of visits", ("taux-recouvrement", "taux-avertis")),
        ("companies that nobody supports", ("sans-accompagnement",)),
    ),
    Action.PDEC: (
        ("number of partnerships", ("conventions-en-vigueur", "epci-sans-convention")),
        ("number of jobs generated", ("emplois-generes", "emplois-attendus")),
        ("number of actors associated", ("acteurs-associes", "concertations-reponses", "concertations-retenues")),
        ("evaluation of engineering staff", ("ingenierie-etp",)),
        ("strategies of territories", ("strategies-declarees", "filieres-sans-pilote")),
        (
            "the territories' needs go up",
            ("besoins-exprimes", "besoins-pris-en-charge", "besoins-traites", "delai-de-reponse",
             "besoins-en-souffrance", "besoins-territoriaux", "reponses-territoriales",
             "besoins-territoriaux-en-retard"),
        ),
        ("against a vertical strategy", ("part-des-decisions",)),
    ),
    Action.EXPERIMENTS: (
        (
            "different experiments across the region",
            ("experimentations-differentes", "experimentations", "territoires-experimentation",
             "experimentations-en-cours"),
        ),
        (
            "economic and job effects",
            ("retombees-experimentation", "emplois-experimentation", "montant-experimentations"),
        ),
        ("number contributing to the regional innovation policy", ("experimentations-innovation",)),
        (
            "what succeeds spreads, what fails is told",
            ("experimentations-reussies", "experimentations-essaimees", "experimentations-echouees",
             "experimentations-non-concluantes", "echecs-partages", "delai-premier-resultat"),
        ),
    ),
    Action.MEANS: (
        (
            "number of persons assigned in the territories",
            ("personnes-affectees", "etp-affectes", "etp-manquants", "etp-binomes"),
        ),
        ("amount delegated per territory", ("montant-delegue",)),
        ("amount used per territory", ("montant-engage", "montant-paye", "part-utilisee", "sous-utilisation")),
        ("the schemes made accessible", ("entreprises-orientees",)),
        ("committees in a true tandem", ("comites-tenus", "decisions", "delai-decision")),
        (
            "not cut off from headquarters",
            ("questions-siege", "delai-siege", "questions-en-retard", "formations", "personnes-formees"),
        ),
    ),
}  # fmt: skip
"""What the mission asks of each action, in its own words, and the codes of the indicators that answer."""


def page() -> str:
    """The whole page: for each action, what is asked and what answers it."""
    known = {one.code: one for one in MEANINGS}
    parts = [INTRODUCTION]
    for action, asked in ASKED.items():
        parts += [
            f"## {ACTIONS_FR[action]}",
            "",
            "| asked | indicator | what it counts | question | page |",
            "|---|---|---|---|---|",
        ]
        for said, codes in asked:
            for at, code in enumerate(codes):
                one = known[code]
                first = said if at == 0 else ""
                named = f"{one.label} (`{code}`, {one.unit})"
                parts.append(f"| {first} | {named} | {one.definition} | `{one.question}` | `{one.page}` |")
        parts.append("")
    parts += [
        "What each institution has shared, by kind, and how fresh it is beside the median of all:",
        "`queries.results.sharing.sharing`, `/animation`, `GET /api/v1/sharing`, `dore sharing`.",
        "No ranking is made of it.",
    ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

"""Fictional experiments of territories: what was tried, its indicators, its results by date, its difficulties.

Each institution writes a list of its own; one took up what another had tried, one told a failure that the next avoided.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from cli.demo.operators import Network, Operator
from cli.demo.places import Places

HEADERS = (
    "Identifiant",
    "Expérimentation",
    "Territoire",
    "Hypothèse",
    "Appel à projets",
    "Date limite",
    "Thème",
    "Partenaires",
    "Début",
    "Fin",
    "Aide technique",
    "Montant",
    "Dérogation",
    "Dérogation du",
    "Dérogation au",
    "Contribue au SRDEII",
    "Emplois",
    "Bilan",
    "Date du bilan",
    "Leçon",
    "Emplois créés",
    "Retombées économiques",
    "Reprise de",
    "Diffusion",
)
INDICATOR_HEADERS = (
    "Expérimentation",
    "Indicateur",
    "Unité",
    "Sens",
    "Mesure",
    "Valeur initiale",
    "Date initiale",
    "Cible",
    "Échéance",
)
RESULT_HEADERS = ("Expérimentation", "Indicateur", "Valeur", "Date", "Commentaire")
DIFFICULTY_HEADERS = ("Expérimentation", "Difficulté", "Date")
CALL = "Terre d'expérimentation"
LENGTH = 300
"""Days that an experiment lasts, and after which it is concluded."""


class _Idea(NamedTuple):
    """What may be tried: the lesson of each end, and what is measured; `measure` where DORE measures it too."""

    title: str
    hypothesis: str
    theme: str
    lessons: tuple[str, str, str]
    indicator: tuple[str, str, str, str]
    difficulty: str


_IDEAS = (
    _Idea(
        "Tournée commune des développeurs économiques",
        "Une tournée partagée fait voir plus d'entreprises à moyens égaux",
        "développement",
        (
            "Fixer les dates un trimestre d'avance avec la chambre",
            "Sans calendrier partagé, chacun a repris ses tournées",
            "Six mois n'ont pas suffi pour voir une différence",
        ),
        ("Taux de couverture", "%", "hausse", "couverture"),
        "Deux agents sur trois ont changé de poste en cours de route",
    ),
    _Idea(
        "Navette partagée entre zones d'activité",
        "Une navette du soir aide à pourvoir les postes en horaires décalés",
        "emploi",
        (
            "Partir des horaires des ateliers, pas de ceux du réseau",
            "Les horaires avaient été fixés sans les entreprises",
            "Trop peu d'entreprises ont répondu à l'enquête de fin",
        ),
        ("Trajets par jour", "trajets", "hausse", ""),
        "Aucun chauffeur disponible après vingt heures",
    ),
    _Idea(
        "Boutique à l'essai en centre-bourg",
        "Un loyer progressif fait naître des commerces qui durent",
        "implantation",
        (
            "Accompagner le commerçant chaque semaine les trois premiers mois",
            "Le local était trop grand pour un premier commerce",
            "Une seule boutique : on ne peut rien en dire",
        ),
        ("Commerces ouverts", "commerces", "hausse", ""),
        "Le bailleur a tardé à signer",
    ),
    _Idea(
        "Atelier mobile de réparation",
        "Un camion-atelier évite l'arrêt de petites lignes de production",
        "innovation",
        (
            "Mutualiser avec le lycée professionnel",
            "Le camion a passé la moitié du temps en panne",
            "Les arrêts n'étaient pas comptés avant : rien à comparer",
        ),
        ("Heures d'arrêt", "heures", "baisse", ""),
        "L'assurance ne couvrait pas le matériel prêté",
    ),
    _Idea(
        "Guichet énergie des artisans",
        "Un conseiller commun fait baisser la facture d'énergie",
        "transition énergétique",
        (
            "Aller dans les ateliers plutôt que d'attendre au guichet",
            "Personne n'est venu au guichet : il fallait se déplacer",
            "L'hiver doux brouille la comparaison",
        ),
        ("Consommation", "MWh", "baisse", ""),
        "Les factures n'étaient pas au même format",
    ),
)
_VERDICTS = ("réussite", "échec", "non concluante", "en cours", "échec", "réussite", "en cours")
_LESSON = {"réussite": 0, "échec": 1, "non concluante": 2}
Cells = tuple[str | date, ...]


class Tried(NamedTuple):
    """The rows of one institution: the ledger, the indicators, the results and the difficulties."""

    operator: Operator
    ledger: list[Cells]
    indicators: list[Cells]
    results: list[Cells]
    difficulties: list[Cells]

    @property
    def lists(self) -> tuple[tuple[str, Sequence[str], list[Cells]], ...]:
        """Source, headers and rows of each of its files, in the order to take them in."""
        return (
            ("experiments", HEADERS, self.ledger),
            ("experiment_indicators", INDICATOR_HEADERS, self.indicators),
            ("experiment_results", RESULT_HEADERS, self.results),
            ("experiment_difficulties", DIFFICULTY_HEADERS, self.difficulties),
        )


def experiments(places: Places, network: Network, today: date, chance: Random) -> list[Tried]:
    """Return what three EPCI and the Region tried: each idea here and there, the second time taking up the first."""
    holders = [*network.of_kind("EPCI")[:3], network.one["région"]]
    made = [Tried(operator, [], [], [], []) for operator in holders]
    for number in range(len(_IDEAS) * 3):
        idea, turn = _IDEAS[number % len(_IDEAS)], number // len(_IDEAS)
        into = made[number % len(made)]
        place = _place(places, number)
        starts = today - timedelta(days=560 - turn * 180 - int(chance.random() * 60))
        verdict = _VERDICTS[(number + turn) % len(_VERDICTS)] if starts + timedelta(days=LENGTH) < today else "en cours"
        first = number - len(_IDEAS)
        origin = f"{idea.title} ({_place(places, first)})" if first >= 0 and number % len(_IDEAS) < 2 else ""
        _write(into, idea, number, (place, starts, verdict, origin), chance)
        _measure(into, idea, number, (starts, today), chance)
    return made


def _write(into: Tried, idea: _Idea, number: int, said: tuple[str, date, str, str], chance: Random) -> None:
    place, starts, verdict = said[:3]
    ended = verdict in _LESSON
    derogation = "délai de consultation des marchés" if number % 4 == 1 else ""
    into.ledger.append(
        (
            _called(number),
            idea.title,
            place,
            idea.hypothesis,
            f"{CALL} {starts.year}",
            starts - timedelta(days=60),
            idea.theme,
            "Bailleur Fictif|Lycée Fictif" if number % 2 else "",
            starts,
            starts + timedelta(days=LENGTH),
            "suivi de l'essai par la Région" if number % 3 else "",
            f"{10 + int(chance.random() * 90)} k€",
            derogation,
            starts if derogation else "",
            starts + timedelta(days=LENGTH) if derogation else "",
            ("oui", "non", "")[number % 3],
            str(int(chance.random() * 8)),
            verdict,
            starts + timedelta(days=LENGTH) if ended else "",
            idea.lessons[_LESSON[verdict]] if ended else "",
            str(int(chance.random() * 5)) if ended else "",
            f"{int(chance.random() * 40)} k€" if verdict == "réussite" else "",
            said[3],
            "Signalé" if number % 9 == 8 else "",
        )
    )


def _measure(into: Tried, idea: _Idea, number: int, span: tuple[date, date], chance: Random) -> None:
    starts, today = span
    name, unit, better, measure = idea.indicator
    first = 10 + int(chance.random() * 40)
    way = 1 if better == "hausse" else -1
    day = starts - timedelta(days=10)
    into.indicators.append(
        (
            _called(number),
            name,
            unit,
            better,
            measure,
            str(first),
            day,
            str(first + 20 * way),
            day + timedelta(days=365),
        )
    )
    for quarter in range(1, 4):
        on = starts + timedelta(days=80 * quarter)
        if on > today or (number % 5 == 3 and quarter > 1):
            break
        value = f"{first + way * (quarter * 4 + chance.random() * 4 - 3):.1f}".replace(".", ",")
        into.results.append((_called(number), name, f"{value} {unit}", on, "" if quarter > 1 else "premier relevé"))
    if number % 3:
        into.difficulties.append(
            (_called(number), idea.difficulty, starts + timedelta(days=40 + int(chance.random() * 40)))
        )


def _place(places: Places, number: int) -> str:
    return places.epcis[(number * 2 + number // len(_IDEAS)) % min(len(places.epcis), 24)].name


def _called(number: int) -> str:
    return f"EXP-{number + 1:03d}"

"""Fictional needs and projects, of companies, of territories, and of people who have no SIREN yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from cli.demo.chance import Weighted, pick
from cli.demo.companies import Company
from cli.demo.places import Places
from cli.demo.truth import RowTruth
from cli.demo.words import word_lists
from ingest.reference.tables import Epci

NEED_HEADERS = (
    "Entreprise",
    "SIRET",
    "Code postal",
    "Commune",
    "Territoire",
    "Besoin",
    "Thème",
    "État",
    "Exprimé le",
    "Répondu le",
)
PROJECT_HEADERS = (
    "Projet",
    "Porteur",
    "SIRET",
    "Code postal",
    "Commune",
    "Territoire",
    "Type",
    "Avancement",
    "Thème",
    "Montant",
    "Emplois",
    "Date de saisie",
    "Début",
    "Fin",
)

_NEEDS = Weighted(
    {
        ("Recruter un chef d'équipe", "emploi"): 9,
        ("Trouver un local plus grand", "implantation"): 7,
        ("Financer une machine", "financement"): 8,
        ("Réduire la facture d'énergie", "transition énergétique"): 8,
        ("Préparer la transmission", "développement"): 6,
        ("Former les salariés au numérique", "innovation"): 5,
        ("Passer un creux de trésorerie", "financement"): 4,
        ("Vendre en Belgique", "export"): 3,
    }.items()
)
_TERRITORY_NEEDS = (
    ("Ouvrir un tiers-lieu", "développement"),
    ("Reprendre une friche industrielle", "implantation"),
    ("Garder le dernier commerce", "développement"),
    ("Renforcer l'ingénierie de projet", "développement"),
    ("Desservir la zone d'activité", "implantation"),
)
_STATUSES = Weighted(
    {
        "sans réponse": 42,
        "prise en charge": 26,
        "traité": 20,
        "clos sans aide": 7,
        "hors de mon champ": 5,
    }.items()
)
ANSWERED = frozenset({"prise en charge", "traité"})
UNANSWERED = "sans réponse"
"""The others were closed without help: whether somebody took care of them is a matter of opinion."""
_PROJECTS = Weighted(
    {
        ("Extension de l'atelier", "développement"): 8,
        ("Nouvelle ligne de production", "innovation"): 6,
        ("Toiture solaire", "transition énergétique"): 6,
        ("Ouverture d'un magasin", "implantation"): 5,
        ("Reprise d'activité", "financement"): 4,
        ("Conception d'un produit", "innovation"): 4,
    }.items()
)
_TERRITORY_PROJECTS = (
    ("Village d'artisans", "implantation"),
    ("Réseau de chaleur", "transition énergétique"),
    ("Pépinière d'entreprises", "développement"),
    ("Guichet unique des commerces", "emploi"),
)
_STAGES = Weighted({"annoncé": 28, "en cours": 50, "terminé": 17, "abandonné": 5}.items())

Cells = tuple[str | date, ...]


class Asked(NamedTuple):
    """What is asked, how far it was answered, and when it was told."""

    title: str
    theme: str
    status: str
    told: date


class Fact(NamedTuple):
    """A need or a project as its list writes it, and what it changes for its company.

    `helped_on`: the day somebody takes care of it; `perhaps_on`: the day of a need closed without help.
    """

    cells: Cells
    truth: RowTruth
    company: Company | None = None
    helped_on: date | None = None
    perhaps_on: date | None = None
    is_open_need: bool = False


def company_needs(today: date, chance: Random, companies: Iterable[Company], first: int) -> Iterator[Fact]:
    """Yield the needs that companies told; one in twelve comes without an identifier."""
    number = first
    for company in companies:
        if not company.is_open or chance.random() >= 0.05:
            continue
        told = today - timedelta(days=20 + int(chance.random() * 300) + (400 if chance.random() < 0.4 else 0))
        title, theme = _NEEDS.draw(chance)
        status, has_identifier = _STATUSES.draw(chance), chance.random() >= 1 / 12
        asked = Asked(title, theme, status, told)
        yield need_fact(company, asked, number, has_identifier=has_identifier)
        number += 1


def need_fact(company: Company, asked: Asked, number: int, *, has_identifier: bool) -> Fact:
    """Return one need of a company; an answered one was taken care of within three weeks.

    No need is told between 320 and 420 days ago: a year's limit never falls between question and answer.
    """
    title, theme, status, told = asked
    answered: str | date = told + timedelta(days=number % 20) if status in ANSWERED else ""
    return Fact(
        cells=(*_who(company, has_identifier), "", title, theme, status, told, answered),
        truth=_truth("need", number, company, has_identifier),
        company=company,
        helped_on=told if status in ANSWERED else None,
        perhaps_on=None if status in ANSWERED or status == UNANSWERED else told,
        is_open_need=status == UNANSWERED,
    )


def territory_needs(places: Places, today: date, chance: Random, count: int, first: int) -> Iterator[Fact]:
    """Yield needs of EPCI, which stand without SIREN, as their authors write them."""
    for number in range(first, first + count):
        epci: Epci = pick(chance, places.epcis)
        title, theme = pick(chance, _TERRITORY_NEEDS)
        told = today - timedelta(days=int(chance.random() * 500))
        cells = ("", "", "", "", epci.name, title, theme, UNANSWERED, told, "")
        yield Fact(cells, RowTruth(f"need:{number}", "", "territory", "unknown"))


def company_projects(today: date, chance: Random, companies: Iterable[Company], first: int) -> Iterator[Fact]:
    """Yield the projects of companies."""
    number = first
    for company in companies:
        if not company.is_open or chance.random() >= 0.03:
            continue
        title, theme = _PROJECTS.draw(chance)
        told = today - timedelta(days=int(chance.random() * 700))
        starts = told + timedelta(days=30 + int(chance.random() * 200))
        has_identifier = chance.random() >= 1 / 12
        amount = str(5_000 * (1 + int(chance.random() ** 3 * 400)))
        jobs = str(int(chance.random() ** 2 * 12))
        tail = (_STAGES.draw(chance), theme, amount, jobs, told, starts, starts + timedelta(days=365))
        cells = (title, *_who(company, has_identifier), "", "entreprise", *tail)
        yield Fact(cells, _truth("project", number, company, has_identifier), company, helped_on=told)
        number += 1


def other_projects(places: Places, today: date, chance: Random, count: int, first: int) -> Iterator[Fact]:
    """Yield projects of territories, and of people who have not founded their company yet."""
    lists = word_lists()
    for number in range(first, first + count):
        told = today - timedelta(days=int(chance.random() * 400))
        starts = told + timedelta(days=30 + int(chance.random() * 200))
        if chance.random() < 0.6:
            title, theme = pick(chance, _TERRITORY_PROJECTS)
            who = ("", "", "", "", pick(chance, places.epcis).name, "territoire")
        else:
            commune = places.communes.draw(chance)
            title, theme = "Création d'entreprise", "financement"
            holder = f"{pick(chance, lists['first'])} {pick(chance, lists['surname'])} (en création)"
            who = (holder, "", commune.postcodes[0], commune.name, "", "entreprise")
        cells = (title, *who, _STAGES.draw(chance), theme, "", "", told, starts, "")
        yield Fact(cells, RowTruth(f"project:{number}", "", "no_siren", "unknown"))


def _who(company: Company, has_identifier: bool) -> tuple[str, str, str, str]:
    site = company.sites[0]
    return company.name, site.siret if has_identifier else "", site.postcode, site.commune.name


def _truth(what: str, number: int, company: Company, has_identifier: bool) -> RowTruth:
    kind, expected = ("id", "linked") if has_identifier else ("name", "linked_or_review")
    return RowTruth(f"{what}:{number}", company.siren, kind, expected)

"""Fictional means: posts, trainings, envelopes, commitments, committees and questions, as institutions send them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from cli.demo.chance import pick
from cli.demo.companies import Company
from cli.demo.operators import Network, Operator
from cli.demo.places import Places

Cells = tuple[str | date, ...]
MANAGERS = 6
"""How many of the largest EPCI manage an envelope; the others wait for one."""
_SUBJECTS = ("export", "innovation", "transition énergétique", "recrutement", "création", "transmission")
_ITEMS = ("Modernisation d'un atelier", "Rénovation d'une vitrine", "Achat d'un four", "Embauche d'un apprenti",
          "Machine à commande numérique", "Isolation d'un bâtiment")  # fmt: skip
_QUESTIONS = ("Quel plafond pour les commerces de centre-bourg ?", "L'aide peut-elle suivre une aide de l'État ?",
              "Qui instruit quand deux EPCI partagent une zone ?", "Peut-on aider une SCIC en création ?")  # fmt: skip
_REASONS = ("Deux emplois à la clé.", "Le dossier est complet et le territoire le soutient.",
            "Un commerce de moins serait un bourg sans commerce.")  # fmt: skip


class MeansFile(NamedTuple):
    """A file of one institution: its name, its source, who sends it, how it is written."""

    name: str
    source: str
    sender: Operator
    headers: tuple[str, ...]
    rows: list[Cells]
    encoding: str = "utf-8-sig"


def means_files(
    places: Places, network: Network, today: date, chance: Random, companies: Sequence[Company]
) -> list[MeansFile]:
    """Return the files in the order to ingest them; what is decided in a committee is committed in the next file."""
    region, epcis = network.one["région"], network.of_kind("EPCI")
    managers = list(zip(epcis, places.epcis, strict=True))[:MANAGERS]
    made = [_posts(region, places, today, chance), *_counterparts(managers, today, chance)]
    made += [_trainings(region, epcis, today, chance), _envelopes(region, managers, today, chance)]
    for rank, (epci, place) in enumerate(managers[: MANAGERS // 2]):
        here = [one for one in companies if one.is_open and one.commune.epci == place.siren][:12]
        made += _committee_files(epci, place.name, rank, _Season(today, chance, here, region))
    return [one for one in made if one.rows]


def _posts(region: Operator, places: Places, today: date, chance: Random) -> MeansFile:
    """One post of the Region for three EPCI, but for the last ones, which have none yet."""
    rows: list[Cells] = []
    covered = places.epcis[: max(3, len(places.epcis) * 2 // 3)]
    for start in range(0, len(covered), 3):
        group = covered[start : start + 3]
        starts = today - timedelta(days=200 + int(chance.random() * 600))
        subjects = " ; ".join(dict.fromkeys(pick(chance, _SUBJECTS) for _ in range(3)))
        fte = ("1", "0,8", "1")[start // 3 % 3]
        where = " ; ".join(one.name for one in group)
        mailbox = f"territoire{start // 3 + 1}@{region.slug}.example"
        rows.append((f"P{start // 3 + 1:02}", "Chargé de territoire", fte, where, subjects, mailbox, starts))
    headers = ("Numéro", "Fonction", "ETP", "Territoires", "Sujets", "Boîte fonctionnelle", "Depuis")
    return MeansFile("postes-region.csv", "posts", region, headers, rows)


def _counterparts(managers: Sequence[tuple[Operator, object]], today: date, chance: Random) -> Iterator[MeansFile]:
    """The counterparts of some EPCI: one of them in two has declared its posts."""
    headers = ("Poste", "Quotité", "EPCI", "Thématiques", "Boîte", "Prise de poste")
    for rank, (epci, place) in enumerate(managers):
        if rank % 2 == 0:
            name = getattr(place, "name", "")
            rows: list[Cells] = [
                ("Développeur économique", "1", name, "création ; transmission", epci.mailbox, _since(today, chance)),
                ("Chargé de mission commerce", "0,5", name, "", epci.mailbox, _since(today, chance)),
            ]
            yield MeansFile(f"postes-{epci.slug}.csv", "posts", epci, headers, rows, "cp1252")


def _since(today: date, chance: Random) -> date:
    return today - timedelta(days=200 + int(chance.random() * 900))


def _trainings(region: Operator, epcis: Sequence[Operator], today: date, chance: Random) -> MeansFile:
    rows: list[Cells] = []
    for rank, epci in enumerate(epcis[:10]):
        title = ("Les aides régionales aux entreprises", "Monter un dossier de comité d'engagement")[rank % 2]
        on = today - timedelta(days=20 + int(chance.random() * 300))
        rows.append((title, on, region.name, epci.name, str(1 + int(chance.random() * 9)), "3,5"))
    headers = ("Formation", "Date", "Donnée par", "Suivie par", "Nombre de participants", "Heures")
    return MeansFile("formations.csv", "trainings", region, headers, rows)


def _envelopes(region: Operator, managers: Sequence[tuple[Operator, object]], today: date, chance: Random) -> MeansFile:
    """One envelope of the Region for the year, and a part of it for each manager."""
    year = str(today.year)
    whole = f"ENV-{year}"
    scheme = "Aide à l'investissement"
    rows: list[Cells] = [(whole, f"Aides territorialisées {year}", "2,4 M€", year, "", scheme, "", "")]
    for rank, (epci, place) in enumerate(managers):
        amount = str(330_000 - 40_000 * rank + 1_000 * int(chance.random() * 60))
        name = getattr(place, "name", "")
        rows.append((f"{whole}-{rank + 1:02}", f"Part de {name}", amount, year, name, scheme, epci.name, whole))
    headers = ("Numéro d'enveloppe", "Enveloppe", "Montant délégué", "Exercice", "Territoire", "Dispositif",
               "Gestionnaire", "Prise sur")  # fmt: skip
    return MeansFile("enveloppes-region.csv", "envelopes", region, headers, rows)


class _Season(NamedTuple):
    """What the files of one committee after the other are drawn from."""

    today: date
    chance: Random
    companies: Sequence[Company]
    region: Operator


class _Written:
    """The rows of the four files of one EPCI."""

    def __init__(self) -> None:
        self.calendar: list[Cells] = []
        self.agenda: list[Cells] = []
        self.committed: list[Cells] = []
        self.asked: list[Cells] = []


def _committee_files(epci: Operator, name: str, rank: int, season: _Season) -> list[MeansFile]:
    """A year of one EPCI: a committee each quarter, its agenda, what it committed, what it asked."""
    rows = _Written()
    for number, back in enumerate((250, 160, 70, -20), 1):
        on = season.today - timedelta(days=back + int(season.chance.random() * 14))
        key = f"C{rank + 1}-{number}"
        members = "Vice-présidence à l'économie ; Chargé de territoire de la Région ; Chambre de commerce"
        title = f"Comité d'engagement, {name}"
        rows.calendar.append((key, title, "engagement", on, name, season.region.name, members))
        for place, company in enumerate(season.companies[3 * number - 3 : 3 * number]):
            _item(rows, season, f"D{key}-{place + 1}", on, company)
        if on <= season.today:
            answered: str | date = on + timedelta(days=12 + 9 * number) if number != 3 else ""
            text = "Oui, dans la limite du plafond de minimis." if number != 3 else ""
            question = pick(season.chance, _QUESTIONS)
            rows.asked.append((question, on, season.region.name, key, name, answered, text))
    return [
        MeansFile(f"comites-{epci.slug}.csv", "committees", epci,
                  ("Numéro", "Comité", "Type", "Date", "Territoire", "En tandem avec", "Membres"), rows.calendar),
        MeansFile(f"dossiers-{epci.slug}.csv", "agenda", epci,
                  ("Identifiant", "Numéro du comité", "Dossier", "Entreprise", "SIRET", "Montant demandé", "Décision",
                   "Montant accordé", "Motif", "Déposé le", "Décidé le"), rows.agenda),
        MeansFile(f"engagements-{epci.slug}.csv", "commitments", epci,
                  ("Numéro d'engagement", "Enveloppe", "Objet", "Bénéficiaire", "SIRET", "Montant engagé", "Engagé le",
                   "Versé", "Reversé", "Numéro de décision"), rows.committed, "cp1252"),
        MeansFile(f"questions-{epci.slug}.csv", "referrals", epci,
                  ("Question", "Posée le", "Posée à", "Numéro du comité", "Territoire", "Répondue le", "Réponse"),
                  rows.asked),
    ]  # fmt: skip


def _item(rows: _Written, season: _Season, item: str, on: date, company: Company) -> None:
    """One company on the agenda; of three, two are granted what they ask, and committed, the third comes back."""
    chance, what = season.chance, pick(season.chance, _ITEMS)
    told = on - timedelta(days=15 + int(chance.random() * 40))
    amount = 4_000 + 1_000 * int(chance.random() * 20)
    who = (company.name, company.sites[0].siret)
    held, granted = on <= season.today, on <= season.today and not item.endswith("-3")
    verdict = "favorable" if granted else "ajourné" if held else ""
    given, decided = (str(amount), on) if granted else ("", on if held else "")
    reason = pick(chance, _REASONS) if granted else "Pièces à compléter." if held else ""
    rows.agenda.append((item, item[1:-2], what, *who, str(amount), verdict, given, reason, told, decided))
    if granted:
        old = (season.today - on).days > 90
        paid, back = str(amount // 2) if old else "", str(amount // 10) if old and item.endswith("1-1") else ""
        envelope = f"ENV-{season.today.year}-0{item[2]}"
        rows.committed.append((f"E{item}", envelope, what, *who, given, on, paid, back, item))

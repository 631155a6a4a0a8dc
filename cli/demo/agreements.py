"""Fictional partnership contracts (PDEC): parties, sectors, territories, period and means."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from cli.demo.chance import shuffled
from cli.demo.operators import Network
from cli.demo.places import Places

HEADERS = (
    "Intitulé",
    "Type",
    "Parties",
    "Filières",
    "Territoire",
    "Début",
    "Fin",
    "Montant",
    "ETP",
    "ESS",
    "Objet",
    "Responsabilités",
    "Montants",
    "ETP par partie",
    "Emplois attendus",
    "Numéro",
)
ACTION_HEADERS = ("Convention", "Action", "État", "Pilote", "Échéance", "Emplois prévus", "Emplois créés", "Filières")
STRATEGY_HEADERS = (
    "Stratégie",
    "Territoire",
    "Thématiques",
    "Filières",
    "Adoptée le",
    "Horizon",
    "Documents",
    "Numéro",
)
CONSULTATION_HEADERS = (
    "Concertation",
    "Question",
    "Invités",
    "Territoire",
    "Filières",
    "Ouverte le",
    "Jusqu'au",
    "Numéro",
)
_COUNT = 12
_ROLES = ("financer l'ingénierie", "animer le territoire", "former les porteurs de projet", "recevoir les entreprises")
_ACTIONS = (
    ("Ouvrir un guichet commun", "en cours", 12),
    ("Recenser les locaux libres", "réalisée", 0),
    ("Salon des fournisseurs locaux", "prévue", 5),
)
_THEMES = ("export", "recrutement", "énergie", "innovation", "numérique", "foncier")

Cells = tuple[str | date, ...]


def agreement_rows(places: Places, network: Network, today: date, chance: Random) -> list[Cells]:
    """Return the contracts: for each large EPCI, with the Region and a cluster, or the CRESS for the ESS."""
    region, clusters, epcis = network.one["région"], network.of_kind("pôle"), network.of_kind("EPCI")
    rows: list[Cells] = []
    for rank, epci in enumerate(epcis[:_COUNT]):
        is_social = rank % 4 == 3
        cluster = clusters[rank % len(clusters)]
        partner = network.one["CRESS"] if is_social else cluster
        starts = today - timedelta(days=60 + int(chance.random() * 500))
        parties = [region.name, epci.name, partner.name, network.one["CCI"].name][: 3 + rank % 2]
        if is_social:
            parties.append(f"Les Ateliers Fictifs n° {rank // 4 + 1} (association)")
        means = [20_000 + 20_000 * int(chance.random() * 6) for _ in parties]
        sectors = "" if is_social else "|".join(code.partition(":")[2] for code in cluster.sectors)
        subject = "l'économie sociale et solidaire" if is_social else cluster.name.removeprefix("Pôle Fictif ")
        rows.append(
            (
                f"PDEC {places.epcis[rank].name} : {subject}",
                "PDEC",
                "|".join(parties),
                sectors,
                places.epcis[rank].name,
                starts,
                starts + timedelta(days=3 * 365),
                f"{sum(means)} €",
                f"{0.5 + rank % 3 / 2:.1f}".replace(".", ","),
                "oui" if is_social else "non",
                "ingénierie partagée et suivi commun des porteurs de projet",
                "|".join((*_ROLES, "accueillir")[: len(parties)]),
                "|".join(map(str, means)),
                "|".join(["0,5", f"{rank % 3 / 2:.1f}".replace(".", ","), *["0"] * (len(parties) - 2)]),
                str(10 + rank),
                f"PDEC-{rank + 1}",
            )
        )
    return rows


def action_rows(network: Network, today: date, chance: Random) -> list[Cells]:
    """Return what the parties of the first contracts undertake; some are late, some led by nobody."""
    rows: list[Cells] = []
    for rank, epci in enumerate(network.of_kind("EPCI")[: _COUNT - 3]):
        for number, (title, state, jobs) in enumerate(_ACTIONS[: 1 + rank % 3]):
            leader = "" if (rank + number) % 4 == 3 else epci.name
            due = today + timedelta(days=int(chance.random() * 500) - 100)
            created = str(int(jobs * chance.random())) if state != "prévue" else ""
            rows.append((f"PDEC-{rank + 1}", title, state, leader, due, str(jobs), created, ""))
    return rows


def strategy_rows(places: Places, network: Network, today: date, chance: Random) -> list[Cells]:
    """Return what the largest EPCI declare, the Region's filières among them, as a list kept by hand."""
    rows: list[Cells] = []
    for rank, epci in enumerate(places.epcis[:8]):
        themes = " ; ".join(shuffled(chance, _THEMES)[:3])
        sectors = "|".join(code.partition(":")[2] for code in network.of_kind("pôle")[rank % 3].sectors[:2])
        adopted = today - timedelta(days=100 + int(chance.random() * 900))
        address = f"Délibération : https://territoire-{rank + 1}.example/strategie.pdf"
        title = f"Stratégie de développement {adopted.year}"
        rows.append((title, epci.name, themes, sectors, adopted, str(adopted.year + 5), address, f"S{rank + 1}"))
    return rows


def consultation_rows(places: Places, network: Network, today: date, chance: Random) -> list[Cells]:
    """Return what the Region asks of four territories, associations included; the last one has passed its day."""
    rows: list[Cells] = []
    for rank, (epci, place) in enumerate(zip(network.of_kind("EPCI")[:4], places.epcis, strict=False)):
        outside = f"Collectif Fictif n° {rank + 1} (collectif)"
        guests = "|".join((epci.name, network.one["CCI"].name, outside))
        opened = today - timedelta(days=8 + 14 * rank + int(chance.random() * 9))
        question = "Quels freins rencontrent les entreprises, et que faire en commun ?"
        title, until = f"Feuille de route de {place.name}", opened + timedelta(days=45)
        rows.append((title, question, guests, place.name, "", opened, until, f"C{rank + 1}"))
    return rows

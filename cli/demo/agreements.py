"""Fictional partnership contracts (PDEC): parties, sectors, territories, period and means."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

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
)
_COUNT = 12

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
        sectors = "" if is_social else "|".join(code.partition(":")[2] for code in cluster.sectors)
        subject = "l'économie sociale et solidaire" if is_social else cluster.name.removeprefix("Pôle Fictif ")
        rows.append(
            (
                f"PDEC {places.epcis[rank].name} : {subject}",
                "PDEC",
                "|".join((region.name, epci.name, partner.name, network.one["CCI"].name)[: 3 + rank % 2]),
                sectors,
                places.epcis[rank].name,
                starts,
                starts + timedelta(days=3 * 365),
                str(40_000 + 20_000 * int(chance.random() * 12)),
                f"{0.5 + rank % 3 / 2:.1f}".replace(".", ","),
                "oui" if is_social else "non",
                "ingénierie partagée et suivi commun des porteurs de projet",
            )
        )
    return rows

"""Fictional aid: who granted what to whom, and the three kinds of lists that say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from cli.demo.chance import Weighted
from cli.demo.companies import Company
from cli.demo.damage import WHOLE, written_identifier, written_name
from cli.demo.operators import Network, Operator
from cli.demo.trades import SIZES
from cli.demo.truth import RowTruth

SCDL_HEADERS = (
    "nomAttribuant",
    "idAttribuant",
    "dateConvention",
    "referenceDecision",
    "nomBeneficiaire",
    "idBeneficiaire",
    "objet",
    "montant",
    "nature",
    "conditionsVersement",
    "datesPeriodeVersement",
    "idRAE",
    "notificationUE",
    "pourcentageSubvention",
)
FREE_HEADERS = ("beneficiaire", "siret", "dispositif", "montant", "date")
CRAFT_HEADERS = (
    "Bénéficiaire",
    "N° SIREN",
    "Aide",
    "Montant accordé",
    "Date d'attribution",
    "Emplois créés",
    "Objet",
)

_SCHEMES = {
    "région": Weighted(
        {
            "Investissement productif": 5,
            "Transition écologique": 4,
            "Export": 2,
            "Transmission-reprise": 3,
        }.items()
    ),
    "fonds": Weighted({"Prêt d'honneur création": 7, "Prêt d'honneur reprise": 3}.items()),
    "CMA": Weighted({"Aide au premier équipement": 5, "Chèque numérique": 4, "Aide à l'apprentissage": 3}.items()),
}
_PURPOSES = (
    "achat de machines",
    "rénovation énergétique",
    "embauche",
    "ouverture d'un second site",
    "mise aux normes",
)
_PAST_DAYS = 1_000
_NBSP = "\u00a0"


class Grant(NamedTuple):
    """An aid granted by an institution, in its own list."""

    number: int
    company: Company
    operator: Operator
    scheme: str
    amount_eur: float
    on: date
    jobs: int
    purpose: str


def grants(network: Network, today: date, chance: Random, companies: Iterable[Company], first: int) -> Iterator[Grant]:
    """Yield the aid that some companies had: small ones from the fund or chamber, large ones the Region."""
    number = first
    for company in companies:
        size = SIZES.index(company.size)
        likely = 0.18 + 0.03 * size if company.is_open else 0.1
        while chance.random() < likely:
            operator = _grantor(network, chance, company, size)
            amount = (2_000, 4_000, 20_000)[min(size // 3, 2)] * (1 + size) ** 0.5 * (0.2 + 3 * chance.random() ** 3)
            yield Grant(
                number=number,
                company=company,
                operator=operator,
                scheme=_SCHEMES[operator.kind].draw(chance),
                amount_eur=round(amount / 50) * 50.0,
                on=today - timedelta(days=1 + int(chance.random() * _PAST_DAYS)),
                jobs=int(chance.random() ** 3 * (1 + size)),
                purpose=_PURPOSES[int(chance.random() * len(_PURPOSES))],
            )
            number += 1
            likely *= 0.6


def planted_grant(network: Network, company: Company, today: date, number: int) -> Grant:
    """Return an aid of this year, for a case that needs one."""
    on = today - timedelta(days=120)
    return Grant(number, company, network.one["région"], "Transition écologique", 18_000.0, on, 1, _PURPOSES[1])


def grant_row(chance: Random, grant: Grant) -> tuple[tuple[str | date, ...], RowTruth]:
    """Return a grant as the list of its institution writes it, and whom it speaks of."""
    company, kind = grant.company, "id" if chance.random() < 0.86 else "name"
    site = company.sites[0]
    uses_siren = grant.operator.kind == "CMA"
    identifier = written_identifier(chance, kind, company.siren, site.siret, uses_siren)
    name = written_name(chance, company)
    write = {"région": _scdl, "fonds": _free, "CMA": _craft}[grant.operator.kind]
    expected = "linked" if kind in WHOLE else "linked_or_review"
    return write(grant, name, identifier), RowTruth(f"support:{grant.number}", company.siren, kind, expected)


def _grantor(network: Network, chance: Random, company: Company, size: int) -> Operator:
    if company.trade.is_craft and chance.random() < 0.5:
        return network.one["CMA"]
    return network.one["fonds" if size < 4 and chance.random() < 0.6 else "région"]


def _scdl(grant: Grant, name: str, identifier: str) -> tuple[str | date, ...]:
    return (
        grant.operator.name,
        grant.operator.siret,
        grant.on,
        f"{grant.on.year}-{grant.number:06d}",
        name,
        identifier,
        f"{grant.scheme} : {grant.purpose}",
        f"{grant.amount_eur:.2f}",
        "aide en numéraire",
        "unique",
        "",
        "",
        "non",
        f"{0.2 + grant.number % 4 / 10:.1f}",
    )


def _free(grant: Grant, name: str, identifier: str) -> tuple[str | date, ...]:
    thousands = grant.amount_eur / 1000
    amount = f"{thousands:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return name, identifier, grant.scheme, f"{amount}{_NBSP}k€", grant.on


def _craft(grant: Grant, name: str, identifier: str) -> tuple[str | date, ...]:
    amount = f"{grant.amount_eur:,.2f}".replace(",", _NBSP).replace(".", ",")
    return name, identifier, grant.scheme, amount, grant.on, str(grant.jobs), grant.purpose

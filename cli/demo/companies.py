"""The fictional companies, chunk by chunk: a chunk depends on nothing but the seed and its number."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import NamedTuple

from cli.demo.chance import pick, stream
from cli.demo.identifiers import fictional_siren, site_siret
from cli.demo.names import company_name
from cli.demo.places import Places
from cli.demo.trades import EI, SIZES, SOCIAL_ECONOMY, Trade, draw_form, trades
from cli.demo.words import word_lists
from ingest.reference.tables import Commune

CHUNK = 10_000
"""Companies drawn at a time: what bounds the memory."""

HEADERS = (
    "siren",
    "siret",
    "nom",
    "enseigne",
    "naf",
    "adresse",
    "code_postal",
    "commune",
    "code_commune",
    "effectif",
    "nature_juridique",
    "etat",
    "statut_diffusion",
    "ess",
    "date_creation",
)
_LARGE = SIZES.index("12")
_FIRST_DAY = date(1975, 1, 1).toordinal()


class Site(NamedTuple):
    """One place where a company is."""

    siret: str
    address: str
    postcode: str
    commune: Commune


class Company(NamedTuple):
    """A fictional legal unit; its first site is the head office."""

    siren: str
    name: str
    sign: str
    trade: Trade
    size: str
    form: str
    is_open: bool
    is_masked: bool
    is_ess: bool
    created: str
    sites: tuple[Site, ...]

    @property
    def commune(self) -> Commune:
        """The commune of the head office."""
        return self.sites[0].commune


def company_chunk(places: Places, seed: int, today: date, ranks: range) -> list[Company]:
    """Return the companies of these ranks, the same for a seed whatever else is generated."""
    chance = stream(seed, "companies", ranks.start)
    offset = int(stream(seed, "siren").random() * 10**6)
    return [_company(chance, places, today, fictional_siren(rank, offset)) for rank in ranks]


def company_rows(company: Company) -> list[tuple[str, ...]]:
    """Return a company as a register extract lists it: one row a site."""
    state, diffusion = "A" if company.is_open else "C", "P" if company.is_masked else "O"
    return [
        (
            company.siren,
            site.siret,
            company.name,
            company.sign,
            company.trade.naf,
            site.address,
            site.postcode,
            site.commune.name.upper(),
            site.commune.code,
            company.size,
            company.form,
            state,
            diffusion,
            "O" if company.is_ess else "N",
            company.created,
        )
        for site in company.sites
    ]


def _company(chance: Random, places: Places, today: date, siren: str) -> Company:
    trade = trades().draw(chance)
    size = trade.sizes.draw(chance)
    form = draw_form(chance, trade, size)
    large = SIZES.index(size) >= _LARGE
    sites = [_site(chance, places.communes.draw(chance), siren, 1, large)]
    if large and chance.random() < 0.25:
        sites.append(_site(chance, places.communes.draw(chance), siren, 2, large))
    name, sign = company_name(chance, trade, form, places.phrases(sites[0].commune))
    age = chance.random() ** 1.7  # many young ones, few old ones
    created = date.fromordinal(int(today.toordinal() - 40 - age * (today.toordinal() - 40 - _FIRST_DAY)))
    return Company(
        siren=siren,
        name=name,
        sign=sign,
        trade=trade,
        size=size,
        form=form,
        is_open=chance.random() >= 0.04,
        is_masked=form == EI and chance.random() < 0.3,
        is_ess=form in SOCIAL_ECONOMY,
        created=created.isoformat(),
        sites=tuple(sites),
    )


def _site(chance: Random, commune: Commune, siren: str, number: int, large: bool) -> Site:
    street = pick(chance, word_lists()["street_large" if large else "street"])
    address = f"{int(chance.random() ** 2 * 180) + 1} {street}"
    return Site(site_siret(siren, number), address, pick(chance, commune.postcodes), commune)

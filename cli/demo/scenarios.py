"""Planted cases: what the demo must show, each on a company of its own with nothing else around it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from cli.demo.companies import Company
from cli.demo.identifiers import site_siret
from cli.demo.names import capitals
from cli.demo.operators import Network, Operator
from cli.demo.trades import SIZES
from cli.demo.visit_files import CONTRADICTION, HOMONYM
from cli.demo.visits import Visit

LEAST_COMPANIES = 200
"""Below it the planted companies might not be found."""


class Planted(NamedTuple):
    """A case: what must be seen, in a French sentence, and in figures.

    `needs` are titles, themes and statuses; `support` says whether a grant of this year is planted.
    """

    case: str
    says: str
    companies: tuple[Company, ...]
    visits: tuple[Visit, ...]
    overlaps: int
    is_unsupported: bool
    needs: tuple[tuple[str, str, str], ...] = ()
    has_support: bool = False


class Stage:
    """Sets the cases up: hands out companies, numbers visits."""

    def __init__(self, companies: list[Company], network: Network, today: date) -> None:
        self.companies = companies
        self._today = today
        self._number = 0
        self._free = (rank for rank, company in enumerate(companies) if _is_plain(company))
        self.region, self.cci, self.cma = (network.one[kind] for kind in ("région", "CCI", "CMA"))
        self.bge, self.fund = network.one["BGE"], network.one["fonds"]
        self.discreet = next(each for each in network.visitors if each.dialect and each.dialect.says_visibility)

    @property
    def next_number(self) -> int:
        """The number of the first visit that is not planted."""
        return self._number + 1

    def take(
        self,
        change: Callable[[Company], Company] = lambda company: company,
        wanted: Callable[[Company], bool] = lambda company: True,  # noqa: ARG005
    ) -> Company:
        """Set the first free company that is wanted apart, changed if need be."""
        rank = next(rank for rank in self._free if wanted(self.companies[rank]))
        self.companies[rank] = change(self.companies[rank])
        return self.companies[rank]

    def visit(self, company: Company, day: int, *operators: Operator, **more: Any) -> Visit:
        """Return a visit on a day counted from today; `more` are fields of `Visit`."""
        self._number += 1
        visit = Visit(
            number=self._number,
            company=company,
            site=company.sites[0],
            on=self._today + timedelta(days=day),
            status="planned" if day > 0 else "done",
            operators=operators,
            theme="développement",
            purpose="suivi",
            identifier="id",
        )
        return visit._replace(**more)

    def month_start(self, months_back: int) -> int:
        """The first day of an earlier month, counted from today."""
        month = self._today.year * 12 + self._today.month - 1 - months_back
        return (date(month // 12, month % 12 + 1, 1) - self._today).days


def plant(companies: list[Company], network: Network, today: date) -> tuple[list[Planted], int]:
    """Set the cases up on the first companies, in place, and return them with the next number of visit."""
    stage = Stage(companies, network, today)
    cases = [
        *_overlapping(stage),
        *_not_overlapping(stage),
        *_levels(stage),
        *_alone(stage),
        *_doubtful(stage),
    ]
    return cases, stage.next_number


def _overlapping(stage: Stage) -> list[Planted]:
    hot, soon, edge, same, sites = (
        stage.take(),
        stage.take(),
        stage.take(),
        stage.take(),
        stage.take(_with_second_site),
    )
    v, region, cci, cma, bge, fund = stage.visit, stage.region, stage.cci, stage.cma, stage.bge, stage.fund
    quarter = tuple(v(hot, day, who) for day, who in ((-85, region), (-66, cci), (-48, cma), (-30, bge), (-9, fund)))
    elsewhere = v(sites, -35, cci, site=sites.sites[1])
    return [
        Planted("five_in_a_quarter", "Cinq institutions en un trimestre.", (hot,), quarter, 10, False),
        Planted(
            "planned_after_recent",
            "Une visite est prévue douze jours après aujourd'hui, une autre a eu lieu il y a vingt jours.",
            (soon,),
            (v(soon, -20, cci), v(soon, 12, region)),
            1,
            False,
        ),
        Planted("at_90_days", "Le quatre-vingt-dixième jour est encore dans la fenêtre.", (edge,),
                (v(edge, -120, cci), v(edge, -30, region)), 1, False),
        Planted(
            "same_day_unreferenced",
            "Deux institutions le même jour sans référence commune : à proposer comme visite conjointe.",
            (same,),
            (v(same, -40, cci), v(same, -40, region)),
            1,
            False,
        ),
        Planted("other_site", "Deux sites d'une même entreprise.", (sites,),
                (v(sites, -50, region), elsewhere), 1, False),
    ]  # fmt: skip


def _not_overlapping(stage: Stage) -> list[Planted]:
    late, joint, partner, follow, gone = (stage.take() for _ in range(5))
    v, region, cci, cma = stage.visit, stage.region, stage.cci, stage.cma
    follow_up = tuple(v(follow, day, cci) for day in (-70, -40, -10))
    return [
        Planted("at_91_days", "Le quatre-vingt-onzième jour n'est plus dans la fenêtre.", (late,),
                (v(late, -121, cci), v(late, -30, region)), 0, False),
        Planted("joint", "Une visite à trois est une seule visite.", (joint,),
                (v(joint, -25, region, cci, cma),), 0, False),
        Planted("joint_then_partner", "Une institution d'une visite conjointe revient seule.", (partner,),
                (v(partner, -60, region, cci), v(partner, -30, cci)), 0, False),
        Planted("follow_up", "Une institution suit sa propre visite.", (follow,), follow_up, 0, False),
        Planted("cancelled", "La seconde visite a été annulée.", (gone,),
                (v(gone, -55, region), v(gone, -30, cci, status="cancelled")), 0, False),
    ]  # fmt: skip


def _levels(stage: Stage) -> list[Planted]:
    private, signalled, only_private = stage.take(), stage.take(), stage.take()
    v, discreet = stage.visit, stage.discreet
    first = stage.month_start(2)  # the month is known, not the day: 15 days before it ends, 100 days after the other
    return [
        Planted("private", "Une visite réservée ne compte pas chez les autres.", (private,),
                (v(private, -60, stage.cci), v(private, -45, discreet, level="Réservé")), 0, False),
        Planted("signalled", "Une visite signalée compte par son mois.", (signalled,),
                (v(signalled, first - 86, stage.cci), v(signalled, first + 14, discreet, level="Signalé")),
                1, False),
        Planted("only_private", "Connue de sa seule institution, seule pour les autres.", (only_private,),
                (v(only_private, -45, discreet, level="Réservé"),), 0, True),
    ]  # fmt: skip


def _alone(stage: Stage) -> list[Planted]:
    need, helped, unconfirmed, closed = stage.take(), stage.take(), stage.take(), stage.take(_close)
    masked, old, answered = stage.take(_mask), stage.take(), stage.take()
    v, cci = stage.visit, stage.cci
    quo = ("Préparer la transmission", "développement", "sans réponse")
    return [
        Planted("alone_with_need", "Jamais visitée, un besoin sans réponse : en tête de liste.", (need,),
                (), 0, True, needs=(quo,)),
        Planted("supported_only", "Jamais visitée, mais aidée cette année.", (helped,),
                (), 0, False, has_support=True),
        Planted("planned_unconfirmed", "Une visite prévue et jamais confirmée ne compte pas.", (unconfirmed,),
                (v(unconfirmed, -50, cci, status="planned"),), 0, True),
        Planted("closed", "Fermée : dans aucune liste d'entreprises à accompagner.", (closed,),
                (v(closed, -500, cci),), 0, False),
        Planted("masked", "À diffusion partielle : comptée à part, jamais nommée.", (masked,), (), 0, False),
        Planted("last_met_long_ago", "Vue il y a plus d'un an.", (old,), (v(old, -400, cci),), 0, True),
        Planted("need_answered", "Jamais visitée, mais un besoin pris en charge.", (answered,),
                (), 0, False, needs=(("Financer une machine", "financement", "prise en charge"),)),
    ]  # fmt: skip


def _doubtful(stage: Stage) -> list[Planted]:
    v, cci, one = stage.visit, stage.cci, stage.take()
    twin = stage.take(lambda company: _namesake(company, one))
    contradicted = stage.take()
    neighbour = stage.take(
        lambda company: _neighbour(company, contradicted), lambda company: _unlike(company, contradicted)
    )
    wrong = v(contradicted, -15, cci, identifier=CONTRADICTION, written_name=neighbour.name)
    known = v(one, -60, cci), v(twin, -62, cci), v(one, -20, cci, identifier=HOMONYM, written_name=one.name)
    return [
        Planted("homonyms", "Deux entreprises de même nom et de même commune : à départager.", (one, twin),
                known, 0, False),
        Planted("contradiction", "Le SIRET d'une entreprise, le nom d'une autre.", (contradicted,),
                (v(contradicted, -70, cci), wrong), 0, False),
        Planted("neighbour", "Celle dont le nom fut donné à tort : jamais visitée.", (neighbour,),
                (), 0, True),
    ]  # fmt: skip


def _is_plain(company: Company) -> bool:
    """Open, no person's name, employs people: nothing that would change what the case shows."""
    return company.is_open and company.form != "1000" and SIZES.index(company.size) >= SIZES.index("01")


def _with_second_site(company: Company) -> Company:
    head = company.sites[0]
    second = head._replace(siret=site_siret(company.siren, 2), address="2 RUE DE L'INDUSTRIE")
    return company._replace(sites=(head, second))


def _close(company: Company) -> Company:
    return company._replace(is_open=False)


def _mask(company: Company) -> Company:
    return company._replace(is_masked=True, form="1000")


def _unlike(company: Company, other: Company) -> bool:
    """Whether no word and few letters are common to the names: nobody would take one for the other."""
    one, two = (set(capitals(each.name).split()) for each in (company, other))
    return not one & two and company.name[0].upper() != other.name[0].upper()


def _neighbour(company: Company, other: Company) -> Company:
    site = company.sites[0]._replace(postcode=other.sites[0].postcode, commune=other.sites[0].commune)
    return company._replace(sites=(site,))


def _namesake(company: Company, other: Company) -> Company:
    return _neighbour(company, other)._replace(name=other.name, sign=other.sign, trade=other.trade)

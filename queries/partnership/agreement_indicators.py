"""The indicators of the common projects (PDEC) that agreements, strategies and consultations give."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.results.model import Action, Indicator, Meaning, MonthValue, Unit
from queries.results.months import month_ends

CYPHER = load(__file__)
LEAST_NAMED = 2
"""Strategies and agreements that must name a sector before it is one that « all name »."""
Known = dict[str, Any]
_DETAIL = "Les conventions seulement signalées, ou réservées à une institution, ne sont pas comptées."
_TODAY = "Les mois passés sont comptés avec les chiffres d'aujourd'hui : leur histoire n'est pas gardée."


class _Measure(NamedTuple):
    code: str
    label: str
    definition: str
    question: str
    page: str
    unit: Unit
    value: Callable[[Known, str], float | None]
    of: tuple[str, ...]
    gaps: str

    @property
    def meaning(self) -> Meaning:
        """What it means, apart from what it is worth."""
        return Meaning(Action.PDEC, self.code, self.label, self.definition, self.question, self.page, self.unit)


def agreement_indicators(
    graph: Graph, caller: Caller, territory: str | None, as_of: date, months: int = 12
) -> tuple[Indicator, ...]:
    """Return what agreements, strategies and consultations say of the action PDEC on a day, and month by month.

    Args:
        graph: the store.
        caller: a member; its own records are left out, for the figures are the same for all members.
        territory: uid, such as `epci:200067999`; None for the region.
        as_of: the day; each of the months before it is counted at its last day.
        months: how many, the current one included.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    [known] = graph.read(CYPHER, caller.across, territory=territory)
    ends = [end.isoformat() for end in month_ends(as_of, months)]
    return tuple(_made(measure, known, as_of, ends) for measure in MEASURES)


def in_force(known: Known, day: str) -> list[Known]:
    """The agreements in force on a day: begun, and not ended before it; one without an end runs on."""
    return [
        one for one in known["agreements"] if (one["starts"] or "") <= day and (not one["ends"] or one["ends"] >= day)
    ]


def unled_sectors(known: Known, day: str) -> list[str]:
    """The sectors that at least two strategies or agreements name, and for which no open action is led by anybody."""
    running = in_force(known, day)
    naming = [one["sectors"] for one in (*running, *_declared(known, day))]
    led = {sector for one in running for sectors in one["led"] for sector in sectors}
    named = {sector for sectors in naming for sector in sectors}
    return sorted(one for one in named - led if sum(one in sectors for sectors in naming) >= LEAST_NAMED)


def epcis_without(known: Known, day: str) -> list[str]:
    """The EPCI where companies are known, that no agreement in force names and whose institution is party to none."""
    covered = {uid for one in in_force(known, day) for uid in one["epcis"]}
    return sorted(set(known["epcis"]) - covered)


def _declared(known: Known, day: str) -> list[Known]:
    year = int(day[:4])
    return [one for one in known["strategies"] if (one["starts"] or "") <= day and (one["horizon"] or year) >= year]


def _replies(known: Known, day: str) -> list[Known]:
    return [one for asked in known["consultations"] for one in asked["replies"] if one["on"] <= day]


def _answered(known: Known, day: str) -> float | None:
    invited = sum(one["invited"] for one in known["consultations"] if (one["starts"] or "") <= day)
    return len(_replies(known, day)) / invited if invited else None


def _kept(known: Known, day: str) -> float | None:
    settled = [one["outcome"] for one in _replies(known, day) if one["outcome"] and one["outcome_on"] <= day]
    return sum(one in ("kept", "partly") for one in settled) / len(settled) if settled else None


def _summed(name: str) -> Callable[[Known, str], float | None]:
    def value(known: Known, day: str) -> float | None:
        return float(sum(one[name] or 0 for one in in_force(known, day)))

    return value


def _made(measure: _Measure, known: Known, as_of: date, ends: list[str]) -> Indicator:
    fresh = [one["recorded"] for kind in measure.of for one in known[kind] if one["recorded"]]
    nothing = not any(known[kind] for kind in measure.of)
    value = None if nothing and measure.unit == "percent" else measure.value(known, as_of.isoformat())
    by_month = tuple(MonthValue(month=end[:7], value=measure.value(known, end)) for end in ends)
    return measure.meaning.measured(by_month, value, fresh_on=max(fresh, default=None), gaps=measure.gaps)


_AGREEMENTS = "queries.partnership.agreements.agreements"
_UNLED = "queries.partnership.agreement_indicators.unled_sectors"
_STRATEGIES = "queries.partnership.strategies.strategies"
_CONSULTATIONS = "queries.partnership.consultations.consultations"
MEASURES = (
    _Measure("conventions-en-vigueur", "Partenariats en vigueur",
             "Conventions commencées et pas encore échues ce jour-là ; sans date de fin, une convention continue.",
             _AGREEMENTS, "/conventions?etat=running", "number",
             lambda known, day: float(len(in_force(known, day))), ("agreements",), _DETAIL),
    _Measure("emplois-attendus", "Emplois attendus",
             "Emplois attendus des conventions en vigueur : ceux qu'elles disent, sinon la somme de leurs actions.",
             _AGREEMENTS, "/conventions?etat=running", "jobs", _summed("expected"), ("agreements",), _TODAY),
    _Measure("emplois-generes", "Emplois générés",
             "Emplois créés dits par les conventions en vigueur, sinon par leurs actions.",
             _AGREEMENTS, "/conventions?etat=running", "jobs", _summed("created"), ("agreements",), _TODAY),
    _Measure("acteurs-associes", "Acteurs associés",
             "Parties différentes des conventions en vigueur, membres ou non : institutions, communes, entreprises, "
             "associations.", "queries.partnership.agreements.agreement", "/conventions?etat=running", "number",
             lambda known, day: float(len({uid for one in in_force(known, day) for uid in one["parties"]})),
             ("agreements",), "Deux associations du même nom comptent pour une. " + _DETAIL),
    _Measure("ingenierie-etp", "Effectifs en ingénierie",
             "Équivalents temps plein d'ingénierie que prévoient les conventions en vigueur.",
             _AGREEMENTS, "/conventions?etat=running", "fte", _summed("fte"), ("agreements",), _TODAY),
    _Measure("epci-sans-convention", "EPCI sans convention",
             "EPCI où une entreprise est connue, qu'aucune convention en vigueur ne nomme et dont l'institution n'est "
             "partie à aucune.", _AGREEMENTS, "/conventions", "number",
             lambda known, day: float(len(epcis_without(known, day))), ("agreements",), _DETAIL),
    _Measure("filieres-sans-pilote", "Filières que tous nomment et que personne ne pilote",
             "Filières ou secteurs nommés par au moins deux stratégies ou conventions en vigueur, et dont aucune "
             "action à lancer ou en cours n'a de pilote.", _UNLED,
             "/strategies", "number", lambda known, day: float(len(unled_sectors(known, day))),
             ("agreements", "strategies"), _TODAY),
    _Measure("strategies-declarees", "Stratégies de territoire déclarées",
             "Stratégies adoptées ce jour-là, dont l'horizon n'est pas passé.", _STRATEGIES,
             "/strategies", "number", lambda known, day: float(len(_declared(known, day))), ("strategies",),
             "Les stratégies seulement signalées, ou réservées à une institution, ne sont pas comptées."),
    _Measure("concertations-reponses", "Réponses aux concertations",
             "Réponses reçues, sur les invitations des concertations ouvertes ce jour-là ou avant.",
             _CONSULTATIONS, "/consultations", "percent", _answered, ("consultations",),
             "Les concertations réservées à une institution ne sont pas comptées."),
    _Measure("concertations-retenues", "Contributions retenues",
             "Réponses retenues, au moins en partie, sur celles dont l'institution qui consulte a décidé.",
             _CONSULTATIONS, "/consultations", "percent", _kept, ("consultations",),
             "Une réponse dont rien n'est encore décidé ne compte pas."),
)  # fmt: skip
MEANINGS = tuple(measure.meaning for measure in MEASURES)

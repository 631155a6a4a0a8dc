"""The indicators of "Région, territoire, même combat": people, delegated envelopes, committees, headquarters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from graph.store import Graph
from graph.visibility import Caller
from queries.kept import remembered
from queries.means.agents import LEAST_POSTS
from queries.means.envelopes import Envelope, leaves_used
from queries.means.facts import LED_DAYS, Means, days_between, means_of, middle, within
from queries.results.model import Action, Indicator, Meaning, MonthValue, Unit
from queries.results.months import month_of

Value = Callable[[Means, int], float | None]
"""The value at the end of a month: the facts, and the rank of that month."""


class _Kind(NamedTuple):
    code: str
    label: str
    definition: str
    question: str
    page: str
    unit: Unit
    value: Value
    fresh: Callable[[Means], Iterable[str | None]]

    @property
    def meaning(self) -> Meaning:
        """What it means, apart from what it is worth."""
        return Meaning(Action.MEANS, self.code, self.label, self.definition, self.question, self.page, self.unit)


def means_indicators(
    graph: Graph, caller: Caller, territory: str | None, as_of: date, months: int = 12
) -> tuple[Indicator, ...]:
    """Return the indicators of the fourth action for a territory (an uid), or the region, the same for all members.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()

    def make() -> tuple[Indicator, ...]:
        known = means_of(graph, caller, territory, as_of, months)
        return tuple(_indicator(kind, known) for kind in KINDS)

    return remembered(graph, ("means_indicators", territory, as_of, months), make)


def _indicator(kind: _Kind, known: Means) -> Indicator:
    values = [kind.value(known, rank) for rank in range(len(known.ends))]
    by_month = tuple(
        MonthValue(month=month_of(end), value=value) for end, value in zip(known.ends, values, strict=True)
    )
    fresh = max((one for one in kind.fresh(known) if one), default=None)
    return kind.meaning.measured(by_month, values[-1], fresh_on=fresh, gaps=_gaps(kind, known))


def _gaps(kind: _Kind, known: Means) -> str | None:
    if kind.page == "/agents" and not known.posts[-1]:
        return "Aucun poste connu : les institutions n'ont pas encore donné les leurs."
    if kind.page == "/enveloppes":
        hidden = sum(1 for one in known.envelopes[-1] if one.amount_cents is None)
        if not known.envelopes[-1]:
            return "Aucune enveloppe connue cette année."
        return f"{hidden} enveloppe(s) signalée(s), sans leur montant." if hidden else None
    if kind.page == "/comites" and not known.committees:
        return "Aucun comité connu."
    return None


def _fte(known: Means, rank: int) -> float | None:
    return round(known.fte(known.posts[rank], of_region=True), 2)


def _others(known: Means, rank: int) -> float | None:
    return round(known.fte(known.posts[rank], of_region=False), 2)


def _people(known: Means, rank: int) -> float | None:
    many = sum(1 for one in known.posts[rank] if one.of_region and known.part(one) > 0)
    return float(many) if many == 0 or many >= LEAST_POSTS else None


def _missing(known: Means, rank: int) -> float | None:
    return round(known.norm_fte - known.fte(known.posts[rank], of_region=True), 2)


def _delegated(found: Iterable[Envelope]) -> list[Envelope]:
    """Envelopes that were delegated: taken from a larger one, or managed by another than who delegates them."""
    return [one for one in found if one.amount_cents is not None and (one.parent or one.manager != one.owner)]


def _euros(cents: float) -> float:
    return round(cents / 100, 2)


def _amount(known: Means, rank: int) -> float | None:
    return _euros(sum(leaves_used(one)[0] for one in _delegated(known.envelopes[rank])))


def _committed(known: Means, rank: int) -> float | None:
    return _euros(sum(leaves_used(one)[1] for one in _delegated(known.envelopes[rank])))


def _paid(known: Means, rank: int) -> float | None:
    every = _delegated(known.envelopes[rank])
    return _euros(sum((one.paid_cents or 0) - (one.returned_cents or 0) for one in every))


def _used(known: Means, rank: int) -> float | None:
    amount = _amount(known, rank)
    return round((_committed(known, rank) or 0.0) / amount, 4) if amount else None


def _underused(known: Means, rank: int) -> float | None:
    told = [one for one in _delegated(known.envelopes[rank]) if one.forecast_share is not None]
    return float(sum(one.underused for one in told)) if told else None


def _held(known: Means, rank: int) -> float | None:
    end = known.ends[rank]
    return float(sum(one.status == "held" and within(one.on, end) for one in known.committees))


def _decisions(known: Means, rank: int) -> float | None:
    end = known.ends[rank]
    return float(sum(_is_decided(one.verdict) and within(one.decided_on, end) for one in known.items))


def _decision_days(known: Means, rank: int) -> float | None:
    end = known.ends[rank]
    decided = [one for one in known.items if _is_decided(one.verdict) and within(one.decided_on, end)]
    return middle(days_between(one.on, one.decided_on) for one in decided)


def _is_decided(verdict: str | None) -> bool:
    return verdict in ("favourable", "unfavourable")


def _asked(known: Means, rank: int) -> float | None:
    return float(sum(within(one.on, known.ends[rank]) for one in known.referrals))


def _answer_days(known: Means, rank: int) -> float | None:
    end = known.ends[rank]
    back = [one for one in known.referrals if within(one.answered_on, end)]
    return middle(days_between(one.on, one.answered_on) for one in back)


def _overdue(known: Means, rank: int) -> float | None:
    end = known.ends[rank].isoformat()
    return float(sum((one.on or "9") <= end and (one.due_on or "9") < end < (one.answered_on or "9")
                     for one in known.referrals))  # fmt: skip


def _led(known: Means, rank: int) -> float | None:
    end = known.ends[rank]
    return float(sum(any(within(on, end) for on in one.days) for one in known.led))


def _trained(known: Means, rank: int) -> float | None:
    return float(sum(within(one.on, known.ends[rank]) for one in known.trainings))


def _trainees(known: Means, rank: int) -> float | None:
    many = sum(one.participants or 0 for one in known.trainings if within(one.on, known.ends[rank]))
    return float(many) if many == 0 or many >= LEAST_POSTS else None


def _of_posts(known: Means) -> Iterable[str | None]:
    return (one.fresh_on for one in known.posts[-1])


def _of_envelopes(known: Means) -> Iterable[str | None]:
    return (one.fresh_on for one in known.envelopes[-1])


def _of_committees(known: Means) -> Iterable[str | None]:
    return (one.fresh_on for one in known.committees)


def _of_referrals(known: Means) -> Iterable[str | None]:
    return (one.fresh_on for one in known.referrals)


def _of_led(known: Means) -> Iterable[str | None]:
    return (one.fresh_on for one in known.led)


def _of_trainings(known: Means) -> Iterable[str | None]:
    return (one.fresh_on for one in known.trainings)


_POSTS, _ENVELOPES = "queries.means.agents.posts", "queries.means.envelopes.envelopes"
_COMMITTEES, _AGENDA = "queries.means.committees.committees", "queries.means.committees.agenda"
_REFERRALS, _TRAININGS = "queries.means.committees.referrals", "queries.means.agents.trainings"
_LED_QUESTION = "queries.means.facts.means_of"
KINDS: tuple[_Kind, ...] = (
    _Kind("etp-affectes", "ETP de la Région affectés",
          "Équivalents temps plein des postes de la Région en place à la fin du mois ; un poste sur plusieurs "
          "territoires y compte à parts égales.", _POSTS, "/agents", "fte", _fte, _of_posts),
    _Kind("personnes-affectees", "Postes de la Région affectés",
          "Postes de la Région en place dans le territoire à la fin du mois ; rien n'est dit d'un ou deux.",
          _POSTS, "/agents", "number", _people, _of_posts),
    _Kind("etp-binomes", "ETP des territoires en face",
          "Équivalents temps plein des postes des autres institutions en place à la fin du mois.",
          _POSTS, "/agents", "fte", _others, _of_posts),
    _Kind("etp-manquants", "Écart à la norme, en ETP",
          "Un ETP de la Région pour 10 000 entreprises non fermées, au nombre connu le dernier jour, moins les ETP "
          "affectés : au-dessus de zéro, il en manque.", "queries.means.agents.loads", "/agents", "fte", _missing,
          _of_posts),
    _Kind("montant-delegue", "Montant délégué",
          "Enveloppes de l'année prises sur une plus grande ou confiées à une autre institution ; chaque euro compte "
          "une fois, là où il n'est pas délégué plus loin.", _ENVELOPES, "/enveloppes", "euros", _amount,
          _of_envelopes),
    _Kind("montant-engage", "Montant engagé, net des retours",
          "Engagements de l'année sur ces enveloppes, moins ce qui est revenu.",
          _ENVELOPES, "/enveloppes", "euros", _committed, _of_envelopes),
    _Kind("montant-paye", "Montant payé, net des retours",
          "Ce qui est payé sur ces engagements, moins ce qui est revenu.",
          _ENVELOPES, "/enveloppes", "euros", _paid, _of_envelopes),
    _Kind("part-utilisee", "Part utilisée", "Montant engagé rapporté au montant délégué de l'année.",
          _ENVELOPES, "/enveloppes", "percent", _used, _of_envelopes),
    _Kind("sous-utilisation", "Enveloppes déléguées bientôt sous-utilisées",
          "Enveloppes déléguées dont moins de 80 % seraient engagés au 31 décembre, au rythme depuis le 1er janvier ; "
          "rien n'est prévu avant 90 jours.", _ENVELOPES, "/enveloppes", "number", _underused, _of_envelopes),
    _Kind("comites-tenus", "Comités tenus", "Comités tenus dans les douze mois.",
          _COMMITTEES, "/comites", "number", _held, _of_committees),
    _Kind("decisions", "Décisions prises", "Dossiers décidés, favorablement ou non, dans les douze mois.",
          _AGENDA, "/comites", "number", _decisions, _of_committees),
    _Kind("delai-decision", "Délai de décision",
          "Médiane des jours entre le dépôt d'un dossier et sa décision, pour les décisions des douze mois.",
          _AGENDA, "/comites", "days", _decision_days, _of_committees),
    _Kind("questions-siege", "Questions montées au siège", "Questions posées au siège dans les douze mois.",
          _REFERRALS, "/comites", "number", _asked, _of_referrals),
    _Kind("delai-siege", "Délai de réponse du siège",
          "Médiane des jours entre une question et sa réponse, pour les réponses des douze mois.",
          _REFERRALS, "/comites", "days", _answer_days, _of_referrals),
    _Kind("questions-en-retard", "Questions en retard",
          "Questions sans réponse à la fin du mois, le jour attendu étant passé.",
          _REFERRALS, "/comites", "number", _overdue, _of_referrals),
    _Kind("entreprises-orientees", "Entreprises qui ont trouvé une aide par un agent",
          f"Entreprises qui ont reçu une aide ou un engagement dans les douze mois, {LED_DAYS} jours au plus après une "
          "visite d'une institution qui a un poste dans leur territoire : une suite dans le temps, pas une cause.",
          _LED_QUESTION, "/agents", "number", _led, _of_led),
    _Kind("formations", "Formations suivies", "Formations suivies par une institution dans les douze mois.",
          _TRAININGS, "/agents", "number", _trained, _of_trainings),
    _Kind("personnes-formees", "Participations à des formations",
          "Participants à ces formations ; rien n'est dit d'un ou deux.",
          _TRAININGS, "/agents", "number", _trainees, _of_trainings),
)  # fmt: skip
MEANINGS = tuple(kind.meaning for kind in KINDS)

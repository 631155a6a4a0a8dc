"""What a row names: envelopes, committees, territorial needs, institutions, found and put in their place as uids.

An envelope is committed and split by its manager alone, so that whoever is refused for want of room only ever learns
of its own records.
"""

from __future__ import annotations

from collections.abc import Callable

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import MEMBER
from ingest.envelopes import Refusal
from ingest.facts import Provenance
from ingest.notes import Note, Severity
from ingest.operators import Operators
from ingest.source import Source, Values

MOST_CENTS = 10**14
"""A thousand billion euros: beyond it a figure is a mistake."""
_ENVELOPES = """
MATCH (e:Envelope) WHERE e.manager = $owner
  AND (e.uid = $written OR e.reference = $written OR toLower(e.title) = toLower($written))
RETURN e.uid AS uid, e.owner AS owner
"""
_SEEN_ENVELOPES = """
MATCH (e:Envelope) WHERE (e.owner = $owner OR e.manager = $owner OR e.visibility IN $detail)
  AND (e.uid = $written OR e.reference = $written OR toLower(e.title) = toLower($written))
RETURN e.uid AS uid, e.owner AS owner
"""
_ITEMS = """
MATCH (i:AgendaItem) WHERE (i.owner = $owner OR i.visibility IN $detail)
  AND (i.uid = $written OR i.reference = $written)
RETURN i.uid AS uid, i.owner AS owner
"""
_COMMITTEES = """
MATCH (k:Committee) WHERE (k.owner = $owner OR (k.partner = $owner AND k.visibility <> 'private')
    OR k.visibility IN $detail)
  AND (k.uid = $written OR k.reference = $written OR toLower(k.title) = toLower($written))
RETURN k.uid AS uid, k.owner AS owner
"""
_TERRITORIAL = """
MATCH (t:TerritorialNeed) WHERE (t.owner = $owner OR t.visibility IN $detail)
  AND (t.uid = $written OR toLower(t.title) = toLower($written))
RETURN t.uid AS uid, t.owner AS owner
"""
_Found = list[dict[str, str]]
_Settle = Callable[["Naming", Values], Refusal | None]


class Naming:
    """Finds what the rows of one import name.

    Args:
        graph: where it is looked for.
        source: what the rows are.
        operators: the institutions.
        provenance: whose rows they are.
        creates: whether an institution that nobody knows is created.
    """

    def __init__(
        self, graph: Graph, source: Source, operators: Operators, provenance: Provenance, *, creates: bool = False
    ) -> None:
        self._graph = graph
        self._source = source
        self.operators = operators
        self.provenance = provenance
        self._creating = provenance if creates else None

    @property
    def owner(self) -> str:
        """The institution whose rows these are."""
        return self.provenance.owner

    def settle(self, values: Values) -> Refusal | None:
        """Put uids in the place of what a row names, and return why it is refused, if it is."""
        check = _CHECKS.get(self._source.name)
        return _amounts(values) or check(self, values) if check else None

    def level(self, values: Values) -> str:
        """Who will see the row."""
        return str(values.get("visibility") or self._source.visibility.value)

    def institution(self, values: Values, column: str) -> Refusal | None:
        """Put the uid of an institution in the place of its name."""
        if written := values.get(column):
            try:
                values[column] = self.operators.resolve(written, self._creating)
            except NotFound as error:
                near = self.operators.near(written)
                text = f"{error.message} Vouliez-vous dire : {', '.join(near)} ?" if near else error.message
                return Refusal(Note(Severity.REFUSE, "unknown-operator", text), column)
        return None

    def found(self, cypher: str, written: str) -> _Found:
        """Return what is known under a name or number."""
        detail = MEMBER.parameters["detail"]
        return self._graph.system_read(cypher, owner=self.owner, written=written, detail=detail)

    def one(self, cypher: str, values: Values, column: str, what: str) -> tuple[Refusal | None, str]:
        """Put the uid of the only record of that name or number in its place; return whose it is."""
        written = str(values[column])
        found = self.found(cypher, written)
        exact = [one for one in found if one["uid"] == written] or found
        if len(exact) == 1:
            values[column] = exact[0]["uid"]
            return None, exact[0]["owner"]
        how = "Plusieurs portent" if found else "Aucune ne porte"
        text = f"{what} : {how} le nom ou le numéro « {written} ». Écrivez son numéro."
        return Refusal(Note(Severity.REFUSE, "unknown-reference", text), column), ""


def _amounts(values: Values) -> Refusal | None:
    """Amounts are positive, and nothing is returned that was not paid, nor paid that was not committed."""
    for name in ("amount", "paid", "returned", "asked", "granted"):
        if not 0 <= values.get(f"{name}_cents", 0) <= MOST_CENTS:
            text = "Un montant est positif, et d'au plus mille milliards d'euros."
            return Refusal(Note(Severity.REFUSE, "amount-out-of-range", text), f"{name}_eur")
    if "amount_cents" in values:
        chain = [values["amount_cents"], values.get("paid_cents", 0), values.get("returned_cents", 0)]
        if sorted(chain, reverse=True) != chain:
            text = "Le payé ne dépasse pas l'engagé, ni le reversé le payé."
            return Refusal(Note(Severity.REFUSE, "amounts-disagree", text), "paid_eur")
    return None


def _in_order(first: str, last: str, what: str) -> _Settle:
    """Check that what begins on one day does not end before it."""

    def check(_: Naming, values: Values) -> Refusal | None:
        begins, ends = values.get(first), values.get(last)
        if begins and ends and str(ends)[:10] < str(begins)[:10]:
            return Refusal(Note(Severity.REFUSE, "ends-before-it-begins", f"{what} finit avant de commencer."), last)
        return None

    return check


def _envelope(naming: Naming, values: Values) -> Refusal | None:
    values.setdefault("manager", naming.owner)
    if wrong := naming.institution(values, "manager"):
        return wrong
    owners = {naming.owner}
    if values.get("parent"):
        wrong, owner = naming.one(_ENVELOPES, values, "parent", "Enveloppe mère que vous gérez")
        if wrong:
            return wrong
        owners.add(owner)
    if owners != {values["manager"]} and naming.level(values) not in MEMBER.parameters["detail"]:
        text = "Une enveloppe déléguée d'une institution à une autre est partagée : l'une la gère, l'autre en répond."
        return Refusal(Note(Severity.REFUSE, "entrusted-is-shared", text), "visibility")
    return None


def _commitment(naming: Naming, values: Values) -> Refusal | None:
    wrong, owner = naming.one(_ENVELOPES, values, "envelope", "Enveloppe que vous gérez")
    if wrong:
        return wrong
    if owner != naming.owner and naming.level(values) not in MEMBER.parameters["detail"]:
        text = "Sur une enveloppe déléguée par une autre institution, un engagement est partagé : elle doit le suivre."
        return Refusal(Note(Severity.REFUSE, "entrusted-is-shared", text), "visibility")
    return naming.one(_ITEMS, values, "decision", "Dossier de comité")[0] if values.get("decision") else None


def _committee(naming: Naming, values: Values) -> Refusal | None:
    return naming.institution(values, "partner")


def _item(naming: Naming, values: Values) -> Refusal | None:
    wrong, _ = naming.one(_COMMITTEES, values, "committee", "Comité")
    if not wrong and values.get("envelope"):
        wrong, _ = naming.one(_SEEN_ENVELOPES, values, "envelope", "Enveloppe")
    return wrong


def _referral(naming: Naming, values: Values) -> Refusal | None:
    wrong = naming.institution(values, "addressee")
    if not wrong and values.get("committee"):
        wrong, _ = naming.one(_COMMITTEES, values, "committee", "Comité")
    return wrong


def _decision(naming: Naming, values: Values) -> Refusal | None:
    return naming.one(_TERRITORIAL, values, "answers", "Besoin territorial")[0] if values.get("answers") else None


def _post(_: Naming, values: Values) -> Refusal | None:
    if not 0 < values["fte"] <= MOST_FTE:
        text = f"Un poste est de plus de 0 et d'au plus {MOST_FTE} ETP."
        return Refusal(Note(Severity.REFUSE, "fte-out-of-range", text), "fte")
    return None


def is_settled(source: Source) -> bool:
    """Whether the rows of a source name envelopes, committees or institutions, to be found before they are written."""
    return source.name in _CHECKS


MOST_FTE = 50
"""Of one row: several people of the same function may stand in it."""
_CHECKS: dict[str, _Settle] = {
    "envelopes": _envelope,
    "commitments": _commitment,
    "committees": _committee,
    "agenda": _item,
    "referrals": _referral,
    "decisions": _decision,
    "posts": _post,
    "agreements": _in_order("starts_on", "ends_on", "Cette convention"),
    "consultations": _in_order("on", "until", "Cette concertation"),
}

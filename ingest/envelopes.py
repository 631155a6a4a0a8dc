"""What holds envelopes to their sums: the statements by which a row takes the lock before it is written.

An envelope's sub-envelopes and commitments never exceed it. The sums are made in whole cents, under the lock of the
envelope, in the transaction that writes; the lock of the parent is always taken before that of the child.
"""

from __future__ import annotations

from typing import NamedTuple

from graph.store import Graph, Statement
from ingest.notes import Note, Severity
from ingest.source import Values

GUARDED = frozenset({"envelopes", "commitments"})
"""Sources whose rows are written one by one, each under the lock of what bounds it."""


class Refusal(NamedTuple):
    """Why a row is not written, and the column to mend."""

    note: Note
    column: str


class Balance(NamedTuple):
    """What an envelope holds and what is taken of it, in cents, one record left out."""

    title: str
    amount: int
    committed: int
    delegated: int

    @property
    def left(self) -> int:
        """What is left of it."""
        return self.amount - self.committed - self.delegated


def sums(of: str) -> str:
    """The sums of the envelope in a variable, `$uid` left out: `<of>_amount`, `<of>_committed`, `<of>_delegated`."""
    return f"""
CALL ({of}) {{
  OPTIONAL MATCH (one:Commitment {{envelope: {of}.uid}}) USING INDEX one:Commitment(envelope)
  WHERE one.uid <> $uid AND one.status = 'committed'
  RETURN sum(coalesce(one.amount_cents, 0) - coalesce(one.returned_cents, 0)) AS {of}_committed
}}
CALL ({of}) {{
  OPTIONAL MATCH (below:Envelope {{parent: {of}.uid}}) USING INDEX below:Envelope(parent)
  WHERE below.uid <> $uid
  RETURN sum(coalesce(below.amount_cents, 0)) AS {of}_delegated
}}
CALL ({of}) {{
  OPTIONAL MATCH (moved:Transfer {{into: {of}.uid}}) USING INDEX moved:Transfer(into)
  RETURN sum(coalesce(moved.amount_cents, 0)) AS {of}_received
}}
CALL ({of}) {{
  OPTIONAL MATCH (moved:Transfer {{out_of: {of}.uid}}) USING INDEX moved:Transfer(out_of)
  RETURN sum(coalesce(moved.amount_cents, 0)) AS {of}_given
}}
"""


# The first SET takes the lock: what is read after it is what nobody else can change any more.
COMMIT = f"""
MATCH (e:Envelope {{uid: $envelope}}) WHERE e.manager = $manager
SET e.uid = e.uid
WITH e
{sums("e")}
WITH e WHERE $net = 0 OR e_committed + e_delegated + $net <= e.amount_cents + e_received - e_given
RETURN e.uid AS uid
"""
# Transfers pass between envelopes of one parent, so that all of them together hold what was delegated to them.
DELEGATE = f"""
OPTIONAL MATCH (p:Envelope {{uid: $parent}})
SET p.uid = p.uid
WITH p
OPTIONAL MATCH (s:Envelope {{uid: $uid}})
SET s.uid = s.uid
WITH p, s
{sums("p")}
{sums("s")}
OPTIONAL MATCH (p2:Envelope {{uid: p.parent}})
OPTIONAL MATCH (p3:Envelope {{uid: p2.parent}})
OPTIONAL MATCH (p4:Envelope {{uid: p3.parent}})
WITH * WHERE ($parent IS NULL OR (p.manager = $owner AND p4 IS NULL
    AND NOT $uid IN [p.uid, coalesce(p2.uid, ''), coalesce(p3.uid, '')]
    AND p_committed + p_delegated + $amount <= p.amount_cents + p_received - p_given))
  AND (s IS NULL OR (s_committed + s_delegated <= $amount + s_received - s_given
    AND (coalesce(s.parent, '') = coalesce($parent, '') OR s_received + s_given = 0)
    AND (s.manager = $manager OR NOT (EXISTS {{ MATCH (:Commitment {{envelope: $uid}}) }}
      OR EXISTS {{ MATCH (:Envelope {{parent: $uid}}) }}))))
RETURN $uid AS uid
"""
_BALANCE = f"""
MATCH (e:Envelope {{uid: $envelope}})
{sums("e")}
RETURN e.title AS title, e.amount_cents + e_received - e_given AS amount, e_committed AS committed,
  e_delegated AS delegated
"""


def guard_of(source: str, uid: str, owner: str, values: Values) -> Statement | None:
    """Return the statement that says, under the lock, whether a row may be written; None when nothing bounds it."""
    if source == "commitments":
        said = {"envelope": values["envelope"], "net": net(values), "manager": owner, "uid": uid}
        return COMMIT, said
    if source == "envelopes":
        said = {"uid": uid, "owner": owner, "parent": values.get("parent"), "manager": values["manager"]}
        return DELEGATE, said | {"amount": values["amount_cents"]}
    return None


def net(values: Values) -> int:
    """Return what a commitment takes of its envelope, in cents: nothing while it is only planned."""
    if values["status"] != "committed":
        return 0
    return int(values["amount_cents"]) - int(values.get("returned_cents") or 0)


def why_not(graph: Graph, source: str, uid: str, values: Values) -> Refusal:
    """Say why a guard refused a row, as things stand now."""
    if source == "commitments":
        found = balance(graph, values["envelope"], uid)
        return _exceeds(found, net(values)) if found else _gone("envelope")
    if parent := values.get("parent"):
        found = balance(graph, parent, uid)
        if found is None:
            return _gone("parent")
        if found.left < values["amount_cents"]:
            return _exceeds(found, values["amount_cents"])
    own = balance(graph, uid, uid)
    if own and own.committed + own.delegated > values["amount_cents"]:
        text = f"{in_euros(own.committed + own.delegated)} sont déjà engagés ou délégués sur cette enveloppe."
        return Refusal(Note(Severity.REFUSE, "envelope-in-use", text), "amount_eur")
    text = (
        "Une enveloppe qui sert déjà ne change ni de gestionnaire ni d'enveloppe mère, et un arbre a quatre niveaux "
        "au plus."
    )
    return Refusal(Note(Severity.REFUSE, "envelope-in-use", text), "parent")


def balance(graph: Graph, envelope: str, uid: str = "") -> Balance | None:
    """Return what an envelope holds and what is taken of it, the record `uid` left out; None when there is none."""
    found = graph.system_read(_BALANCE, envelope=envelope, uid=uid)
    return Balance(**found[0]) if found else None


def _exceeds(found: Balance, cents: int) -> Refusal:
    text = (
        f"L'enveloppe « {found.title} » n'a plus que {in_euros(found.left)} : {in_euros(cents)} la dépasseraient. "
        "Rien n'est enregistré."
    )
    return Refusal(Note(Severity.REFUSE, "envelope-exceeded", text), "amount_eur")


def _gone(column: str) -> Refusal:
    return Refusal(Note(Severity.REFUSE, "unknown-envelope", "Cette enveloppe n'existe plus."), column)


def in_euros(cents: int) -> str:
    """Write an amount in cents.

    >>> in_euros(123_450), in_euros(100_000)
    ('1\u202f234,50\u202f€', '1\u202f000\u202f€')
    """
    written = f"{cents / 100:,.2f}".replace(",", "\u202f").replace(".", ",").removesuffix(",00")
    return f"{written}\u202f€"

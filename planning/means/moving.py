"""What moves inside envelopes: an amount from one to another, and what is paid of a commitment or comes back."""

from __future__ import annotations

import uuid
from datetime import date
from typing import NamedTuple

from access import Action, Identity
from access.audit import event, recorded
from graph.errors import AccessRefused, Conflict, FieldsRefused
from graph.store import Graph, Statement
from graph.visibility import MEMBER, Visibility
from ingest.envelopes import balance, in_euros, sums
from planning.means.amounts import Wrong, cents_of, reason_of
from planning.told import now
from queries.means.envelopes import Envelope, commitment, envelope

NOT_MOVED = "Le virement n'est pas fait."
NOT_PAID = "Le paiement n'est pas enregistré."
# Both locks are taken in the order of the uids, then the sums are read.
_TRANSFER = f"""
MATCH (a:Envelope {{uid: $out_of}}), (b:Envelope {{uid: $into}})
WHERE a.owner IN $own AND b.owner IN $own AND coalesce(a.parent, '') = coalesce(b.parent, '')
WITH a, b, CASE WHEN a.uid < b.uid THEN [a, b] ELSE [b, a] END AS both
FOREACH (one IN both | SET one.uid = one.uid)
WITH a, b
{sums("a")}
WITH a, b WHERE a_committed + a_delegated + $amount <= a.amount_cents + a_received - a_given
MERGE (t:Transfer {{uid: $uid}})
SET t += $said
RETURN t.uid AS uid
"""
_PAY = f"""
MATCH (c:Commitment {{uid: $uid}}) WHERE c.owner IN $own
MATCH (e:Envelope {{uid: c.envelope}})
SET e.uid = e.uid
WITH c, e WHERE c.status = 'committed' AND coalesce(c.paid_cents, 0) = $was_paid
  AND coalesce(c.returned_cents, 0) = $was_returned AND $returned <= $paid AND $paid <= c.amount_cents
{sums("e")}
WITH c, e WHERE e_committed + e_delegated + c.amount_cents - $returned <= e.amount_cents + e_received - e_given
SET c.paid_cents = $paid, c.returned_cents = $returned,
    c.paid_on = CASE WHEN $paid = $was_paid THEN c.paid_on ELSE $on END,
    c.returned_on = CASE WHEN $returned = $was_returned THEN c.returned_on ELSE $on END
RETURN c.uid AS uid
"""


# Whoever manages either of them is told, as far as the transfer may be known.
_TELL = """
MATCH (t:Transfer {uid: $uid})
MATCH (e:Envelope) WHERE e.uid IN [t.out_of, t.into]
WITH DISTINCT t, e.manager AS one WHERE one <> $us AND t.visibility IN $detail
MERGE (notice:Notice {uid: 'transfer:' + t.uid + ':' + one})
SET notice += {owner: one, kind: 'transfer', about: t.uid, other: $us, company: '', at: $at, read_by: []}
"""


class Move(NamedTuple):
    """A transfer as it was typed: between which envelopes, how much, why, and on which day."""

    out_of: str
    into: str
    amount: str
    reason: str
    on: date


class Paid(NamedTuple):
    """What is paid of a commitment in all, and what of that came back, as typed; `was` are both as they were read."""

    paid: str
    returned: str
    was: tuple[int, int]
    on: date


def transfer(graph: Graph, identity: Identity, move: Move) -> str:
    """Move an amount between two envelopes that one's institution delegates out of the same one; return its uid.

    Raises:
        AccessRefused: the role does not write, or another institution delegates one of them.
        FieldsRefused: what is wrong, or more than the first one has left.
        NotFound: no such envelope.
    """
    identity.require(Action.WRITE)
    out_of, into = (envelope(graph, identity.caller, uid) for uid in (move.out_of, move.into))
    if not (out_of.own and into.own):
        raise AccessRefused(
            "Un virement se fait entre deux enveloppes que votre institution délègue.",
            hint="Demandez-le à l'institution qui les délègue.",
        )
    wrong: Wrong = []
    amount = cents_of(move.amount, "amount", wrong)
    reason = reason_of(move.reason, "reason", wrong)
    if not amount and not wrong:
        wrong.append(("amount", "Dites combien."))
    if reason is None and not wrong:
        wrong.append(("reason", "Dites pourquoi : le virement en garde la trace."))
    if out_of.uid == into.uid or out_of.parent != into.parent:
        wrong.append(("into", "Choisissez une autre enveloppe, prise sur la même."))
    if wrong or amount is None:
        raise FieldsRefused(NOT_MOVED, tuple(wrong))
    uid, at = uuid.uuid4().hex[:16], now()
    said = {"owner": identity.organisation, "visibility": _narrower(out_of, into), "out_of": out_of.uid,
            "into": into.uid, "amount_cents": amount, "reason": reason, "on": move.on.isoformat(), "at": at,
            "by": identity.actor}  # fmt: skip
    asked = {"uid": uid, "out_of": out_of.uid, "into": into.uid, "amount": amount, "said": said,
             "own": identity.caller.parameters["own"]}  # fmt: skip
    line = event(identity, "envelope-transfer", about=identity.organisation, target=uid)
    tell = {"uid": uid, "us": identity.organisation, "at": at, "detail": MEMBER.parameters["detail"]}
    if not graph.write_all([(_TRANSFER, asked), (_TELL, tell), recorded(line)], guarded=True, companies=()):
        raise FieldsRefused(NOT_MOVED, (("amount", _left(graph, out_of)),))
    return uid


def pay(graph: Graph, identity: Identity, uid: str, paid: Paid) -> None:
    """Say what of a commitment is paid in all, and what of that came back, which the envelope may commit again.

    Raises:
        AccessRefused: the role does not write, or the commitment is another institution's.
        Conflict: somebody changed it meanwhile.
        FieldsRefused: what is wrong.
        NotFound: no such commitment.
    """
    identity.require(Action.WRITE)
    one = commitment(graph, identity.caller, uid)
    if not one.own:
        raise AccessRefused("Cet engagement est celui d'une autre institution.", hint="Elle seule le paie.")
    wrong: Wrong = []
    amounts = [cents_of(text or "0", name, wrong) or 0 for name, text in zip(Paid._fields, paid[:2], strict=False)]
    if one.status != "committed":
        wrong.append(("paid", "Seul ce qui est engagé se paie."))
    elif not wrong and not amounts[1] <= amounts[0] <= (one.amount_cents or 0):
        wrong.append(("paid", "Le payé ne dépasse pas l'engagé, ni le reversé le payé."))
    if wrong:
        raise FieldsRefused(NOT_PAID, tuple(wrong))
    asked = {"uid": uid, "paid": amounts[0], "returned": amounts[1], "was_paid": paid.was[0],
             "was_returned": paid.was[1], "on": paid.on.isoformat(),
             "own": identity.caller.parameters["own"]}  # fmt: skip
    line = event(identity, "commitment-pay", about=identity.organisation, target=uid)
    made: list[Statement] = [(_PAY, asked), recorded(line)]
    if not graph.write_all(made, guarded=True, companies=()):
        now_ = commitment(graph, identity.caller, uid)
        if (now_.paid_cents, now_.returned_cents) == paid.was:
            text = "Ce qui était revenu est déjà engagé de nouveau."
            raise FieldsRefused(NOT_PAID, (("returned", text),))
        raise Conflict("Quelqu'un a changé ce paiement entre-temps.", hint="Relisez l'engagement.")


def _narrower(one: Envelope, other: Envelope) -> str:
    order = list(Visibility)
    return min((one.visibility, other.visibility), key=order.index).value


def _left(graph: Graph, one: Envelope) -> str:
    found = balance(graph, one.uid)
    return f"Il ne reste que {in_euros(found.left if found else 0)} sur cette enveloppe."

"""Deciding of what a committee looks at, which commits its envelope in the same transaction; answering a question."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, NamedTuple

from access import Action, Identity
from access.audit import event, recorded
from graph.errors import AccessRefused, Conflict, FieldsRefused
from graph.store import Graph, Statement
from graph.visibility import MEMBER, Visibility
from ingest.envelopes import COMMIT, why_not
from planning.means.amounts import Wrong, cents_of, reason_of
from planning.told import now
from queries.means.committees import Item, committee, item, referral
from queries.means.envelopes import Envelope, envelope

FASTER = "Quelqu'un d'autre a décidé de ce dossier entre-temps."
NOT_DECIDED = "La décision n'est pas enregistrée."
# The lock is taken before what was decided is read: nobody decides twice.
_RULE = """
MATCH (i:AgendaItem {uid: $uid})
SET i.uid = i.uid
WITH i
MATCH (k:Committee {uid: i.committee}) WHERE k.owner IN $own OR (k.partner IN $own AND k.visibility IN $detail)
OPTIONAL MATCH (before:Ruling {uid: i.uid})
WITH i, before WHERE coalesce(before.verdict, i.verdict, 'postponed') = 'postponed'
MERGE (r:Ruling {uid: i.uid})
SET r += $said, r.visibility = i.visibility
RETURN r.uid AS uid
"""
_COMMITMENT = """
MATCH (i:AgendaItem {uid: $item})
MERGE (c:Commitment {uid: $uid})
SET c += $said, c.visibility = i.visibility, c.scheme = coalesce(i.scheme, $scheme), c.holder_name = i.holder_name
WITH i, c
MATCH (holder)-[on:ON_AGENDA]->(i)
MERGE (holder)-[b:BENEFITS_FROM {uid: $uid + ':BENEFITS_FROM'}]->(c)
SET b += $edge, b.visibility = i.visibility
"""
_ANSWER = """
MATCH (q:Referral {uid: $uid})
SET q.uid = q.uid
WITH q WHERE q.addressee IN $own AND q.answered_on IS NULL AND NOT EXISTS { MATCH (:Ruling {uid: q.uid}) }
MERGE (r:Ruling {uid: q.uid})
SET r += $said, r.visibility = q.visibility
RETURN r.uid AS uid
"""
_TELL_OF_RULING = """
MATCH (i:AgendaItem {uid: $uid})
MATCH (k:Committee {uid: i.committee})
UNWIND [i.owner, k.owner, k.partner] AS one
WITH DISTINCT i, one WHERE one IS NOT NULL AND one <> $us AND (i.owner = one OR i.visibility IN $detail)
MERGE (notice:Notice {uid: 'ruling:' + i.uid + ':' + one})
SET notice += {owner: one, kind: 'ruling', about: i.uid, other: $us, company: '', at: $at, read_by: []}
"""
_TELL_OF_ANSWER = """
MATCH (q:Referral {uid: $uid}) WHERE q.owner <> $us
MERGE (notice:Notice {uid: 'referral_answer:' + q.uid + ':' + q.owner})
SET notice += {owner: q.owner, kind: 'referral_answer', about: q.uid, other: $us, company: '', at: $at, read_by: []}
"""
Verdict = Literal["favourable", "unfavourable", "postponed"]


class Decision(NamedTuple):
    """What a committee decided, as it was typed.

    Args:
        verdict: the sense of the decision.
        reason: why, always said.
        amount: in euros, as people write it; empty where the decision takes no money.
        envelope: uid of the envelope that pays, managed by the institution that decides; that of the item by default.
        on: the day of the decision.
    """

    verdict: str
    reason: str
    amount: str
    envelope: str
    on: date


def rule(graph: Graph, identity: Identity, uid: str, decision: Decision) -> str | None:
    """Decide of an item, and return the uid of the commitment that this makes, if it makes one.

    Raises:
        AccessRefused: the role does not write, or the committee is run by others.
        Conflict: somebody decided first.
        FieldsRefused: what is wrong, or an envelope that has not enough left: nothing is written then.
        NotFound: no such item.
    """
    identity.require(Action.WRITE)
    one = item(graph, identity.caller, uid)
    if not committee(graph, identity.caller, one.committee).rules:
        raise AccessRefused(
            "Ce comité est tenu par d'autres institutions : elles seules y décident.",
            hint="L'institution qui tient le comité, ou celle qui l'anime avec elle, peut décider.",
        )
    wrong: Wrong = []
    if decision.verdict not in ("favourable", "unfavourable", "postponed"):
        wrong.append(("verdict", "Favorable, défavorable ou ajourné."))
    reason = reason_of(decision.reason, "reason", wrong)
    if reason is None and not wrong:
        wrong.append(("reason", "Dites pourquoi, en une phrase."))
    amount = cents_of(decision.amount, "amount", wrong) if decision.verdict == "favourable" else None
    pays = _paying(graph, identity, one, decision, wrong) if amount else None
    if wrong:
        raise FieldsRefused(NOT_DECIDED, tuple(wrong))
    at = now()
    said = {"owner": identity.organisation, "verdict": decision.verdict, "reason": reason, "amount_cents": amount,
            "on": decision.on.isoformat(), "at": at, "by": identity.actor,
            "commitment": _commitment_uid(uid) if pays else None}  # fmt: skip
    made: list[Statement] = [(_RULE, {"uid": uid, "said": said, **_reach(identity)})]
    if pays and amount:
        made += _committed(identity, one, pays, amount, decision.on)
    guards = len(made[:2]) if pays else 1
    line = event(identity, f"committee-{decision.verdict}", about=identity.organisation, target=uid)
    made.append((_TELL_OF_RULING, {"uid": uid, "us": identity.organisation, "at": at, **_reach(identity)}))
    if not graph.write_all([*made, recorded(line)], guarded=guards):
        raise _refused(graph, identity, uid, pays, amount)
    return _commitment_uid(uid) if pays else None


def _commitment_uid(item_uid: str) -> str:
    return f"d{item_uid}"


def _paying(graph: Graph, identity: Identity, one: Item, decision: Decision, wrong: Wrong) -> Envelope | None:
    wanted = decision.envelope or one.envelope
    if not wanted:
        wrong.append(("envelope", "Choisissez l'enveloppe qui paie."))
        return None
    found = envelope(graph, identity.caller, wanted)
    if not found.managed:
        wrong.append(("envelope", "Votre institution ne gère pas cette enveloppe."))
    elif not found.own and one.visibility.value not in MEMBER.parameters["detail"]:
        wrong.append(("envelope", "Cette enveloppe vient d'une autre institution : partagez d'abord le dossier."))
    return found


def _committed(identity: Identity, one: Item, pays: Envelope, amount: int, on: date) -> list[Statement]:
    """The guard of the envelope, then the commitment and whom it is for."""
    uid, day = _commitment_uid(one.uid), on.isoformat()
    common = {"owner": identity.organisation, "source_uid": "decision", "import_uid": "decision", "recorded_at": now(),
              "recorded_by": identity.actor, "earliest": day, "latest": day}  # fmt: skip
    if one.visibility is Visibility.SIGNALLED:
        common |= {"earliest": f"{day[:7]}-01", "latest": f"{day[:7]}-28"}
    said = common | {"envelope": pays.uid, "title": one.title, "status": "committed", "amount_cents": amount,
                     "decision": one.uid, "on": day, "reference": uid}  # fmt: skip
    guard = {"envelope": pays.uid, "net": amount, "manager": identity.organisation, "uid": uid}
    return [
        (COMMIT, guard),
        (_COMMITMENT, {"item": one.uid, "uid": uid, "said": said, "edge": common, "scheme": pays.scheme}),
    ]


def _refused(graph: Graph, identity: Identity, uid: str, pays: Envelope | None, amount: int | None) -> Exception:
    """Why nothing was written: somebody was faster, or the envelope has not enough left."""
    verdict = item(graph, identity.caller, uid).verdict
    if verdict not in (None, "postponed") or not pays:
        return Conflict(FASTER, hint="Relisez le dossier avant de décider à nouveau.")
    row: dict[str, Any] = {"envelope": pays.uid, "status": "committed", "amount_cents": amount}
    return FieldsRefused(NOT_DECIDED, (("amount", why_not(graph, "commitments", uid, row).note.message),))


def answer(graph: Graph, identity: Identity, uid: str, text: str, on: date) -> None:
    """Answer a question that went up to one's institution: it goes back to those who asked, with its delay.

    Raises:
        AccessRefused: the role does not write, or the question was put to others.
        Conflict: it has its answer already.
        FieldsRefused: nothing is said.
        NotFound: no such question.
    """
    identity.require(Action.WRITE)
    asked = referral(graph, identity.caller, uid, as_of=on)
    if not asked.to_us:
        raise AccessRefused("Cette question est posée à une autre institution.", hint="Elle seule y répond.")
    wrong: Wrong = []
    said = reason_of(text, "answer", wrong)
    if said is None and not wrong:
        wrong.append(("answer", "Écrivez la réponse."))
    if wrong:
        raise FieldsRefused("La réponse n'est pas enregistrée.", tuple(wrong))
    kept = {"owner": identity.organisation, "verdict": "answered", "reason": said, "on": on.isoformat(), "at": now(),
            "by": identity.actor}  # fmt: skip
    line = event(identity, "referral-answer", about=identity.organisation, target=uid)
    tell = {"uid": uid, "us": identity.organisation, "at": kept["at"]}
    made: list[Statement] = [
        (_ANSWER, {"uid": uid, "said": kept, **_reach(identity)}), (_TELL_OF_ANSWER, tell), recorded(line),
    ]  # fmt: skip
    if not graph.write_all(made, guarded=True, companies=()):
        raise Conflict("Cette question a déjà sa réponse.", hint="Relisez-la.")


def _reach(identity: Identity) -> dict[str, list[str]]:
    parameters = identity.caller.parameters
    return {"own": parameters["own"], "detail": parameters["detail"]}

"""What institutions do about a need: take care of it, answer, close it, hand it over, open it again.

Each act is one transaction that takes the need's lock before it reads, and leaves a line of history and of the audit;
whoever recorded the need, takes care of it or is handed it is told.
"""

from __future__ import annotations

import uuid
from typing import Any, NamedTuple

from access import Action, Identity
from access.audit import event, recorded
from graph.errors import Conflict, FieldsRefused, NotFound
from graph.schema.needs import NEED_ACTS
from graph.store import Graph, Statement
from ingest.sources.parsers import free_text
from planning.told import now
from queries.partnership.needs import Need, need

LONGEST = 2_000
OPEN, CARED, CLOSED = ("quo", "not_for_me"), ("taking_care",), ("done", "done_no_help", "done_not_reachable")


class Step(NamedTuple):
    """An act: from which statuses, to which, who may (`anyone`, `taker`, `owner`), whether it says something."""

    start: tuple[str, ...]
    status: str
    who: tuple[str, ...]
    says: bool = False


STEPS = {
    "take": Step(OPEN, "taking_care", ("anyone",)),
    "answer": Step(CARED, "done", ("taker", "owner"), says=True),
    "close_no_help": Step((*OPEN, *CARED), "done_no_help", ("taker", "owner"), says=True),
    "close_unreachable": Step((*OPEN, *CARED), "done_not_reachable", ("taker", "owner")),
    "not_for_me": Step(CARED, "not_for_me", ("taker",), says=True),
    "hand_over": Step((*OPEN, *CARED), "quo", ("taker", "owner")),
    "reopen": Step((*CLOSED, "not_for_me"), "quo", ("owner",)),
}
_FORGETS = frozenset({"not_for_me", "hand_over"})
"""The institution that did it no longer takes care."""
# The lock is taken before the status is read: two institutions at once never both take the same need.
_ACT = """
MATCH (n:Need {uid: $uid}) WHERE n.visibility IN $detail OR n.owner IN $own
SET n.uid = n.uid
WITH n WHERE n.status IN $start AND ('anyone' IN $who OR ('owner' IN $who AND n.owner = $us)
  OR ('taker' IN $who AND EXISTS { (:Operator {uid: $us})-[:TAKES_CARE_OF]->(n) }))
SET n.status = $status, n.handed_to = $addressee, n.answered_on = CASE $kind WHEN 'answer' THEN $today
  WHEN 'reopen' THEN null ELSE n.answered_on END
MERGE (a:NeedAct {uid: $act})
SET a += {owner: $us, visibility: n.visibility, about: n.uid, kind: $kind, at: $at, by: $by, text: $text,
          addressee: $addressee}
RETURN n.uid AS uid
"""
_CARE = """
MATCH (n:Need {uid: $uid}), (o:Operator {uid: $us})
MERGE (o)-[k:TAKES_CARE_OF {uid: $act + ':care'}]->(n)
SET k += {owner: $us, visibility: n.visibility, status: 'taking_care', source_uid: 'needs', import_uid: 'form',
          recorded_at: $at, recorded_by: $by, on: $today,
          earliest: CASE n.visibility WHEN 'signalled' THEN left($today, 8) + '01' ELSE $today END,
          latest: CASE n.visibility WHEN 'signalled'
            THEN toString(date(left($today, 8) + '01') + duration({months: 1}) - duration({days: 1})) ELSE $today END}
"""
_FORGET = "MATCH (:Operator {uid: $us})-[k:TAKES_CARE_OF]->(:Need {uid: $uid}) DELETE k"
_TELL = """
MATCH (n:Need {uid: $uid})
CALL (n) {
  UNWIND [n.owner, $addressee] AS one RETURN one
  UNION
  MATCH (o:Operator)-[:TAKES_CARE_OF]->(n) RETURN o.uid AS one
}
WITH n, one WHERE one IS NOT NULL AND one <> $us AND (n.visibility <> 'private' OR n.owner = one)
MERGE (notice:Notice {uid: 'need-' + $act + ':' + one})
SET notice += {owner: one, kind: 'need', about: $act, other: $us, company: '', at: $at, read_by: []}
"""
_RAISERS = "MATCH (c:Company)-[:RAISED]->(:Need {uid: $uid}) RETURN c.uid AS uid"


def act(graph: Graph, identity: Identity, uid: str, kind: str, *, text: str = "", to: str = "") -> None:
    """Do one of `STEPS` about a need that one may read in full.

    Args:
        graph: the store.
        identity: who acts, and for which institution.
        uid: of the need.
        kind: of the act.
        text: what is said with it; an answer, a closing and a giving back need it.
        to: uid of the institution to which the need is handed over.

    Raises:
        AccessRefused: the role does not write.
        NotFound: no such need that one may read in full, or no such institution.
        FieldsRefused: nothing is said where something must be, or what may not be entered is.
        Conflict: somebody was faster, or the act is not one's own institution's to do.
    """
    identity.require(Action.WRITE)
    step = STEPS[kind]
    found = need(graph, identity.caller, uid)
    if found.signalled:
        raise NotFound("Ce besoin est seulement signalé.", hint=f"Demandez à {found.institution}.")
    said = spoken(text, required=step.says)
    if kind == "hand_over":
        _receiver(graph, identity, to)
    at = now()
    asked: dict[str, Any] = {
        "uid": uid, "kind": kind, "act": uuid.uuid4().hex[:16], "us": identity.organisation, "by": identity.actor,
        "at": at, "today": at[:10], "text": said, "addressee": to if kind == "hand_over" else None,
        "start": list(step.start), "status": step.status, "who": list(step.who), "own": [identity.organisation],
        "detail": identity.caller.parameters["detail"],
    }  # fmt: skip
    made: list[Statement] = [(_ACT, asked), (_TELL, asked)]
    if kind == "take":
        made.append((_CARE, asked))
    elif kind in _FORGETS:
        made.append((_FORGET, asked))
    made.append(recorded(event(identity, f"need-{kind.replace('_', '-')}", about=found.institution_uid, target=uid)))
    companies = [row["uid"] for row in graph.system_read(_RAISERS, uid=uid)]
    if not graph.write_all(made, guarded=True, companies=companies):
        raise Conflict(
            f"Ce besoin ne peut plus être « {NEED_ACTS[kind]} » par votre institution : son état a changé.",
            hint="Relisez-le avant d'agir.",
        )


def possible(identity: Identity, found: Need) -> tuple[str, ...]:
    """Return the acts that one's institution may do about a need now, in the order in which they are offered."""
    if found.signalled or not identity.may(Action.WRITE):
        return ()
    mine = {"anyone"} | ({"owner"} if found.own else set())
    mine |= {"taker"} if any(one.uid == identity.organisation for one in found.takers) else set()
    return tuple(kind for kind, step in STEPS.items() if found.status in step.start and mine & set(step.who))


def spoken(text: str, *, required: bool = False, field: str = "text") -> str | None:
    """Return what somebody says with an act, cleaned.

    Raises:
        FieldsRefused: nothing is said where something must be, or what may not be entered is.
    """
    said = " ".join(text.split())[:LONGEST]
    if not said:
        if required:
            raise FieldsRefused("Rien n'est enregistré.", ((field, "Dites-le en une ligne au moins."),))
        return None
    cleaned = free_text(said)
    if cleaned.note is not None and cleaned.note.severity.value == "refuse":
        raise FieldsRefused("Rien n'est enregistré.", ((field, cleaned.note.message),))
    return said


def _receiver(graph: Graph, identity: Identity, to: str) -> None:
    known = graph.system_read("MATCH (o:Operator {uid: $uid}) WHERE o.admitted_at IS NOT NULL RETURN o.uid", uid=to)
    if not known or to == identity.organisation:
        raise FieldsRefused("Rien n'est enregistré.", (("to", "Choisissez une autre institution membre."),))

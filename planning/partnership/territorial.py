"""Having a need recognised as territorial, and the Region's answer, sent back to those who raised it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, NamedTuple

from access import Action, Identity
from access.audit import event, recorded
from graph.errors import Conflict, FieldsRefused, Refused
from graph.store import Graph
from graph.visibility import Visibility
from planning.partnership.needs import spoken
from planning.told import now
from queries.days import today
from queries.partnership.members import members
from queries.partnership.territorial_needs import Heard, Threshold, heard, raisers, territorial_need

# The lock on the institution is taken before its open needs are read: a theme is recognised once at a time.
_PROMOTE = """
MATCH (to:Operator {uid: $addressee})
SET to.uid = to.uid
WITH to WHERE NOT EXISTS { MATCH (other:TerritorialNeed {theme: $said.theme}) WHERE other.answered_at IS NULL }
MERGE (t:TerritorialNeed {uid: $uid})
SET t += $said
RETURN t.uid AS uid
"""
_ANSWER = """
MATCH (t:TerritorialNeed {uid: $uid})
SET t.uid = t.uid
WITH t WHERE t.answered_at IS NULL AND t.addressee = $us
SET t.answer = $text, t.answered_at = $at, t.answered_by = $by
RETURN t.uid AS uid
"""
_TELL = """
MATCH (t:TerritorialNeed {uid: $uid})
MERGE (a:NeedAct {uid: $act})
SET a += {owner: $us, visibility: t.visibility, about: t.uid, kind: $kind, at: $at, by: $by, text: $text,
          addressee: CASE $kind WHEN 'promote' THEN t.addressee END}
WITH t, CASE $kind WHEN 'promote' THEN [t.addressee] ELSE t.raisers + t.owner END AS told
UNWIND told AS one
WITH DISTINCT one WHERE one <> $us
MATCH (o:Operator {uid: one})
MERGE (notice:Notice {uid: 'territorial-' + $act + ':' + one})
SET notice += {owner: one, kind: 'territorial', about: $act, other: $us, company: '', at: $at, read_by: []}
"""


class Call(NamedTuple):
    """What is asked of the Region: which theme, said how, of which institution, for when."""

    theme: str
    title: str
    addressee: str
    due: date | None
    threshold: Threshold = Threshold()


def promote(graph: Graph, identity: Identity, call: Call) -> str:
    """Have a theme that is heard widely enough recognised as a territorial need, and return its uid.

    Raises:
        AccessRefused: the role does not write.
        FieldsRefused: no title, no day to come, or no institution of the Region.
        Refused: the theme is not heard widely enough.
        Conflict: it is recognised already, and waits for its answer.
    """
    identity.require(Action.WRITE)
    evidence = _evidence(graph, identity, call)
    title = spoken(call.title, field="title")
    regions = {one.uid for one in members(graph, identity.caller) if one.is_region}
    wrong = [
        *([] if title else [("title", "Dites en une ligne ce qui est demandé à la Région.")]),
        *([] if call.due and call.due > today() else [("due", "Donnez un jour à venir.")]),
        *([] if call.addressee in regions else [("addressee", "Choisissez l'institution de la Région qui répondra.")]),
    ]
    if wrong or call.due is None:
        raise FieldsRefused("Le besoin territorial n'est pas reconnu.", tuple(wrong))
    since, until = date.fromisoformat(evidence.since), date.fromisoformat(evidence.until)
    uid, at = uuid.uuid4().hex[:16], now()
    said = {
        "owner": identity.organisation, "visibility": Visibility.SHARED.value, "title": title, "theme": call.theme,
        "since": evidence.since, "until": evidence.until, "companies": evidence.companies, "epcis": evidence.epcis,
        "addressee": call.addressee, "raisers": list(raisers(graph, identity.caller, call.theme, since, until)),
        "due": call.due.isoformat(), "promoted_at": at, "promoted_by": identity.actor,
    }  # fmt: skip
    asked = {"uid": uid, "addressee": call.addressee, "said": said}
    line = event(identity, "territorial-promote", about=call.addressee, target=uid)
    made = [(_PROMOTE, asked), (_TELL, _told(identity, uid, "promote", at, None)), recorded(line)]
    if not graph.write_all(made, guarded=True, companies=()):
        raise Conflict("Ce thème est déjà reconnu, et attend sa réponse.", hint="Voyez la liste.")
    return uid


def answer(graph: Graph, identity: Identity, uid: str, text: str) -> None:
    """Answer for the institution of the Region that owes the answer; those who raised the need are told.

    Raises:
        AccessRefused: the role does not write.
        NotFound: no such territorial need.
        FieldsRefused: nothing is said, or what may not be entered is.
        Refused: another institution owes the answer.
        Conflict: it is answered already.
    """
    identity.require(Action.WRITE)
    found = territorial_need(graph, identity.caller, uid)
    if found.addressee != identity.organisation:
        raise Refused(f"C'est à {found.addressee_name} de répondre.")
    said = spoken(text, required=True)
    at = now()
    asked = {"uid": uid, "us": identity.organisation, "text": said, "at": at, "by": identity.actor}
    line = event(identity, "territorial-answer", about=identity.organisation, target=uid)
    made = [(_ANSWER, asked), (_TELL, _told(identity, uid, "answer", at, said)), recorded(line)]
    if not graph.write_all(made, guarded=True, companies=()):
        raise Conflict("Une réponse a déjà été donnée.", hint="Relisez-la.")


def _told(identity: Identity, uid: str, kind: str, at: str, text: str | None) -> dict[str, Any]:
    said = {"uid": uid, "act": uuid.uuid4().hex[:16], "kind": kind, "at": at, "text": text}
    return said | {"us": identity.organisation, "by": identity.actor}


def _evidence(graph: Graph, identity: Identity, call: Call) -> Heard:
    for one in heard(graph, identity.caller, call.threshold):
        if one.theme == call.theme:
            return one
    raise Refused("Ce thème n'est pas entendu assez largement pour être territorial.", hint="Voyez les seuils.")

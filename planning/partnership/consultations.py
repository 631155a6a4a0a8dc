"""Answering a consultation, saying what was kept of an answer and why, closing the consultation."""

from __future__ import annotations

from typing import NamedTuple

from access import Action, Identity
from access.audit import event, recorded
from graph.errors import Conflict, FieldsRefused, NotFound
from graph.schema.partnership import OUTCOMES
from graph.store import Graph
from ingest.notes import Severity
from ingest.sources.parsers import free_text
from planning.told import News, now
from queries.days import today
from queries.partnership.consultations import Consultation, Guest, consultation, guests

LONGEST = 4000
# The lock is taken before what it depends on is read: nothing is answered to a consultation that was just closed, and
# of two that answer at once the second sees the first.
_REPLY = """
MATCH (k:Consultation {uid: $uid}) WHERE (k.visibility IN $layer OR k.owner IN $own)
SET k.uid = k.uid
WITH k WHERE k.closed_on IS NULL
MATCH (g)-[i:INVITED_TO {uid: $guest}]->(k) WHERE i.visibility IN $layer OR i.owner IN $own
OPTIONAL MATCH (before:ConsultationReply {uid: k.uid + '|' + i.uid})
WITH k, i, g, before WHERE coalesce(before.said_at, '') = $seen AND before.outcome IS NULL
MERGE (r:ConsultationReply {uid: k.uid + '|' + i.uid})
SET r += {owner: $owner, visibility: k.visibility, consultation: k.uid, guest: i.uid, guest_name: $name, on: $on,
  earliest: $on, latest: $on, summary: $text, said_at: $at, source_uid: 'consultations', import_uid: k.import_uid,
  recorded_at: $at, recorded_by: $by}
RETURN r.uid AS uid
"""
_SETTLE = """
MATCH (k:Consultation {uid: $uid}) WHERE k.owner IN $own
MATCH (r:ConsultationReply {uid: $uid + '|' + $guest})
SET r.uid = r.uid
WITH r WHERE r.said_at = $seen
SET r.outcome = $outcome, r.reason = $reason, r.outcome_on = $on, r.outcome_by = $by
RETURN r.uid AS uid
"""
_CLOSE = """
MATCH (k:Consultation {uid: $uid}) WHERE k.owner IN $own
SET k.uid = k.uid
WITH k WHERE (k.closed_on IS NULL) = $closing
SET k.closed_on = CASE WHEN $closing THEN $on END, k.closed_by = CASE WHEN $closing THEN $by END
RETURN k.uid AS uid
"""


_TELL_OUTCOME = """
MATCH (o:Operator)-[:INVITED_TO {uid: $guest}]->(k:Consultation {uid: $uid}) WHERE o.uid <> $us
MERGE (notice:Notice {uid: 'consultation_outcome:' + $guest})
SET notice += {owner: o.uid, kind: 'consultation_outcome', about: k.uid, mark: $guest, other: $us, company: '',
               at: $at, read_by: []}
"""


class Said(NamedTuple):
    """What is answered by or for a guest; `seen` is the moment of the answer that it replaces, empty for none."""

    guest: str
    text: str
    seen: str = ""


class Settled(NamedTuple):
    """What is kept of a guest's answer and why; `seen` is the moment of the answer that was read."""

    guest: str
    outcome: str
    reason: str
    seen: str


def reply(graph: Graph, identity: Identity, uid: str, said: Said) -> None:
    """Answer for one's own institution; or, of one's own consultation, type the answer of a guest that is no member.

    Raises:
        AccessRefused: the role does not write.
        Conflict: the consultation is closed, or the answer was settled or changed meanwhile.
        FieldsRefused: no text, or one that may not be entered.
        NotFound: no such consultation or guest, or it is not for this institution to answer.
    """
    identity.require(Action.WRITE)
    asked = consultation(graph, identity.caller, uid)
    guest = _guest(graph, identity, uid, said.guest)
    if not (guest.here or (asked.own and not guest.member)):
        raise NotFound("Cette invitation n'est pas la vôtre.", hint="Chaque institution membre répond pour elle-même.")
    text = _worded(said.text, "text", "Écrivez la réponse.")
    made = {
        "uid": uid, "guest": said.guest, "seen": said.seen, "owner": identity.organisation, "name": guest.name,
        "text": text, "on": today().isoformat(), "at": now(), "by": identity.actor, **_reach(identity),
    }  # fmt: skip
    line = event(identity, "consultation-reply", about=identity.organisation, target=uid)
    told = [] if asked.own else _told(graph, identity, uid)
    if not graph.write_all([(_REPLY, made), recorded(line), *told], guarded=True, companies=()):
        raise Conflict(
            "La concertation est close, ou cette réponse a changé entre-temps.", hint="Relisez la concertation."
        )


def settle(graph: Graph, identity: Identity, uid: str, said: Settled) -> None:
    """Say what one's own consultation keeps of an answer, and why.

    Raises:
        AccessRefused: the role does not write.
        Conflict: the answer changed since it was read, or is gone.
        FieldsRefused: no outcome or no reason.
        NotFound: no such consultation of one's own.
    """
    identity.require(Action.WRITE)
    _own(graph, identity, uid)
    if said.outcome not in OUTCOMES:
        raise FieldsRefused("Rien n'est enregistré.", (("outcome", "Dites ce qui en est retenu."),))
    reason = _worded(said.reason, "reason", "Dites pourquoi : ceux qui ont répondu le liront.")
    made = {"uid": uid, **said._asdict(), "reason": reason, "on": today().isoformat(), "by": identity.actor}
    line = event(identity, f"consultation-{said.outcome.replace('_', '-')}", about=identity.organisation, target=uid)
    tell = (_TELL_OUTCOME, {"uid": uid, "guest": said.guest, "us": identity.organisation, "at": now()})
    if not graph.write_all([(_SETTLE, made | _reach(identity)), tell, recorded(line)], guarded=True, companies=()):
        raise Conflict("Cette réponse a changé entre-temps.", hint="Relisez-la avant d'en décider.")


def close(graph: Graph, identity: Identity, uid: str, *, closing: bool = True) -> None:
    """Close one's own consultation, or open it again.

    Raises:
        AccessRefused: the role does not write.
        Conflict: it was already so.
        NotFound: no such consultation of one's own.
    """
    identity.require(Action.WRITE)
    _own(graph, identity, uid)
    made = {"uid": uid, "closing": closing, "on": today().isoformat(), "by": identity.actor, **_reach(identity)}
    line = event(
        identity, "consultation-close" if closing else "consultation-open", about=identity.organisation, target=uid
    )
    if not graph.write_all([(_CLOSE, made), recorded(line)], guarded=True, companies=()):
        raise Conflict("Cette concertation a été close ou rouverte entre-temps.", hint="Relisez-la.")


def _guest(graph: Graph, identity: Identity, uid: str, key: str) -> Guest:
    found = [one for one in guests(graph, identity.caller, uid) if one.guest == key and one.kind != "gone"]
    if not found:
        raise NotFound("Personne n'est invité sous cette référence.", hint="Relisez la concertation.")
    return found[0]


def _own(graph: Graph, identity: Identity, uid: str) -> Consultation:
    found = consultation(graph, identity.caller, uid)
    if not found.own:
        raise NotFound("Cette concertation n'est pas la vôtre.", hint="L'institution qui l'a ouverte peut la changer.")
    return found


def _worded(text: str, name: str, missing: str) -> str:
    cleaned = free_text(text.strip()[:LONGEST])
    wrong = cleaned.note if cleaned.note and cleaned.note.severity in (Severity.REFUSE, Severity.DOUBT) else None
    if wrong or not cleaned.value:
        raise FieldsRefused("Rien n'est enregistré.", ((name, wrong.message if wrong else missing),))
    return str(cleaned.value)


def _told(graph: Graph, identity: Identity, uid: str) -> list[tuple[str, dict[str, object]]]:
    [found] = graph.system_read("MATCH (k:Consultation {uid: $uid}) RETURN k.owner AS owner", uid=uid)
    news = News(
        found["owner"], "consultation_reply", uid, str(identity.organisation), "", f"{uid}:{identity.organisation}"
    )
    return [news.statement(now())]


def _reach(identity: Identity) -> dict[str, object]:
    parameters = identity.caller.parameters
    return {"layer": parameters["layer"], "own": parameters["own"]}

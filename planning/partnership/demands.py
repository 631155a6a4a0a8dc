"""Requests sent from outside, by whoever has a need and no account: received, then made a need of, or refused.

A request is no fact: nobody but the institution that receives it reads it, and the person alone follows it by its
number. It goes to the member institution of the EPCI, else to the Region's, else to whichever takes it first.
"""

from __future__ import annotations

import secrets
import uuid
from typing import Any, NamedTuple

from access import ANONYMOUS, Action, Identity
from access.audit import event, recorded
from graph.errors import Conflict, FieldsRefused, TooMany
from graph.store import Graph
from ingest.cleaning import parse_email, parse_identifier
from ingest.notes import Severity
from ingest.reference.places import resolve
from ingest.request import PLATFORM
from ingest.sources.parsers import free_text, worded
from planning.entering import Entered, enter
from planning.partnership.needs import spoken
from planning.told import News, now
from queries.partnership.demands import REFUSALS, Demand, demand
from queries.partnership.members import REGION_KINDS

MOST_OPEN = 2_000
"""Requests that wait at once: beyond, the form is closed rather than filled by a machine."""
LONGEST = {
    "title": 200,
    "summary": 2_000,
    "holder": 150,
    "contact_name": 120,
    "contact_email": 150,
    "contact_phone": 40,
}
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No sign that is read for another."""
NOT_SENT = "Votre demande n'est pas envoyée."
_RECEIVER = """
OPTIONAL MATCH (o:Operator)-[:COVERS]->(:Territory {uid: 'epci:' + $epci})
WHERE toLower(o.kind) = 'epci' AND o.admitted_at IS NOT NULL AND o.suspended_at IS NULL
WITH o ORDER BY o.uid LIMIT 1
OPTIONAL MATCH (r:Operator) WHERE toLower(r.kind) IN $region AND r.admitted_at IS NOT NULL AND r.suspended_at IS NULL
WITH o, r ORDER BY r.uid LIMIT 1
RETURN coalesce(o.uid, r.uid) AS uid
"""
_WAITING = "MATCH (d:Demand {status: 'open'}) RETURN count(d) AS many"
_RECEIVE = "MERGE (d:Demand {uid: $uid}) SET d += $said RETURN d.uid AS uid"
# The lock is taken before the status is read: two people at once never decide the same request twice.
_LOCK = """
MATCH (d:Demand {uid: $uid}) WHERE d.owner IN $own
SET d.uid = d.uid
WITH d WHERE d.status = 'open'
"""
_TAKE = """
MATCH (d:Demand {uid: $uid})
SET d.uid = d.uid
WITH d WHERE d.status = 'open' AND d.owner = $nobody
SET d.owner = $us
RETURN d.uid AS uid
"""
_VALIDATE = (
    _LOCK
    + """
SET d.status = 'validated', d.need = $need, d.decided_at = $at, d.decided_by = $by
RETURN d.uid AS uid
"""
)
_REFUSE = (
    _LOCK
    + """
SET d.status = 'refused', d.refusal = $refusal, d.note = $note, d.decided_at = $at, d.decided_by = $by
RETURN d.uid AS uid
"""
)


class Said(NamedTuple):
    """What a person says in the public form."""

    title: str
    code_postal: str
    commune: str
    summary: str = ""
    theme: str = ""
    holder: str = ""
    siren: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""


def receive(graph: Graph, said: Said) -> str:
    """Keep a request for the institution that it concerns, and return the number by which the person follows it.

    Raises:
        FieldsRefused: something is missing, too long, or may not be entered.
        TooMany: too many requests wait already.
    """
    kept = _cleaned(said)
    [waiting] = graph.system_read(_WAITING)
    if waiting["many"] >= MOST_OPEN:
        raise TooMany("Trop de demandes attendent déjà d'être lues.", retry_after_s=86_400, hint="Revenez demain.")
    [receiver] = graph.system_read(_RECEIVER, epci=kept["epci"] or "", region=list(REGION_KINDS))
    owner, uid, number, at = receiver["uid"] or PLATFORM, uuid.uuid4().hex[:16], new_number(), now()
    kept |= {"number": number, "owner": owner, "status": "open", "received_at": at}
    made = [(_RECEIVE, {"uid": uid, "said": kept})]
    if owner != PLATFORM:
        made.append(News(owner, "demand", uid, "", "").statement(at))
    made.append(recorded(event(ANONYMOUS, "demand-receive", about=owner, target=uid)))
    graph.write_all(made, companies=())
    return number


def take(graph: Graph, identity: Identity, uid: str) -> None:
    """Take for one's institution a request that is addressed to nobody.

    Raises:
        AccessRefused: not a steward.
        NotFound: no such request that one may know.
        Conflict: another institution was faster.
    """
    identity.require(Action.DECIDE)
    demand(graph, identity.caller, uid)
    line = event(identity, "demand-take", about=identity.organisation, target=uid)
    asked = {"uid": uid, "nobody": PLATFORM, "us": identity.organisation}
    if not graph.write_all([(_TAKE, asked), recorded(line)], guarded=True, companies=()):
        raise Conflict("Une autre institution l'a prise entre-temps.", hint="Relisez la liste des demandes.")


def validate(graph: Graph, identity: Identity, uid: str, cells: dict[str, str]) -> Entered:
    """Make a need of a request of one's own institution: what it says of the person stays with the request.

    Raises:
        AccessRefused: not a steward.
        NotFound: no such request.
        FieldsRefused: the need that would be made of it is refused, field by field.
        Conflict: somebody decided it meanwhile.
    """
    identity.require(Action.DECIDE)
    found = _open(graph, identity, uid)
    entered = enter(graph, identity, "needs", {"on": found.received_at[:10], **cells, "reference": f"D-{uid}"})
    _decide(graph, identity, uid, (_VALIDATE, {"need": entered.uid}), "demand-validate")
    return entered


def refuse(graph: Graph, identity: Identity, uid: str, refusal: str, note: str = "") -> None:
    """Refuse a request of one's own institution; the person reads the reason, never the note.

    Raises:
        AccessRefused: not a steward.
        NotFound: no such request.
        FieldsRefused: no reason of the list, or a note that may not be entered.
        Conflict: somebody decided it meanwhile.
    """
    identity.require(Action.DECIDE)
    _open(graph, identity, uid)
    if refusal not in REFUSALS:
        raise FieldsRefused("Rien n'est enregistré.", (("refusal", "Choisissez une raison : la personne la lira."),))
    said = spoken(note, field="note")
    _decide(graph, identity, uid, (_REFUSE, {"refusal": refusal, "note": said}), "demand-refuse")


def new_number() -> str:
    """Return a number that nobody guesses: 58 bits, in groups of four."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    return "-".join(drawn[at : at + 4] for at in range(0, 12, 4))


def _open(graph: Graph, identity: Identity, uid: str) -> Demand:
    found = demand(graph, identity.caller, uid)
    if not found.own:
        raise Conflict("Cette demande n'est pas encore à votre institution.", hint="Prenez-la d'abord.")
    if found.status != "open":
        raise Conflict("Cette demande est déjà décidée.", hint="Relisez-la.")
    return found


def _decide(graph: Graph, identity: Identity, uid: str, step: tuple[str, dict[str, Any]], action: str) -> None:
    text, more = step
    asked = {"uid": uid, "own": [identity.organisation], "at": now(), "by": identity.actor, **more}
    line = event(identity, action, about=identity.organisation, target=uid)
    if not graph.write_all([(text, asked), recorded(line)], guarded=True, companies=()):
        raise Conflict("Quelqu'un a décidé cette demande entre-temps.", hint="Relisez-la.")


def _cleaned(said: Said) -> dict[str, Any]:
    """Return what is kept of a form; doubts about its words go with it, for whoever reads it."""
    kept: dict[str, Any] = {name: " ".join(text.split()) or None for name, text in said._asdict().items()}
    wrong = _missing(kept)
    doubts = []
    for name, parse in (("title", worded), ("summary", free_text), ("holder", worded)):
        note = parse(kept[name] or "").note
        if note is not None and note.severity is Severity.REFUSE:
            wrong.append((name, note.message))
        elif note is not None and note.severity is Severity.DOUBT:
            doubts.append(note.message)
    if kept["siren"]:
        kept["siren"] = parse_identifier(kept["siren"], "siren").siren
        if kept["siren"] is None:
            wrong.append(("siren", "Ce SIREN n'est pas valable : neuf chiffres, sans erreur."))
    place = resolve(None, kept.pop("code_postal") or "", kept["commune"] or "", None).place
    if place is None or place.code_commune is None:
        wrong.append(("commune", "Cette commune n'est pas reconnue : écrivez son nom et son code postal."))
    else:
        kept |= {"code_commune": place.code_commune, "commune": place.name, "epci": place.epci}
    if wrong:
        raise FieldsRefused(NOT_SENT, tuple(wrong))
    return kept | {"doubts": doubts}


def _missing(kept: dict[str, Any]) -> list[tuple[str, str]]:
    wrong = [(name, f"{most} signes au plus.") for name, most in LONGEST.items() if len(kept[name] or "") > most]
    if not kept["title"]:
        wrong.append(("title", "Dites en une ligne ce dont vous avez besoin."))
    if not (kept["contact_email"] or kept["contact_phone"]):
        wrong.append(
            ("contact_email", "Donnez une adresse ou un téléphone : sans cela personne ne peut vous répondre.")
        )
    if kept["contact_email"] and parse_email(kept["contact_email"]).value is None:
        wrong.append(("contact_email", "Cette adresse n'est pas complète : prenom.nom@exemple.fr."))
    return wrong

"""Two companies made one, once each institution whose facts move has said so; made two again; or said to be two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2b
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from access import Action, Identity
from access.audit import Event, event, recorded
from access.roles import PLATFORM
from graph.companies import redirected
from graph.errors import AccessRefused, Conflict, Misuse, NotFound, Refused
from graph.merging import absorbing, parting
from graph.store import Graph, Statement
from graph.visibility import MEMBER, Visibility
from planning.told import News, now
from queries.mergings import Merging, mergings

FASTER = "Quelqu'un d'autre a décidé de ces deux entreprises entre-temps."
RELOAD = "Relisez-les avant de décider à nouveau."
LONGEST_REASON = 300
_RANK = {level.value: rank for rank, level in enumerate(Visibility)}
_COMPANY = """
MATCH (c:Company) WHERE (c.uid = $key OR c.siren = $key) AND (c.visibility IN $layer OR c.owner IN $own)
RETURN c.uid AS uid, c.siren AS siren, c.name AS name, c.visibility AS level, c.owner AS owner,
  coalesce(c.fictional, false) AS fictional
"""
_TOUCHED = """
MATCH (c:Company {uid: $gone})-[e]-() WHERE e.owner IS NOT NULL
RETURN e.owner AS owner, count(CASE WHEN e.visibility IN $layer THEN 1 END) AS known,
  count(CASE WHEN e.visibility IN $layer OR e.owner IN $own THEN 1 END) AS seen
ORDER BY owner
"""
_KNOWN = "MATCH (m:Merging {uid: $uid}) RETURN m.status AS status, m.keep AS keep, coalesce(m.agreed, []) AS agreed"
# Both companies and the pair are locked before the status is read: two people at once never decide the same twice.
_DECIDE = """
MATCH (keep:Company {uid: $keep}), (gone:Company {uid: $gone})
SET keep.uid = keep.uid, gone.uid = gone.uid
MERGE (m:Merging {uid: $uid})
ON CREATE SET m.status = 'none', m.agreed = []
SET m.uid = m.uid
WITH m WHERE m.status = $expected AND m.agreed = $before
SET m = $said
RETURN m.uid AS uid
"""
_UNDO = """
MATCH (m:Merging {uid: $uid})
SET m.uid = m.uid
WITH m WHERE m.status = 'done'
MATCH (:FormerCompany {uid: m.gone})-[:MERGED_INTO]->(:Company {uid: m.keep})
SET m.status = 'undone', m.undone_at = $at, m.undone_by = $by
RETURN m.uid AS uid
"""
_REOPEN = """
MATCH (m:Merging {uid: $uid})
SET m.uid = m.uid
WITH m WHERE m.status IN ['distinct', 'proposed']
SET m.status = 'undone', m.agreed = [], m.undone_at = $at, m.undone_by = $by
RETURN m.uid AS uid
"""
_HINDRANCES = """
MATCH (m:Merging {uid: $uid})
MATCH (gone:FormerCompany {uid: m.gone})
OPTIONAL MATCH (:FormerCompany {uid: m.keep})-[:MERGED_INTO]->(further)
OPTIONAL MATCH (again:Company) WHERE again.uid = gone.uid OR again.siren = gone.siren
CALL (m) {
  UNWIND [one IN m.moved WHERE one STARTS WITH 'VISITED<' | substring(one, 8)] AS key
  MATCH ()-[e:VISITED {uid: key}]->(keep:Company {uid: m.keep})
  MATCH (:Operator)-[other:VISITED]->(keep)
  WHERE other.visit = e.visit AND NOT ('VISITED<' + other.uid) IN m.moved
  RETURN count(*) AS joined
}
RETURN further.name AS further, again.uid AS again, joined
"""


class Decided(BaseModel):
    """What became of a pair: `done`, or `proposed` until the institutions of `waits_for` have said so too.

    `facts` are those of the company that is gone, as far as whoever decided may know them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    uid: str
    status: Literal["done", "proposed", "undone", "distinct"]
    keep: str
    gone: str
    facts: int = 0
    waits_for: tuple[str, ...] = Field(default=(), description="uids of institutions")


def merge(
    graph: Graph, identity: Identity, keep: str, gone: str, *, reason: str = "", expected: str | None = None
) -> Decided:
    """Make one company of two, or give one's word for it where facts of other institutions move.

    Args:
        graph: the store.
        identity: a steward; of which institution decides whose word is still missing.
        keep: SIREN or uid of the company that stays.
        gone: SIREN or uid of the other, whose facts and sites go to it.
        reason: why, for the partners; at most 300 characters.
        expected: what was decided of the pair when the page was read; None takes it as it is.

    Raises:
        AccessRefused: not a steward.
        NotFound: a company that nobody knows, or may not be known.
        Refused: they cannot be made one that way round.
        Conflict: somebody was faster, or it is done already.
    """
    identity.require(Action.DECIDE)
    if len(reason) > LONGEST_REASON:
        raise Misuse(f"La raison dépasse {LONGEST_REASON} caractères.")
    one, other = _company(graph, identity, keep), _company(graph, identity, gone)
    _mergeable(one, other)
    touched = graph.system_read(_TOUCHED, gone=other["uid"], **_seen(identity))
    asked = {str(found["owner"]) for found in touched if found["known"]}
    asked |= {other["owner"]} if other["level"] in MEMBER.parameters["layer"] else set()
    asked -= {PLATFORM, None}
    known = _known(graph, one["uid"], other["uid"], expected)
    same = known["status"] == "proposed" and known["keep"] == one["uid"]
    mine = identity.organisation or PLATFORM
    agreed = {mine, *(known["agreed"] if same else ())}
    status: Literal["done", "proposed"] = "done" if asked <= agreed else "proposed"
    said = _said(identity, one, other, status) | {"asked": sorted(asked), "agreed": sorted(agreed)}
    made = [_deciding(known, said | ({"reason": reason.strip()} if reason.strip() else {}))]
    if status == "done":
        made += absorbing(said["uid"], one["uid"], other["uid"])
    others = {found["owner"]: bool(found["known"]) for found in touched}
    made.append(_told(identity, "merge" if status == "done" else "merge-propose", said, others))
    made += _news(identity, said, asked if status == "done" else asked - agreed)
    _write(graph, made, said)
    facts = sum(found["seen"] for found in touched)
    waits = tuple(sorted(asked - agreed))
    return Decided(
        uid=said["uid"], status=status, keep=one["uid"], gone=other["uid"], facts=facts, waits_for=waits
    )  # fmt: skip


def distinct(graph: Graph, identity: Identity, keep: str, gone: str, *, expected: str | None = None) -> Decided:
    """Say that two companies are two: they are proposed no more.

    Raises:
        AccessRefused: not a steward.
        NotFound: a company that nobody knows, or may not be known.
        Conflict: somebody was faster.
    """
    identity.require(Action.DECIDE)
    one, other = _company(graph, identity, keep), _company(graph, identity, gone)
    known = _known(graph, one["uid"], other["uid"], expected)
    said = _said(identity, one, other, "distinct") | {"asked": [], "agreed": [identity.organisation or PLATFORM]}
    made = [_deciding(known, said), _told(identity, "merge-distinct", said, {})]
    # Whoever had proposed the contrary is told.
    _write(graph, made + _news(identity, said, known["agreed"] if known["status"] == "proposed" else ()), said)
    return Decided(uid=said["uid"], status="distinct", keep=one["uid"], gone=other["uid"])


def undo(graph: Graph, identity: Identity, uid: str) -> Decided:
    """Make two companies again of those that were made one, or take back what was proposed or said of a pair.

    What moved goes back, unless it was removed or moved elsewhere since; facts that came since stay where they came.

    Raises:
        AccessRefused: not a steward, or of an institution that had no say in it.
        NotFound: nothing was decided under this number.
        Conflict: it was taken back already, or what was done since makes it impossible; the sentence says what.
    """
    identity.require(Action.DECIDE)
    found = next(iter(mergings(graph, identity.caller, uid=uid)), None)
    if found is None:
        raise NotFound("Aucune réunion d'entreprises n'a ce numéro.", hint="Voyez `dore merge list`.")
    if not found.mine:
        raise AccessRefused("Cette réunion est celle d'autres institutions : elles seules reviennent dessus.")
    if found.status == "undone":
        raise Conflict("Cette décision a déjà été annulée.", hint=RELOAD)
    at = now()
    opening: Statement = (_REOPEN, {"uid": uid, "at": at, "by": identity.actor})
    made: list[Statement] = [opening]
    if found.status == "done":
        _unhindered(graph, found)
        made = [(_UNDO, opening[1]), *parting(uid, found.keep.uid, found.gone.uid)]
    said = {"uid": uid, "keep": found.keep.uid, "gone": found.gone.uid}
    others = dict.fromkeys({*found.asked, *found.agreed}, True)
    made += [_told(identity, "merge-undo", said, others), *_news(identity, said, others)]
    _write(graph, made, said)
    return Decided(uid=uid, status="undone", keep=found.keep.uid, gone=found.gone.uid)


def pair_uid(one: str, other: str) -> str:
    """Return what names a pair of companies, whichever is named first."""
    return blake2b("|".join(sorted((one, other))).encode(), digest_size=8).hexdigest()


def _company(graph: Graph, identity: Identity, key: str) -> dict[str, Any]:
    key = "".join(key.split()) if key.replace(" ", "").isdigit() else key.strip()
    found = graph.read(_COMPANY, identity.caller, key=key)
    if found:
        return found[0]
    if into := redirected(graph, identity.caller).get(key):
        raise Conflict(f"L'entreprise « {key} » est déjà réunie à « {into} ».", hint="Voyez `dore merge list`.")
    raise NotFound(f"Aucune entreprise connue sous « {key} ».", hint="Donnez son SIREN ou son identifiant.")


def _mergeable(keep: dict[str, Any], gone: dict[str, Any]) -> None:
    if keep["uid"] == gone["uid"]:
        raise Misuse("C'est deux fois la même entreprise : nommez celle qui reste, puis l'autre.")
    if keep["fictional"] != gone["fictional"] and keep["siren"] and gone["siren"]:
        raise Refused("L'une est fictive, l'autre réelle : elles ne peuvent pas être la même.")
    if gone["siren"] and not keep["siren"]:
        raise Refused("L'entreprise à garder n'a pas de SIREN, l'autre en a un.", hint="Gardez celle qui a un SIREN.")
    if _RANK[keep["level"]] < _RANK[gone["level"]]:
        raise Refused(
            "L'entreprise à garder est connue de moins de monde que l'autre : ses faits disparaîtraient pour certains.",
            hint="Gardez l'autre.",
        )


def _seen(identity: Identity) -> dict[str, list[str]]:
    return {"layer": MEMBER.parameters["layer"], "own": identity.caller.parameters["own"]}


def _known(graph: Graph, one: str, other: str, expected: str | None) -> dict[str, Any]:
    """Return what was decided of a pair so far, if it is what the page showed.

    Raises:
        Conflict: it is not.
    """
    found = graph.system_read(_KNOWN, uid=pair_uid(one, other))
    known = found[0] if found else {"status": "none", "keep": None, "agreed": []}
    open_now = {"none", "undone"}
    if expected is not None and expected != known["status"] and not {expected, known["status"]} <= open_now:
        raise Conflict(FASTER, hint=RELOAD)
    return known


def _said(identity: Identity, keep: dict[str, Any], gone: dict[str, Any], status: str) -> dict[str, Any]:
    narrower = min(keep["level"], gone["level"], key=lambda level: _RANK[level])
    return {
        "uid": pair_uid(keep["uid"], gone["uid"]), "owner": identity.organisation or PLATFORM, "status": status,
        "visibility": narrower, "keep": keep["uid"], "gone": gone["uid"], "at": now(), "by": identity.actor,
    }  # fmt: skip


def _deciding(known: dict[str, Any], said: dict[str, Any]) -> Statement:
    named = {"uid": said["uid"], "keep": said["keep"], "gone": said["gone"], "said": said}
    return _DECIDE, named | {"expected": known["status"], "before": known["agreed"]}


def _told(identity: Identity, action: str, said: dict[str, Any], others: dict[str, bool]) -> Statement:
    """Return the lines of the audit: one's own, and one for each institution whose facts move.

    Whoever moves a fact that its owner alone knows must not learn of it: that line is no line of one's own.
    """
    companies = (said["keep"], said["gone"])
    lines: list[Event] = [event(identity, action, target=said["keep"], shown=companies)]
    for owner, known in sorted(others.items()):
        if owner in (identity.organisation, PLATFORM):
            continue
        line = event(identity, action, about=owner, target=said["keep"])
        lines.append(line if known else replace(line, organisation=None, actor=PLATFORM, via="", request_id=""))
    return recorded(*lines)


def _news(identity: Identity, said: dict[str, Any], owners: Iterable[str]) -> list[Statement]:
    """Return the notices to the institutions that have a say in it."""
    mine = identity.organisation or PLATFORM
    others = sorted({*owners} - {mine, PLATFORM})
    return [News(one, "merge", said["uid"], mine, said["keep"]).statement(now()) for one in others]


def _unhindered(graph: Graph, found: Merging) -> None:
    hindered = graph.system_read(_HINDRANCES, uid=found.uid)
    if not hindered:
        raise Conflict(FASTER, hint=RELOAD)
    if hindered[0]["further"]:
        raise Conflict(
            f"L'entreprise gardée a elle-même été réunie depuis à « {hindered[0]['further']} ».",
            hint="Annulez d'abord cette réunion-là, puis celle-ci.",
        )
    if any(one["again"] for one in hindered):
        raise Conflict(
            f"Une entreprise porte de nouveau le numéro {found.gone.siren or found.gone.uid} : les séparer ferait deux "
            "entreprises du même numéro.",
            hint="Réunissez d'abord celle-là à l'entreprise gardée.",
        )
    if hindered[0]["joined"]:
        raise Conflict(
            "Des visites des deux entreprises n'en font plus qu'une depuis : elle ne peut pas être à deux entreprises.",
            hint="Séparez d'abord ces visites (recouvrements), puis recommencez.",
        )


def _write(graph: Graph, made: list[Statement], said: dict[str, Any]) -> None:
    if not graph.write_all(made, guarded=True, companies=[said["keep"], said["gone"]]):
        raise Conflict(FASTER, hint=RELOAD)

"""Making a campaign of visits, taking its companies and giving them back, closing it.

Nothing of it is a fact about a company (`companies=()`): what is kept of the facts stays as it is.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from access import Action, Identity
from access.audit import event, recorded
from graph.errors import Conflict, FieldsRefused, NotFound, Refused
from graph.store import Graph
from graph.visibility import Visibility
from planning.told import now
from queries.campaigns import MOST_COMPANIES, Campaign, campaign

LONGEST = 120
LEVELS = (Visibility.SHARED, Visibility.PRIVATE)
"""A campaign is shared out, or kept to oneself: there is nothing to signal of it without its companies."""
_CREATE = """
MERGE (k:Campaign {uid: $uid})
SET k += $said
WITH k
UNWIND $companies AS one
MATCH (c:Company {uid: one.uid})
WHERE (c.visibility IN $layer OR c.owner IN $own) AND NOT (coalesce(c.statut_diffusion, '') = 'P'
  OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1'))
MERGE (t:CampaignTarget {uid: k.uid + '|' + c.uid})
SET t += {owner: k.owner, visibility: k.visibility, campaign: k.uid, company: c.uid, rank: one.rank, reason: one.reason}
RETURN k.uid AS uid
"""
# The lock is taken before the taker is read: two people at once never take the same company.
_TAKE = """
MATCH (k:Campaign {uid: $campaign}) WHERE k.closed_at IS NULL AND (k.visibility IN $layer OR k.owner IN $own)
MATCH (t:CampaignTarget {uid: $campaign + '|' + $company})
SET t.uid = t.uid
WITH t WHERE t.taken_by IS NULL OR t.taken_by = $taker
SET t.taken_by = $taker, t.taken_at = $at, t.taken_actor = $by
RETURN t.uid AS uid
"""
_RELEASE = """
MATCH (k:Campaign {uid: $campaign}) WHERE k.visibility IN $layer OR k.owner IN $own
MATCH (t:CampaignTarget {uid: $campaign + '|' + $company}) WHERE t.taken_by = $taker
REMOVE t.taken_by, t.taken_at, t.taken_actor
RETURN t.uid AS uid
"""
_CLOSE = """
MATCH (k:Campaign {uid: $campaign}) WHERE k.owner IN $own
SET k.closed_at = CASE WHEN $closed THEN coalesce(k.closed_at, $at) END
RETURN k.uid AS uid
"""
_LEVEL = """
MATCH (k:Campaign {uid: $campaign}) WHERE k.owner IN $own
SET k.visibility = $level
WITH k
MATCH (t:CampaignTarget {campaign: k.uid})
SET t.visibility = $level
RETURN k.uid AS uid
"""


class Chosen(NamedTuple):
    """A company for a campaign, and why it is there, in French."""

    uid: str
    reason: str


class Plan(NamedTuple):
    """What a campaign is to be.

    Args:
        title: as people will call it.
        until: day by which the visits should be made.
        visibility: `shared` or `private`.
        companies: in the order of the list, 500 at most.
        drawn: how the list was drawn, in French.
    """

    title: str
    until: date | None
    visibility: Visibility
    companies: Sequence[Chosen]
    drawn: str = ""


def create(graph: Graph, identity: Identity, plan: Plan, today: date) -> str:
    """Make a campaign and return its uid; companies of partial diffusion are left out of it.

    Raises:
        AccessRefused: the role does not write.
        FieldsRefused: no title, no day to come, or no company.
    """
    identity.require(Action.WRITE)
    title = " ".join(plan.title.split())[:LONGEST]
    wrong = [
        *([] if title else [("title", "Donnez un titre à la campagne.")]),
        *([] if plan.until and plan.until >= today else [("until", "Donnez un jour à venir.")]),
        *([] if plan.companies else [("companies", "Choisissez au moins une entreprise.")]),
        *([] if plan.visibility in LEVELS else [("visibility", "Partagée ou réservée à votre institution.")]),
    ]
    if wrong or plan.until is None:
        raise FieldsRefused("La campagne n'est pas faite.", tuple(wrong))
    uid, at = uuid.uuid4().hex[:16], now()
    said = {
        "owner": identity.organisation, "visibility": plan.visibility.value, "title": title, "drawn": plan.drawn,
        "since": today.isoformat(), "until": plan.until.isoformat(), "created_at": at, "created_by": identity.actor,
    }  # fmt: skip
    chosen = [one._asdict() | {"rank": rank} for rank, one in enumerate(plan.companies[:MOST_COMPANIES], 1)]
    made = {"uid": uid, "said": said, "companies": chosen, **_reach(identity)}
    line = event(identity, "campaign-create", about=identity.organisation, target=uid)
    if not graph.write_all([(_CREATE, made), recorded(line)], guarded=True, companies=()):
        raise FieldsRefused("La campagne n'est pas faite.", (("companies", "Aucune ne peut être démarchée."),))
    return uid


def take(graph: Graph, identity: Identity, uid: str, company: str) -> None:
    """Take a company for one's institution; taken already by it, it stays so.

    Raises:
        AccessRefused: the role does not write.
        Conflict: another institution was faster, or the campaign is closed.
        NotFound: no such campaign.
    """
    identity.require(Action.WRITE)
    if not graph.write_all([(_TAKE, _taking(identity, uid, company))], guarded=True, companies=()):
        campaign(graph, identity.caller, uid)  # what one may not know is not found, rather than lost to somebody
        raise Conflict(
            "Une autre institution l'a prise entre-temps, ou la campagne est close.", hint="Relisez la liste."
        )


def release(graph: Graph, identity: Identity, uid: str, company: str) -> None:
    """Give a company back, for others to take.

    Raises:
        AccessRefused: the role does not write.
        Conflict: it is not one's own institution that takes it.
        NotFound: no such campaign.
    """
    identity.require(Action.WRITE)
    if not graph.write_all([(_RELEASE, _taking(identity, uid, company))], guarded=True, companies=()):
        campaign(graph, identity.caller, uid)
        raise Conflict("Votre institution ne prend pas cette entreprise.", hint="Relisez la liste.")


def close(graph: Graph, identity: Identity, uid: str, *, closed: bool = True) -> None:
    """Close one's own campaign, or open it again.

    Raises:
        AccessRefused: the role does not write.
        NotFound: no such campaign of one's own.
    """
    _own(graph, identity, uid)
    graph.write_all([(_CLOSE, {"campaign": uid, "closed": closed, "at": now(), **_reach(identity)})], companies=())


def set_level(graph: Graph, identity: Identity, uid: str, level: Visibility) -> None:
    """Share one's own campaign, which takes a steward, or keep it to oneself, which takes a contributor.

    Raises:
        AccessRefused: the role does not permit it.
        NotFound: no such campaign of one's own.
        Refused: a level that a campaign has not.
    """
    found = _own(graph, identity, uid)
    if level not in LEVELS:
        raise Refused("Une campagne est partagée, ou réservée à votre institution.")
    if level is Visibility.SHARED and found.visibility is Visibility.PRIVATE:
        identity.require(Action.WIDEN)
    line = event(identity, f"campaign-level-{level.value}", about=identity.organisation, target=uid)
    graph.write_all(
        [(_LEVEL, {"campaign": uid, "level": level.value, **_reach(identity)}), recorded(line)], companies=()
    )


def _own(graph: Graph, identity: Identity, uid: str) -> Campaign:
    identity.require(Action.WRITE)
    found = campaign(graph, identity.caller, uid)
    if not found.own:
        raise NotFound("Cette campagne n'est pas la vôtre.", hint="L'institution qui l'a faite peut la changer.")
    return found


def _taking(identity: Identity, uid: str, company: str) -> dict[str, object]:
    asked = {"campaign": uid, "company": company, "taker": identity.organisation, "at": now(), "by": identity.actor}
    return asked | _reach(identity)


def _reach(identity: Identity) -> dict[str, object]:
    parameters = identity.caller.parameters
    return {"layer": parameters["layer"], "own": parameters["own"]}

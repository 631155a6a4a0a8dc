"""Keeping a way of sharing an amount out, changing who sees it, and dropping it."""

from __future__ import annotations

import uuid

from access import Action, Identity
from access.audit import event, recorded
from graph.errors import FieldsRefused, NotFound
from graph.store import Graph
from graph.visibility import Visibility
from planning.partnership.needs import spoken
from planning.told import now
from queries.partnership.allocations import AllocationScope, allocation
from queries.partnership.scenarios import scenario

LONGEST = 120
LEVELS = (Visibility.SHARED, Visibility.PRIVATE)
_KEEP = "MERGE (s:AllocationScenario {uid: $uid}) SET s += $said RETURN s.uid AS uid"
_DROP = "MATCH (s:AllocationScenario {uid: $uid}) WHERE s.owner IN $own DELETE s RETURN $uid AS uid"


def keep(
    graph: Graph, identity: Identity, scope: AllocationScope, region: str, name: str, visibility: Visibility
) -> str:
    """Keep what was asked and what each territory gets today, and return its uid.

    Raises:
        AccessRefused: the role does not write.
        FieldsRefused: no name, or a level that a scenario has not.
        Misuse: nothing can be shared out so.
    """
    identity.require(Action.WRITE)
    called = spoken(name[:LONGEST], field="name")
    wrong = [
        *([] if called else [("name", "Donnez un nom au scénario.")]),
        *([] if visibility in LEVELS else [("visibility", "Partagé ou réservé à votre institution.")]),
    ]
    if wrong:
        raise FieldsRefused("Le scénario n'est pas gardé.", tuple(wrong))
    found = allocation(graph, identity.caller, scope, region)
    weights = {one: weight for one, weight in scope.weights.items() if weight}
    uid = uuid.uuid4().hex[:16]
    said = {
        "owner": identity.organisation, "visibility": visibility.value, "name": called, "level": scope.level,
        "amount_cents": scope.amount_cents, "floor_cents": scope.floor_cents, "indicators": list(weights),
        "weights": list(weights.values()), "codes": [one.code for one in found.shares],
        "cents": [one.cents for one in found.shares], "made_at": now(), "made_by": identity.actor,
    }  # fmt: skip
    line = event(identity, "allocation-keep", about=identity.organisation, target=uid)
    graph.write_all([(_KEEP, {"uid": uid, "said": said}), recorded(line)], companies=())
    return uid


def drop(graph: Graph, identity: Identity, uid: str) -> None:
    """Drop a scenario of one's own.

    Raises:
        AccessRefused: the role does not write.
        NotFound: no such scenario of one's own.
    """
    identity.require(Action.WRITE)
    if not scenario(graph, identity.caller, uid).own:
        raise NotFound("Ce scénario n'est pas le vôtre.", hint="L'institution qui l'a gardé peut le supprimer.")
    line = event(identity, "allocation-drop", about=identity.organisation, target=uid)
    asked = {"uid": uid, "own": [identity.organisation]}
    graph.write_all([(_DROP, asked), recorded(line)], guarded=True, companies=())

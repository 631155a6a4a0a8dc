"""What has been kept for long enough: what is due, and the one run that removes it, daily in the service.

| what | how long | then |
|---|---|---|
| contacts of companies | 3 years after the last contact | erased |
| requests from outside | 6 months refused, 12 unread, 3 years as a need | erased; of a need, the person alone |
| agents, and members of institutions | 12 idle months | disabled: an agent is offered no more, a member has no access |
| the same, and the names of agents on visits | 24 idle months | erased; the visit stays |
| remarks of imports, deposited files, letters kept as files | 30 days | deleted |
| exports | 7 days | deleted |
| the audit | 12 months | deleted |

Nothing of it goes to the log of erasures: what an older backup brings back is due again at the next run.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from access import audit, memberships, moments, people
from access.roles import Identity, local
from graph.errors import Conflict, Misuse, NotFound
from graph.persons.acts import ERASED
from graph.persons.holdings import replaced_in
from graph.persons.traces import Wanted, trace_of
from graph.store import Graph
from rights import demands, files

CONTACTS_YEARS, DISABLED_MONTHS, ERASED_MONTHS = 3, 12, 24
KINDS_FR = {
    "contacts": "interlocuteurs à effacer (trois ans après le dernier contact)",
    "demands": "demandes du public à effacer (refusées depuis six mois, non lues depuis un an, décidées depuis trois)",
    "agents-disabled": "agents à désactiver (douze mois sans visite)",
    "agents-erased": "agents à effacer (vingt-quatre mois sans visite)",
    "visits": "visites d'où retirer le nom de l'agent (vingt-quatre mois sans visite de sa part)",
    "members-ended": "adhésions à clore (douze mois sans connexion)",
    "members-erased": "adhésions closes à effacer (douze mois après leur fin)",
    "imports": "remarques d'import de plus de trente jours",
    "deposits": "fichiers déposés il y a plus de trente jours",
    "uploads": "envois inachevés de plus de trente jours",
    "digests": "lettres de plus de trente jours",
    "exports": "exports de plus de sept jours",
    "audit": "lignes du journal de plus de douze mois",
}
_CONTACTS = """
MATCH (n:Contact) WHERE coalesce(n.last_contact_on, left(n.recorded_at, 10)) < $before
  AND ($owner IS NULL OR n.owner = $owner)
"""
# An agent is idle when no visit of the institution names it: as it is written, in either case.
_AGENTS = """
MATCH (n:Agent) WHERE $owner IS NULL OR n.owner = $owner
CALL (n) {
  OPTIONAL MATCH (:Operator)-[v:VISITED]->() WHERE v.owner = n.owner AND toLower(v.agent) = toLower(n.name)
  RETURN max(v.latest) AS last
}
WITH n WHERE coalesce(last, left(n.recorded_at, 10)) < $before
"""
_VISITS = """
MATCH ()-[v:VISITED]->() WHERE v.agent IS NOT NULL AND ($owner IS NULL OR v.owner = $owner)
WITH v.owner AS owner, toLower(v.agent) AS agent, max(v.latest) AS last, collect(v) AS visits
WHERE last < $before
UNWIND visits AS v
"""
_ERASE = "CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS"
_DISABLE = _AGENTS + "AND n.disabled_at IS NULL CALL (n) { SET n.disabled_at = $now } IN TRANSACTIONS OF 1000 ROWS"
_NAMED = _VISITS + "RETURN v.uid AS uid, v.agent AS agent, v.raw AS raw"
_UNNAME = """
UNWIND $rows AS row
MATCH ()-[v:VISITED {uid: row.uid}]->() USING INDEX SEEK v:VISITED(uid)
SET v.raw = row.raw REMOVE v.agent
"""
_BATCH = 1000


class Due(BaseModel):
    """Something that has been kept for long enough."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    what: str = Field(description="in French")
    count: int


class _Limits(NamedTuple):
    """The days before which things are due."""

    contacts: str
    disabled: str
    erased: str


def due(graph: Graph, today: date, *, owner: str | None = None, home: Path | None = None) -> list[Due]:
    """Return what is due, of one institution or of all; files and the audit are the installation's.

    Args:
        graph: the store.
        today: the day.
        owner: uid of the institution whose records are counted; None counts those of all, and the rest.
        home: folder of the installation; that of the graph by default.
    """
    limits = _limits(today)
    found = {
        "contacts": _count(graph, _CONTACTS, limits.contacts, owner),
        "demands": demands.due(graph, today, owner),
        "agents-disabled": _count(graph, _AGENTS + "AND n.disabled_at IS NULL ", limits.disabled, owner),
        "agents-erased": _count(graph, _AGENTS, limits.erased, owner),
        "visits": _count(graph, _VISITS + "WITH v AS n ", limits.erased, owner),
        "members-ended": len(audit.idle_members(graph, limits.disabled, owner)),
        "members-erased": len(people.ended_before(graph, limits.disabled, owner)),
    }
    if owner is None:
        found |= {folder: len(paths) for folder, paths in files.due(home or graph.home, today).items()}
        found["audit"] = audit.count_old(graph)
    return [Due(kind=kind, what=what, count=found[kind]) for kind, what in KINDS_FR.items() if kind in found]


def run(graph: Graph, today: date, *, home: Path | None = None) -> list[Due]:
    """Remove or disable everything that is due, and return how much there was; run twice it does nothing more."""
    limits = _limits(today)
    said = due(graph, today, home=home)
    graph.auto_commit(_CONTACTS + _ERASE, before=limits.contacts, owner=None)
    demands.forget(graph, today)
    graph.auto_commit(_AGENTS + _ERASE, before=limits.erased, owner=None)
    graph.auto_commit(_DISABLE, before=limits.disabled, owner=None, now=moments.present())
    _unname(graph, limits)
    for organisation, uid in audit.idle_members(graph, limits.disabled):
        _end(graph, organisation, uid)
    graph.write_all(people.forgetting(people.ended_before(graph, limits.disabled)))
    for paths in files.due(home or graph.home, today).values():
        files.remove(paths)
    audit.forget_old(graph)
    return said


def _limits(today: date) -> _Limits:
    """Months are counted as a twelfth of a year: nothing turns on a day."""

    def before(months: float) -> str:
        return (today - timedelta(days=months * 365.25 / 12)).isoformat()

    return _Limits(before(12 * CONTACTS_YEARS), before(DISABLED_MONTHS), before(ERASED_MONTHS))


def _count(graph: Graph, matching: str, before: str, owner: str | None) -> int:
    [found] = graph.system_read(matching + "RETURN count(n) AS count", before=before, owner=owner)
    return int(found["count"])


def _end(graph: Graph, organisation: str, uid: str) -> None:
    by: Identity = local(organisation, actor="retention")
    try:
        memberships.end(graph, by, uid)
    except (Conflict, NotFound):
        return  # The last steward stays; whoever was ended meanwhile is.


def _unname(graph: Graph, limits: _Limits) -> None:
    """Take the names of agents long gone out of visits, and out of the cells that were kept beside them."""
    rows = [
        {"uid": found["uid"], "raw": _without(found["raw"], found["agent"])}
        for found in graph.stream(_NAMED, before=limits.erased, owner=None)
    ]
    for start in range(0, len(rows), _BATCH):
        graph.write(_UNNAME, rows=rows[start : start + _BATCH])


def _without(raw: str | None, agent: str) -> str | None:
    """Return the kept cells without an agent's name."""
    if raw is None:
        return None
    try:
        wanted = Wanted.clear([trace_of(agent)])
    except Misuse:
        return raw
    new: str | None = replaced_in("raw", raw, wanted, ERASED)
    return raw if new is None else new

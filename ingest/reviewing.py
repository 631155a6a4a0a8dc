"""The review queue: what a row in doubt keeps, and what accepting, rejecting and undoing do to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson

from graph.companies import redirected
from graph.errors import Conflict, NotFound, Refused
from graph.store import Graph, Statement, Step
from graph.visibility import Caller
from ingest import statements as cypher
from ingest.amended import MARKS
from ingest.envelopes import guard_of, why_not
from ingest.facts import NodeRecord, Provenance, Roles, make_facts
from ingest.linking import Linker, company_from_mention
from ingest.means import Naming
from ingest.merging import merge
from ingest.named import Named
from ingest.operators import Operators
from ingest.parties import Parties
from ingest.persons import Persons
from ingest.queue import ReviewItem, read_review, show_review
from ingest.registering import described
from ingest.source import Source, Subject
from ingest.sources import SOURCES
from ingest.understanding import Understood
from ingest.writing import Batch

# The lock is taken before the status is read: two people at once never decide the same row twice.
DECIDE = """
MATCH (review:Review {uid: $uid})
WHERE review.owner IN $own
SET review.decided_at = review.decided_at
WITH review WHERE review.status = $expected
SET review.status = $status, review.decided_company = $company, review.decided_by = $by, review.decided_at = $at
RETURN review.uid AS uid
"""
DESCRIBED = """
OPTIONAL MATCH (company:Company|FormerCompany {uid: $uid})
OPTIONAL MATCH (site:Establishment {siret: $siret})
RETURN properties(company) AS company, properties(site) AS site
"""
KEEP_BEFORE = "MATCH (review:Review {uid: $uid}) SET review.before = $before"
RESTORE_COMPANY = "MATCH (company:Company|FormerCompany {uid: $uid}) SET company = $company"
RESTORE_SITE = "MATCH (site:Establishment {siret: $site.siret}) SET site = $site"
FORGET_COMPANY = (
    "MATCH (company:Company {uid: $uid}) WHERE NOT EXISTS { ()-[:VISITED|SUPPORTED]->(company) } DETACH DELETE company"
)
FIND_COMPANY = "MATCH (c:Company) WHERE c.siren = $key OR c.uid = $key RETURN c.uid AS uid"
# One visit is made of two once each institution that owns one of them has accepted: the first only says its word. Both
# words are locked before they are read, so that of two who accept at once the second finds the first.
JOIN = """
MATCH (a:Operator)-[one:VISITED {uid: $one}]->(c:Company) USING INDEX SEEK one:VISITED(uid)
MATCH (b:Operator)-[two:VISITED {uid: $two}]->(c) USING INDEX SEEK two:VISITED(uid)
UNWIND [one.owner, two.owner] AS owner
OPTIONAL MATCH (word:Review {uid: $visit + ':' + owner})
SET word.status = word.status
WITH one, two, collect(DISTINCT owner) AS owners, collect(DISTINCT word) AS words
WHERE all(owner IN owners
  WHERE owner IN $own OR any(word IN words WHERE word.owner = owner AND word.status = 'accepted'))
SET two.visit = $visit, one.visit = $visit
RETURN one.uid AS uid
"""
SEPARATE = """
UNWIND $edges AS row
MATCH ()-[edge:VISITED {uid: row.uid}]->() USING INDEX SEEK edge:VISITED(uid)
WHERE edge.visit = $visit
SET edge.visit = row.visit
"""


def accept(graph: Graph, caller: Caller, uid: str, *, company: str | None = None, new: bool = False) -> ReviewItem:
    """Write the row of a review, for the company chosen, the first candidate, or a new one.

    Args:
        graph: the store.
        caller: whose queue it is.
        uid: of the review.
        company: SIREN or uid of the company; None takes the first candidate.
        new: make a company of the mention.

    Raises:
        NotFound: no such review in the caller's queue, or no such company.
        Conflict: somebody decided it meanwhile.
        Refused: there is no candidate to take.
    """
    review = read_review(graph, caller, uid)
    if review["kind"] == "joint":
        return _accept_joint(graph, caller, review)
    if review["kind"] == "file":
        _decide(graph, caller, uid, _Change("open", "accepted"))
        return show_review(graph, caller, uid)
    source = SOURCES[review["source_uid"]]
    row = Understood(review["line"] or 0, orjson.loads(review["row"]), content=review["content_hash"])
    # Somebody may have objected since the row was put into the queue.
    Persons(graph, review["owner"], source).leave_out(row, review.get("file") or "", uid)
    if source.subject is Subject.REGISTER:
        return _accept_description(graph, caller, review, source, row)
    batch = Batch()
    chosen, batch.named_companies = _choose(graph, caller, review, row, company=company, new=new)
    guard = _settled(graph, source, row, uid, _provenance(review, caller.actor))
    roles, made = _roles(graph, caller, review, row, chosen)
    batch.nodes += made
    facts = make_facts(source, row, uid, roles, _provenance(review, caller.actor))
    if "file_hash" in review:
        facts.edges[0].properties |= {name: review[name] for name in MARKS if name in review}
    batch.nodes += facts.nodes
    batch.edges += facts.edges
    batch.stale_edges += [(edge.type, edge.uid) for edge in facts.edges]
    change = _Change("open", "accepted", chosen, len(guard))
    try:
        _decide(graph, caller, uid, change, [*guard, *batch.statements()], batch.companies_changed)
    except Conflict:
        if guard and not graph.write_all(guard, guarded=1, companies=()):
            raise Refused(why_not(graph, source.name, uid, row.values).note.message) from None
        raise
    return show_review(graph, caller, uid)


def _roles(
    graph: Graph, caller: Caller, review: dict[str, Any], row: Understood, company: str | None
) -> tuple[Roles, list[NodeRecord]]:
    """Find whom a row names, as an import would."""
    source, operators = SOURCES[review["source_uid"]], Operators(graph)
    provenance = _provenance(review, caller.actor)
    parties = Parties(operators, Linker(graph, caller), provenance, None)
    named = Named(graph, source, operators, parties, review["owner"])
    return named.roles(row, review["uid"], company, review.get("operator"))


def _settled(graph: Graph, source: Source, row: Understood, uid: str, provenance: Provenance) -> list[Statement]:
    """Find what a row names, once what it must say is there; return the statement that bounds it, if there is one."""
    said = {name.replace("_cents", "_eur") for name, value in row.values.items() if value is not None}
    missing = [column.name for column in source.columns if column.required and column.name not in said]
    if missing and source.subject is Subject.NONE:
        raise Refused(
            f"Cette ligne ne dit rien de lisible dans « {'», « '.join(missing)} » : elle ne peut pas être acceptée.",
            hint="Corrigez le fichier et importez-le à nouveau, puis écartez cette ligne.",
        )
    if wrong := Naming(graph, source, Operators(graph), provenance).settle(row.values):
        raise Refused(wrong.note.message)
    guard = guard_of(source.name, uid, provenance.owner, row.values)
    return [guard] if guard else []


def reject(graph: Graph, caller: Caller, uid: str) -> ReviewItem:
    """Settle that a row is not to be written; it stays known, so that the same file does not ask again.

    Raises:
        NotFound: no such review in the caller's queue.
        Conflict: somebody decided it meanwhile.
    """
    read_review(graph, caller, uid)
    _decide(graph, caller, uid, _Change("open", "rejected"))
    return show_review(graph, caller, uid)


def undo(graph: Graph, caller: Caller, uid: str) -> ReviewItem:
    """Take a decision back: what it wrote is removed and the row waits again.

    Raises:
        NotFound: no such review in the caller's queue.
        Conflict: nothing was decided, or somebody was faster.
    """
    review = read_review(graph, caller, uid)
    if review["status"] == "open":
        raise Conflict("Cette ligne n'a pas encore été décidée : rien à annuler.")
    made: list[Statement] = []
    if review["status"] == "accepted":
        if review["kind"] == "joint":
            joined = _joined(review)
            made = [(SEPARATE, {"edges": joined["edges"], "visit": joined["visit"]})]
        elif review["kind"] != "file":
            made = _removal(SOURCES[review["source_uid"]], uid, review)
    _decide(graph, caller, uid, _Change(review["status"], "open"), made)
    return show_review(graph, caller, uid)


def _choose(
    graph: Graph, caller: Caller, review: dict[str, Any], row: Understood, *, company: str | None, new: bool
) -> tuple[str | None, list[NodeRecord]]:
    """Return the company a row is written for, and the one that has to be made for it."""
    source = SOURCES[review["source_uid"]]
    if source.subject is Subject.NONE:
        return None, []
    candidates = orjson.loads(review["candidates"])
    if not company and not candidates:
        if source.subject is Subject.HOLDER:
            return None, []
        new = new or bool(row.values.get("siren"))
    if new:
        node = company_from_mention(source, row.values, row.values.get("siren"), _provenance(review))
        into = redirected(graph, caller).get(node.uid)
        return (into, []) if into else (node.uid, [node])
    key = company or (candidates[0]["uid"] if candidates else None)
    if key is None:
        raise Refused(
            "Aucune entreprise n'est proposée pour cette ligne.",
            hint="Précisez --company SIREN, ou --new pour en créer une.",
        )
    found = graph.system_read(FIND_COMPANY, key=key)
    if found:
        return found[0]["uid"], []
    if into := redirected(graph, caller).get(key):
        return into, []
    raise NotFound(f"Aucune entreprise connue sous « {key} ».", hint="Vérifiez le SIREN.")


def _provenance(review: dict[str, Any], actor: str = "dore") -> Provenance:
    return Provenance(review["owner"], review["source_uid"], review["import_uid"], review["recorded_at"], actor)


def _accept_description(
    graph: Graph, caller: Caller, review: dict[str, Any], source: Source, row: Understood
) -> ReviewItem:
    """Let a row that describes a company win over what was said before, which is kept for the way back."""
    company, site = described(source, row, review["uid"], None, _provenance(review, caller.actor))
    [before] = graph.system_read(DESCRIBED, uid=company.uid, siret=site.uid if site else None)
    into = redirected(graph, caller).get(company.uid)
    if into and site:
        site.extra["company"] = into
    batch = Batch(establishments=merge([site] if site else [], {}))
    (batch.former_companies if into else batch.companies).extend(merge([company], {}))
    kept = (KEEP_BEFORE, {"uid": review["uid"], "before": orjson.dumps(before).decode()})
    change = _Change("open", "accepted", company.uid)
    _decide(graph, caller, review["uid"], change, [*batch.statements(), kept])
    return show_review(graph, caller, review["uid"])


def _accept_joint(graph: Graph, caller: Caller, review: dict[str, Any]) -> ReviewItem:
    join = (JOIN, _joined(review) | {"own": caller.parameters["own"]})
    _decide(graph, caller, review["uid"], _Change("open", "accepted"), [join])
    return show_review(graph, caller, review["uid"])


def _joined(review: dict[str, Any]) -> dict[str, Any]:
    """Return the two edges that an offer speaks of, as they were, and the key that both bear once they are one."""
    edges = orjson.loads(review["row"])["edges"]
    one, two = edges[0]["uid"], edges[1]["uid"]
    return {"edges": edges, "one": one, "two": two, "visit": f"joint:{one}:{two}"}


def _removal(source: Source, uid: str, review: dict[str, Any]) -> list[Statement]:
    if source.subject is Subject.REGISTER:
        return _restored(orjson.loads(review["before"]), review["decided_company"])
    if source.nodes:
        return [(f"MATCH (node:{source.nodes[0].label} {{uid: $uid}}) DETACH DELETE node", {"uid": uid})]
    return [(cypher.delete_edges(source.links[0].type), {"uids": [uid]})]


class _Change(NamedTuple):
    """From which status to which, and for which company."""

    expected: str
    status: str
    company: str | None = None
    guards: int = 0


def _restored(before: dict[str, Any], uid: str) -> list[Statement]:
    """Put a company and its site back as they were; a company that the row had made goes, unless it has served."""
    if before["company"] is None:
        return [(FORGET_COMPANY, {"uid": uid})]
    made: list[Statement] = [(RESTORE_COMPANY, {"uid": uid, "company": before["company"]})]
    if before["site"] is not None:
        made.append((RESTORE_SITE, {"site": before["site"]}))
    return made


def _decide(
    graph: Graph,
    caller: Caller,
    uid: str,
    change: _Change,
    made: Sequence[Step] = (),
    companies: set[str] | None = None,
) -> None:
    """Move the status and write what follows from it, in one transaction, if nobody was faster."""
    decision = {
        "uid": uid,
        **change._asdict(),
        "by": caller.actor,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "own": caller.parameters["own"],
    }
    if not graph.write_all([(DECIDE, decision), *made], guarded=1 + change.guards, companies=companies):
        raise Conflict(
            "Quelqu'un d'autre a décidé cette ligne entre-temps.",
            hint="Relisez-la avant de décider à nouveau.",
        )

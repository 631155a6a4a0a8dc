"""The Cypher that ingest writes with: one statement for each kind of record, safe to run twice.

Every look-up of an edge names its index: a plan made while the graph was nearly empty scans the whole type for each
row otherwise, and Neo4j keeps that plan (10,000 look-ups that find nothing: over 30 s, 0.7 s with the hint).
"""

from __future__ import annotations

from functools import cache

from graph.visibility import FACT_EDGES, FACT_NODES, Visibility
from ingest.acted import replaced

RANK = {level.value: rank for rank, level in enumerate(Visibility)}

KNOWN_REVIEWS = """
UNWIND $uids AS uid
MATCH (review:Review {uid: uid})
RETURN uid, review.content_hash AS hash, review.status AS status, review.level AS level,
  CASE WHEN review.file_hash IS NOT NULL THEN review {.file_hash, .file_said, .file_rows, .row} END AS said
"""

KNOWN_COMPANIES = """
UNWIND $keys AS key
CALL (key) {
  MATCH (company:Company {siren: key}) RETURN company
  UNION
  MATCH (company:Company {uid: key}) RETURN company
}
RETURN key AS uid, company.uid AS company, company.row_hashes AS hashes, company.lead_row AS lead,
  company.visibility AS level
"""

KNOWN_FORMERS = KNOWN_COMPANIES.replace(":Company ", ":FormerCompany ")

KNOWN_SITES = """
UNWIND $keys AS key
MATCH (site:Establishment {siret: key})
RETURN key AS uid, site.row_hashes AS hashes, site.lead_row AS lead
"""

# The first SET takes the lock, so that what is read after it is what nobody else can change any more. `fill` says
# what nobody has said, `over` what the leading row says. A company that only a narrower record had brought bears
# that institution's words: they go when a wider record makes it known to others.
UPSERT_COMPANIES = """
UNWIND $rows AS row
MERGE (company:Company {uid: row.uid})
SET company.row_hashes = coalesce(company.row_hashes, [])
WITH company, row, properties(company) AS before,
     company.verified = false AND $rank[company.visibility] < $rank[row.visibility] AS widened
WITH company, row, CASE WHEN widened THEN {uid: row.uid, siren: before.siren} ELSE before END AS before
SET company = before
SET company += row.fill
SET company += before
SET company += row.over
SET company.names = coalesce(before.names, []) + [name IN row.names WHERE NOT name IN coalesce(before.names, [])],
    company.row_hashes =
      [hash IN coalesce(before.row_hashes, []) WHERE NOT left(hash, 16) IN row.keys] + row.hashes,
    company.lead_row = row.lead,
    company.verified = CASE WHEN before.verified OR row.verified THEN true ELSE row.verified END,
    company.visibility = CASE WHEN $rank[row.visibility] >= $rank[coalesce(before.visibility, 'private')]
                              THEN row.visibility ELSE before.visibility END
"""

# What describes a company that was found to be another is kept with what it said: it may come back.
UPSERT_FORMERS = UPSERT_COMPANIES.replace("MERGE (company:Company {", "MATCH (company:FormerCompany {")

# A company that a fact speaks of and no register has shown yet. When it was known at a narrower level than the
# new fact's, its words were another institution's: they are replaced by those of the fact that widens it.
UPSERT_NAMED_COMPANIES = """
UNWIND $rows AS row
MERGE (company:Company {uid: row.uid})
ON CREATE SET company += row.properties
WITH company, row
WHERE company.verified = false AND $rank[company.visibility] < $rank[row.properties.visibility]
SET company += row.properties
"""

KNOWN_OPERATORS = """
UNWIND $uids AS uid
MATCH (operator:Operator {uid: uid})
RETURN uid, operator.row_hashes AS hashes, operator.lead_row AS lead
"""

UPSERT_OPERATORS = """
UNWIND $rows AS row
MERGE (operator:Operator {uid: row.uid})
SET operator.row_hashes = coalesce(operator.row_hashes, [])
WITH operator, row, properties(operator) AS before
SET operator += row.fill
SET operator += before
SET operator += row.over
SET operator.name = coalesce(before.name, operator.name),
    operator.aliases = coalesce(before.aliases, [])
      + [alias IN row.names WHERE NOT alias IN coalesce(before.aliases, []) AND alias <> operator.name],
    operator.row_hashes = [hash IN before.row_hashes WHERE NOT left(hash, 16) IN row.keys] + row.hashes,
    operator.lead_row = row.lead
"""

COVER = """
UNWIND $rows AS row
MATCH (operator:Operator {uid: row.uid})
CALL (operator, row) {
  MATCH (territory:Territory {uid: row.covered}) MERGE (operator)-[:COVERS]->(territory)
  UNION
  MATCH (sector:Sector {uid: row.covered}) MERGE (operator)-[:COVERS]->(sector)
}
"""

PLACE_COMPANIES = """
UNWIND $uids AS uid
MATCH (company:Company {uid: uid})
CALL (company) {
  MATCH (commune:Territory {uid: 'commune:' + company.code_commune})
  OPTIONAL MATCH (company)-[former:LOCATED_IN]->(other:Territory) WHERE other <> commune
  DELETE former
  MERGE (company)-[:LOCATED_IN]->(commune)
}
"""

SORT_COMPANIES = """
UNWIND $uids AS uid
MATCH (company:Company {uid: uid})
CALL (company) {
  MATCH (sector:Sector {uid: company.naf_version + ':' + company.naf})
  OPTIONAL MATCH (company)-[former:IN_SECTOR]->(other:Sector) WHERE other <> sector
  DELETE former
  MERGE (company)-[:IN_SECTOR]->(sector)
}
"""

PLACE_FORMERS, SORT_FORMERS = (
    text.replace("company:Company ", "company:FormerCompany ") for text in (PLACE_COMPANIES, SORT_COMPANIES)
)

UPSERT_SITES = """
UNWIND $rows AS row
MATCH (company:Company {uid: row.company})
MERGE (site:Establishment {siret: row.uid})
SET site.row_hashes = coalesce(site.row_hashes, [])
WITH site, company, row, properties(site) AS before
SET site += row.fill
SET site += before
SET site += row.over
SET site.row_hashes = [hash IN before.row_hashes WHERE NOT left(hash, 16) IN row.keys] + row.hashes,
    site.lead_row = row.lead,
    site.enseignes = coalesce(before.enseignes, [])
      + [name IN row.names WHERE NOT name IN coalesce(before.enseignes, [])]
MERGE (site)-[:SITE_OF]->(company)
WITH site
MATCH (commune:Territory {uid: 'commune:' + site.code_commune})
MERGE (site)-[:LOCATED_IN]->(commune)
"""

LINK_SUCCESSIONS = """
UNWIND $rows AS row
MATCH (before:Establishment {siret: row.before}), (after:Establishment {siret: row.after})
MERGE (before)-[link:SUCCEEDED_BY]->(after)
SET link.on = row.on
"""

UPSERT_REVIEWS = """
UNWIND $rows AS row
MERGE (review:Review {uid: row.uid})
SET review = row.properties
"""

CLOSE_REVIEWS = """
UNWIND $uids AS uid
MATCH (review:Review {uid: uid})
DELETE review
"""


@cache
def known_edges(type_: str) -> str:
    """Look edges of one type up by uid: who they end at and what they said."""
    _expect(type_, FACT_EDGES)
    return f"""
UNWIND $uids AS uid
MATCH ()-[edge:{type_} {{uid: uid}}]->(end) USING INDEX SEEK edge:{type_}(uid)
RETURN uid, edge.content_hash AS hash, end.uid AS company, edge.recorded_at AS recorded_at, edge.visibility AS level,
  CASE WHEN edge.joined IS NOT NULL THEN edge {{.joined, .alone, .visit}} END AS together,
  CASE WHEN edge.file_hash IS NOT NULL THEN properties(edge) END AS said
"""


@cache
def known_nodes(label: str, keeps: tuple[str, ...] = ()) -> str:
    """Look nodes of one label up by uid, with the properties that their source keeps."""
    kept = ", ".join(f".{name}" for name in keeps)
    return f"""
UNWIND $uids AS uid
MATCH (node:{label} {{uid: uid}})
RETURN uid, node.content_hash AS hash, null AS company, node.recorded_at AS recorded_at, node.visibility AS level,
  node {{{kept}}} AS kept
"""


# Most visits have no other near them: what is near is told once, for those who then look at it closely. All visits of
# a batch are there before the first one looks around.
_NEIGHBOURS = """
WITH start, end, row
MATCH (end)<-[other:VISITED]-(two:Operator)
WHERE two <> start AND other.latest >= row.since AND other.earliest <= row.until
RETURN collect(DISTINCT row.properties.uid) AS near,
  collect(DISTINCT CASE WHEN other.on = row.properties.on AND other.visit <> row.properties.visit
    THEN row.properties.uid END) AS same_day
"""


@cache
def create_edges(start: str, type_: str, end: str) -> str:
    """Create edges that a look-up has just shown to be new; the unique uid refuses those that somebody made since.

    Of visits it answers which have one of another institution between their days `since` and `until`, and on the day.
    """
    _expect(type_, FACT_EDGES)
    return f"""
UNWIND $rows AS row
{_found("start", start)}
{_found("end", end)}
CREATE (start)-[edge:{type_}]->(end)
SET edge = row.properties
{_NEIGHBOURS if type_ == "VISITED" else ""}"""


def _found(name: str, label: str) -> str:
    """Find an end; a company that was found to be another one while the rows were read is that other one."""
    plain = f"MATCH ({name}:{label} {{uid: row.{name}}})"
    if label != "Company":
        return plain
    return f"""CALL (row) {{
  {plain} RETURN {name}
  UNION ALL
  MATCH (:FormerCompany {{uid: row.{name}}})-[:MERGED_INTO*1..9]->({name}:Company) RETURN {name}
}}"""


@cache
def delete_edges(type_: str) -> str:
    """Delete edges by uid, before the corrected ones are created: the end of an edge cannot be moved."""
    _expect(type_, FACT_EDGES)
    return f"""
UNWIND $uids AS uid
MATCH ()-[edge:{type_} {{uid: uid}}]->() USING INDEX SEEK edge:{type_}(uid)
DELETE edge
"""


@cache
def clear_nodes(label: str) -> str:
    """Delete the edges that a row's former version made, before those of its corrected version are created."""
    _expect(label, FACT_NODES)
    return f"""
UNWIND $uids AS uid
MATCH (node:{label} {{uid: uid}})
OPTIONAL MATCH (node)-[edge]-() WHERE edge.uid STARTS WITH uid
DELETE edge
WITH DISTINCT uid
MATCH ()-[partnership:PARTNERS_WITH {{agreement: uid}}]->() USING INDEX SEEK partnership:PARTNERS_WITH(agreement)
DELETE partnership
"""


@cache
def upsert_nodes(label: str) -> str:
    """Create or replace nodes of one label by uid; what people did of them since stays."""
    _expect(label, FACT_NODES | {"Operator", "Scheme", "Source", "Agent"})
    return f"UNWIND $rows AS row MERGE (node:{label} {{uid: row.uid}}) {replaced(label)}"


def _expect(name: str, known: frozenset[str]) -> None:
    """Names of labels and types stand in the Cypher text itself: nothing else than ours may."""
    if name not in known:
        raise ValueError(f"{name} is not part of the schema")

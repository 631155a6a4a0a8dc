"""Two companies made one, and made two again: what moves in the graph, and nothing else.

The company that is gone loses its label alone: as a `FormerCompany` it keeps all that it said, and its place and
sector, where nothing that reads companies finds it. Its facts and sites go to the company that is kept. The `Merging`
names each edge that moved, so that the same edges go back; facts that came since stay where they came.
"""

from __future__ import annotations

from graph.check import EDGE_ENDS
from graph.companies import BUMP_COMPANIES
from graph.store import Statement

STAYS = frozenset({"LOCATED_IN", "IN_SECTOR", "MERGED_INTO"})
"""What a company keeps when it is gone."""
MOVES: tuple[tuple[str, str], ...] = tuple(
    (type_, sign)
    for type_, (starts, ends) in EDGE_ENDS.items()
    for sign, labels in ((">", starts), ("<", ends))
    if "Company" in labels and type_ not in STAYS
)
"""Types of edges that move, with `>` where they start at the company and `<` where they end there."""
REFERS = ("Notice", "Exchange", "OverlapDecision", "Contact")
"""Records that name a company by uid, in `company`."""

# Both companies are locked before anything of theirs is read.
_BEGIN = """
MATCH (m:Merging {uid: $uid})
MATCH (gone:Company {uid: m.gone}), (keep:Company {uid: m.keep})
SET gone.uid = gone.uid, keep.uid = keep.uid, m.moved = [], m.referred = []
REMOVE gone:Company
SET gone:FormerCompany
CREATE (gone)-[:MERGED_INTO]->(keep)
"""
_BOTH = """
MATCH (m:Merging {uid: $uid})
MATCH (gone:FormerCompany {uid: m.gone}), (keep:Company {uid: m.keep})
"""
_TARGETS = """
MATCH (m:Merging {uid: $uid})
CALL (m) {
  MATCH (t:CampaignTarget {company: m.gone})
  WHERE t.uid = t.campaign + '|' + m.gone AND NOT EXISTS { MATCH (:CampaignTarget {uid: t.campaign + '|' + m.keep}) }
  SET t.uid = t.campaign + '|' + m.keep, t.company = m.keep
  RETURN collect('CampaignTarget:' + t.campaign) AS keys
}
SET m.referred = m.referred + keys
"""
_TARGETS_BACK = """
MATCH (m:Merging {uid: $uid})
UNWIND [one IN m.referred WHERE one STARTS WITH 'CampaignTarget:' | substring(one, 15)] AS campaign
MATCH (t:CampaignTarget {uid: campaign + '|' + m.keep})
SET t.uid = campaign + '|' + m.gone, t.company = m.gone
"""
# A site that the register told of meanwhile bears the number of the company that comes back: it is its own. An import
# writes its hour to the second.
_SITES_SINCE = """
MATCH (m:Merging {uid: $uid})
MATCH (gone:Company {uid: m.gone}), (keep:Company {uid: m.keep})
MATCH (site:Establishment {siren: gone.siren})-[edge:SITE_OF]->(keep)
WHERE left(site.recorded_at, 19) >= left(m.at, 19)
DELETE edge
CREATE (site)-[:SITE_OF]->(gone)
"""
_RETURN = """
MATCH (m:Merging {uid: $uid})
MATCH (gone:FormerCompany {uid: m.gone})-[link:MERGED_INTO]->(keep:Company {uid: m.keep})
SET gone.uid = gone.uid, keep.uid = keep.uid
DELETE link
REMOVE gone:FormerCompany
SET gone:Company
"""
_FORGET = "MATCH (m:Merging {uid: $uid}) REMOVE m.moved, m.referred"
# A registry kept in memory must learn that the company is gone: it asks for what is newer than it is.
_BUMP_FORMER = """
MATCH (counter:Counter {name: 'companies'})
MATCH (former:FormerCompany {uid: $gone})
SET former.edition = counter.value
"""


def absorbing(uid: str, keep: str, gone: str) -> list[Statement]:
    """Return what makes one company of two that a `Merging` names, in the transaction that has locked it."""
    said = {"uid": uid}
    made: list[Statement] = [(_BEGIN, said)]
    made += [(_moving(type_, sign), said) for type_, sign in MOVES]
    made += [(_referring(label), said) for label in REFERS]
    return [*made, (_TARGETS, said), (BUMP_COMPANIES, {"uids": [keep]}), (_BUMP_FORMER, {"gone": gone})]


def parting(uid: str, keep: str, gone: str) -> list[Statement]:
    """Return what makes two companies again; what moved and is still where it went comes back."""
    said = {"uid": uid}
    made: list[Statement] = [(_RETURN, said)]
    made += [(_moving_back(type_, sign), said) for type_, sign in MOVES]
    made += [(_referring_back(label), said) for label in REFERS]
    made += [(_TARGETS_BACK, said), (_SITES_SINCE, said), (_FORGET, said)]
    return [*made, (BUMP_COMPANIES, {"uids": sorted([keep, gone])})]


def _edge(type_: str, sign: str, end: str, name: str = "e") -> str:
    return f"({end})-[{name}:{type_}]->(other)" if sign == ">" else f"({end})<-[{name}:{type_}]-(other)"


def _moving(type_: str, sign: str) -> str:
    key = "other.siret" if type_ == "SITE_OF" else "e.uid"
    return f"""{_BOTH}
CALL (gone, keep) {{
  MATCH {_edge(type_, sign, "gone")} WHERE other <> keep AND other <> gone
  WITH keep, other, e, {key} AS key, properties(e) AS said
  DELETE e
  CREATE {_edge(type_, sign, "keep", "n")}
  SET n = said
  RETURN collect('{type_}{sign}' + key) AS keys
}}
SET m.moved = m.moved + keys
"""


def _moving_back(type_: str, sign: str) -> str:
    head = f"{type_}{sign}"
    if type_ == "SITE_OF":
        found = "MATCH (other:Establishment {siret: key})-[e:SITE_OF]->(keep)"
    else:
        edge = _edge(type_, sign, "end").replace(f"[e:{type_}]", f"[e:{type_} {{uid: key}}]")
        found = f"MATCH {edge} USING INDEX SEEK e:{type_}(uid) WHERE end = keep"
    return f"""
MATCH (m:Merging {{uid: $uid}})
MATCH (gone:Company {{uid: m.gone}}), (keep:Company {{uid: m.keep}})
UNWIND [one IN m.moved WHERE one STARTS WITH '{head}' | substring(one, {len(head)})] AS key
{found}
WITH gone, other, e, properties(e) AS said
DELETE e
CREATE {_edge(type_, sign, "gone", "n")}
SET n = said
"""


def _referring(label: str) -> str:
    return f"""
MATCH (m:Merging {{uid: $uid}})
CALL (m) {{
  MATCH (n:{label} {{company: m.gone}})
  SET n.company = m.keep
  RETURN collect('{label}:' + n.uid) AS keys
}}
SET m.referred = m.referred + keys
"""


def _referring_back(label: str) -> str:
    return f"""
MATCH (m:Merging {{uid: $uid}})
UNWIND [one IN m.referred WHERE one STARTS WITH '{label}:' | substring(one, {len(label) + 1})] AS key
MATCH (n:{label} {{uid: key}}) WHERE n.company = m.keep
SET n.company = m.gone
"""

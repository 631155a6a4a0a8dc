// agreement_actions(uid): the actions of one agreement that the caller may know in full
MATCH (a:Agreement {uid: $uid})
WHERE (a.visibility IN $layer OR a.owner IN $own) AND (a.visibility IN $detail OR a.owner IN $own)
MATCH (x:AgreementAction)-[f:ACTION_OF]->(a)
WHERE (x.visibility IN $layer OR x.owner IN $own) AND (x.visibility IN $detail OR x.owner IN $own)
  AND (f.visibility IN $layer OR f.owner IN $own)
OPTIONAL MATCH (leader:Operator)-[l:LEADS]->(x) WHERE l.visibility IN $layer OR l.owner IN $own
CALL (x) {
  UNWIND coalesce(x.sectors, []) AS position
  MATCH (s:Sector {uid: position})
  WITH s ORDER BY s.label
  RETURN collect({uid: s.uid, name: s.label}) AS sectors
}
RETURN x.uid AS uid, x.title AS title, x.status AS status, coalesce(leader.name, x.leader_name) AS leader,
  toString(x.due_on) AS due_on, toString(x.done_on) AS done_on, x.jobs_expected AS jobs_expected,
  x.jobs_created AS jobs_created, sectors, x.summary AS summary, x.owner IN $own AS own, x.visibility AS visibility,
  CASE WHEN x.owner IN $own THEN x.reference END AS reference
ORDER BY x.status IN ['done', 'abandoned'], due_on IS NULL, due_on, title, uid

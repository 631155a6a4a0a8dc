// campaigns(uid): the campaigns that the caller may know, with how far each is
MATCH (k:Campaign) WHERE (k.visibility IN $layer OR k.owner IN $own) AND ($uid IS NULL OR k.uid = $uid)
MATCH (o:Operator {uid: k.owner})
CALL (k) {
  MATCH (t:CampaignTarget {campaign: k.uid}) WHERE t.visibility IN $layer OR t.owner IN $own
  MATCH (c:Company {uid: t.company}) WHERE c.visibility IN $layer OR c.owner IN $own
  RETURN count(*) AS companies, count(t.taken_by) AS taken, sum(CASE WHEN EXISTS {
    (:Operator)-[v:VISITED]->(c)
    WHERE (v.visibility IN $layer OR v.owner IN $own) AND v.status = 'done' AND v.latest >= k.since
  } THEN 1 ELSE 0 END) AS visited
}
RETURN k.uid AS uid, k.title AS title, o.name AS institution, k.owner IN $own AS own, k.visibility AS visibility,
  k.since AS since, k.until AS until, k.drawn AS drawn, k.closed_at IS NOT NULL AS closed, companies, taken, visited
ORDER BY closed, until, uid
LIMIT $many

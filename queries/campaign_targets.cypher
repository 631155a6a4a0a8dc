// campaign_targets(uid): the companies of one campaign, who takes each, and what became of it
MATCH (k:Campaign {uid: $uid}) WHERE k.visibility IN $layer OR k.owner IN $own
MATCH (t:CampaignTarget {campaign: k.uid}) WHERE t.visibility IN $layer OR t.owner IN $own
MATCH (c:Company {uid: t.company}) WHERE c.visibility IN $layer OR c.owner IN $own
OPTIONAL MATCH (taker:Operator {uid: t.taken_by})
CALL (k, c) {
  OPTIONAL MATCH (o:Operator)-[v:VISITED]->(c)
  WHERE (v.visibility IN $layer OR v.owner IN $own) AND v.status IN ['done', 'planned'] AND v.latest >= k.since
  WITH o, v ORDER BY v.status, v.earliest DESC, v.uid
  WITH collect({status: v.status, earliest: CASE WHEN v.owner IN $own THEN coalesce(v.on, v.earliest) ELSE v.earliest END,
    latest: CASE WHEN v.owner IN $own THEN coalesce(v.on, v.latest) ELSE v.latest END,
    signalled: v.visibility = 'signalled' AND NOT v.owner IN $own, by: o.name})[0] AS visit
  RETURN CASE WHEN visit.status IS NOT NULL THEN visit END AS visit
}
RETURN c.uid AS company, c.siren AS siren, c.commune AS commune,
  CASE WHEN coalesce(c.statut_diffusion, '') = 'P'
      OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1')
    THEN $masked_name ELSE c.name END AS name,
  t.rank AS rank, t.reason AS reason, taker.name AS taken_by, coalesce(t.taken_by IN $own, false) AS taken_here, visit
ORDER BY rank
LIMIT $many

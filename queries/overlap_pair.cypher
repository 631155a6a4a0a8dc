// overlap_pair(company): all that may be known of the visits to one company, with whose they are
MATCH (c:Company {uid: $company}) WHERE c.visibility IN $layer
CALL (c) {
  MATCH (o:Operator)-[v:VISITED]->(c)
  WHERE v.visibility IN $layer AND v.status IN ['done', 'planned'] AND v.earliest IS NOT NULL AND v.latest IS NOT NULL
  OPTIONAL MATCH (theme:Theme {uid: v.theme})
  RETURN collect({
    visit: v.visit, operator: o.uid, name: o.name, mailbox: o.mailbox, status: v.status, edge: v.uid, owner: v.owner,
    signalled: v.visibility = 'signalled', mine: false, earliest: v.earliest, latest: v.latest,
    role: CASE WHEN v.visibility IN $detail THEN v.role END,
    theme: CASE WHEN v.visibility IN $detail THEN coalesce(theme.name, v.theme) END,
    reason: CASE WHEN v.visibility IN $detail THEN v.overlap_reason END,
    purpose: null, siret: CASE WHEN v.visibility IN $detail THEN v.siret END, minutes: null, note: null, agent: null
  }) AS edges
}
RETURN c.uid AS uid, c.siren AS siren, c.commune AS commune,
  CASE WHEN coalesce(c.statut_diffusion, '') = 'P'
      OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1')
    THEN $masked_name ELSE c.name END AS name,
  edges

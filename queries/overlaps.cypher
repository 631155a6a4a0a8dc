// overlaps(companies, visits): what is shown of these visits, by company (numbers and keys come from `season`)
MATCH (c:Company)
WHERE id(c) IN $companies AND c.visibility IN $layer
CALL (c) {
  MATCH (o:Operator)-[v:VISITED]->(c)
  WHERE v.visit IN $visits AND v.visibility IN $layer AND v.status IN ['done', 'planned']
  OPTIONAL MATCH (theme:Theme {uid: v.theme})
  RETURN collect({
    visit: v.visit, operator: o.uid, name: o.name, mailbox: o.mailbox, status: v.status,
    signalled: v.visibility = 'signalled', mine: false, earliest: v.earliest, latest: v.latest,
    role: CASE WHEN v.visibility IN $detail THEN v.role END,
    theme: CASE WHEN v.visibility IN $detail THEN coalesce(theme.name, v.theme) END,
    purpose: null, reason: CASE WHEN v.visibility IN $detail THEN v.overlap_reason END,
    siret: CASE WHEN v.visibility IN $detail THEN v.siret END, minutes: null, note: null, agent: null
  }) AS edges
}
RETURN id(c) AS number, c.uid AS uid, c.siren AS siren, c.commune AS commune,
  CASE WHEN coalesce(c.statut_diffusion, '') = 'P'
      OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1')
    THEN $masked_name ELSE c.name END AS name,
  edges

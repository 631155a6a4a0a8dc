// before_visit(keys, operators): the visits to one company, who the announcers are, and the themes that exist
CALL () {
  OPTIONAL MATCH (theme:Theme) WHERE NOT theme.uid IN ['suivi', 'autre']  // no subject that one could cover
  RETURN collect(theme.name) AS themes
}
CALL () {
  OPTIONAL MATCH (theme:Theme {uid: $theme})
  RETURN coalesce(theme.name, $theme) AS announced
}
CALL () {
  MATCH (o:Operator) WHERE o.uid IN $operators
  RETURN collect({uid: o.uid, name: o.name, mailbox: o.mailbox}) AS announcers
}
CALL () {
  MATCH (c:Company) WHERE c.siren IN $keys AND (c.visibility IN $layer OR c.owner IN $own) RETURN c
  UNION
  MATCH (c:Company) WHERE c.uid IN $keys AND (c.visibility IN $layer OR c.owner IN $own) RETURN c
  UNION
  MATCH (f:FormerCompany) WHERE (f.uid IN $keys OR f.siren IN $keys) AND (f.visibility IN $layer OR f.owner IN $own)
  MATCH (f)-[:MERGED_INTO*1..9]->(c:Company) WHERE c.visibility IN $layer OR c.owner IN $own RETURN c
}
CALL (c) {
  MATCH (o:Operator)-[v:VISITED]->(c)
  WHERE (v.visibility IN $layer OR v.owner IN $own) AND v.status IN ['done', 'planned']
  WITH o, v, (v.visibility IN $detail OR v.owner IN $own) AS detailed, v.owner IN $own AS mine
  OPTIONAL MATCH (theme:Theme {uid: v.theme})
  RETURN collect({
    visit: v.visit, operator: o.uid, name: o.name, mailbox: o.mailbox, status: v.status, mine: mine,
    signalled: NOT mine AND v.visibility = 'signalled',
    earliest: CASE WHEN mine THEN coalesce(v.on, v.earliest) ELSE v.earliest END,
    latest: CASE WHEN mine THEN coalesce(v.on, v.latest) ELSE v.latest END,
    role: CASE WHEN detailed THEN v.role END, theme: CASE WHEN detailed THEN coalesce(theme.name, v.theme) END,
    purpose: null, reason: CASE WHEN detailed THEN v.overlap_reason END,
    siret: CASE WHEN detailed THEN v.siret END, minutes: null, note: null, agent: null
  }) AS visits
}
RETURN {
    uid: c.uid, siren: c.siren, commune: c.commune,
    name: CASE WHEN coalesce(c.statut_diffusion, '') = 'P'
        OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1')
      THEN $masked_name ELSE c.name END
  } AS company, visits, announcers, announced, themes

// who(keys): everything the caller may know of the companies with these SIREN or uids, one record each
CALL () {
  OPTIONAL MATCH (theme:Theme) WHERE NOT theme.uid IN ['suivi', 'autre']  // no subject that one could cover
  RETURN collect(theme.name) AS themes
}
CALL () {
  MATCH (c:Company) WHERE c.siren IN $keys AND (c.visibility IN $layer OR c.owner IN $own) RETURN c
  UNION
  MATCH (c:Company) WHERE c.uid IN $keys AND (c.visibility IN $layer OR c.owner IN $own) RETURN c
  UNION
  MATCH (f:FormerCompany) WHERE f.siren IN $keys AND (f.visibility IN $layer OR f.owner IN $own)
  MATCH (f)-[:MERGED_INTO*1..9]->(c:Company) WHERE c.visibility IN $layer OR c.owner IN $own RETURN c
  UNION
  MATCH (f:FormerCompany) WHERE f.uid IN $keys AND (f.visibility IN $layer OR f.owner IN $own)
  MATCH (f)-[:MERGED_INTO*1..9]->(c:Company) WHERE c.visibility IN $layer OR c.owner IN $own RETURN c
}
WITH c, themes, size($detail) = 0 AS public,
  coalesce(c.statut_diffusion, '') = 'P'
    OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1') AS masked
OPTIONAL MATCH (epci:Territory {uid: 'epci:' + c.epci})
WITH c, themes, public, masked, epci.name AS epci_name
CALL (c) {
  OPTIONAL MATCH (c)-[:IN_SECTOR]->(sector:Sector)
  RETURN min(sector.label) AS naf_label
}
CALL (c, public) {
  MATCH (o:Operator)-[v:VISITED]->(c)
  WHERE (v.visibility IN $layer OR v.owner IN $own)
  WITH o, v, public, (v.visibility IN $detail OR v.owner IN $own) AS detailed, v.owner IN $own AS mine
  WHERE detailed OR v.status <> 'cancelled'
  OPTIONAL MATCH (theme:Theme {uid: v.theme})
  RETURN collect({
    visit: v.visit, operator: o.uid, name: o.name, mailbox: CASE WHEN NOT public THEN o.mailbox END,
    status: v.status, signalled: NOT mine AND v.visibility = 'signalled', mine: mine,
    earliest: CASE WHEN mine THEN coalesce(v.on, v.earliest)
      WHEN public THEN left(v.earliest, 4) + '-01-01' ELSE v.earliest END,
    latest: CASE WHEN mine THEN coalesce(v.on, v.latest)
      WHEN public THEN left(v.latest, 4) + '-12-31' ELSE v.latest END,
    role: CASE WHEN detailed THEN v.role END, theme: CASE WHEN detailed THEN coalesce(theme.name, v.theme) END,
    purpose: CASE WHEN detailed THEN v.purpose END, siret: CASE WHEN detailed THEN v.siret END,
    minutes: CASE WHEN detailed THEN v.duration_minutes END,
    note: CASE WHEN mine THEN v.note END, agent: CASE WHEN mine THEN v.agent END
  }) AS visits
}
CALL (c, public) {
  MATCH (o:Operator)-[s:SUPPORTED]->(c)
  WHERE (s.visibility IN $layer OR s.owner IN $own)
  WITH o, s, public, (s.visibility IN $detail OR s.owner IN $own) AS detailed, s.owner IN $own AS mine
  RETURN collect({
    operator: o.uid, name: o.name, mailbox: CASE WHEN NOT public THEN o.mailbox END,
    signalled: NOT mine AND s.visibility = 'signalled', mine: mine,
    earliest: CASE WHEN mine THEN coalesce(s.on, s.earliest)
      WHEN public THEN left(s.earliest, 4) + '-01-01' ELSE s.earliest END,
    latest: CASE WHEN mine THEN coalesce(s.on, s.latest)
      WHEN public THEN left(s.latest, 4) + '-12-31' ELSE s.latest END,
    amount_eur: CASE WHEN detailed OR s.visibility = 'open' THEN s.amount_eur END,
    scheme: CASE WHEN detailed THEN s.scheme END, until: CASE WHEN detailed THEN s.until END,
    jobs: CASE WHEN detailed THEN s.jobs END, purpose: CASE WHEN detailed THEN s.purpose END
  }) AS support
}
CALL (c, public) {
  MATCH (c)-[r:RAISED]->(n:Need)
  WHERE (r.visibility IN $layer OR r.owner IN $own) AND (n.visibility IN $layer OR n.owner IN $own)
  WITH n, public, ((n.visibility IN $detail AND r.visibility IN $detail) OR n.owner IN $own) AS detailed,
    n.owner IN $own AS mine
  OPTIONAL MATCH (author:Operator {uid: n.owner})
  OPTIONAL MATCH (theme:Theme {uid: n.theme})
  CALL (n) {
    MATCH (taker:Operator)-[k:TAKES_CARE_OF]->(n)
    WHERE (k.visibility IN $layer OR k.owner IN $own)
    RETURN collect({uid: taker.uid, name: taker.name, mailbox: taker.mailbox}) AS takers
  }
  RETURN collect({
    operator: author.name, mine: mine, signalled: NOT mine AND NOT public AND NOT detailed,
    earliest: CASE WHEN mine THEN coalesce(n.on, n.earliest)
      WHEN public THEN left(n.earliest, 4) + '-01-01' ELSE n.earliest END,
    latest: CASE WHEN mine THEN coalesce(n.on, n.latest)
      WHEN public THEN left(n.latest, 4) + '-12-31' ELSE n.latest END,
    title: CASE WHEN detailed THEN n.title END, theme: CASE WHEN detailed THEN coalesce(theme.name, n.theme) END,
    status: CASE WHEN detailed THEN n.status END, answered_on: CASE WHEN detailed THEN n.answered_on END,
    takers: CASE WHEN detailed THEN takers ELSE [] END
  }) AS needs
}
CALL (c, public) {
  MATCH (c)-[r:CARRIES]->(p:Project)
  WHERE (r.visibility IN $layer OR r.owner IN $own) AND (p.visibility IN $layer OR p.owner IN $own)
  WITH p, public, ((p.visibility IN $detail AND r.visibility IN $detail) OR p.owner IN $own) AS detailed,
    p.owner IN $own AS mine
  OPTIONAL MATCH (author:Operator {uid: p.owner})
  OPTIONAL MATCH (theme:Theme {uid: p.theme})
  CALL (p) {
    MATCH (o:Operator)-[f:FOLLOWS]->(p)
    WHERE (f.visibility IN $layer OR f.owner IN $own)
    RETURN collect({uid: o.uid, name: o.name, mailbox: o.mailbox}) AS followers
  }
  RETURN collect({
    operator: author.name, mine: mine, signalled: NOT mine AND NOT public AND NOT detailed,
    earliest: CASE WHEN public THEN left(p.earliest, 4) + '-01-01' ELSE p.earliest END,
    latest: CASE WHEN public THEN left(p.latest, 4) + '-12-31' ELSE p.latest END,
    title: CASE WHEN detailed THEN p.title END, theme: CASE WHEN detailed THEN coalesce(theme.name, p.theme) END,
    stage: CASE WHEN detailed THEN p.stage END,
    amount_eur: CASE WHEN detailed OR p.visibility = 'open' THEN p.amount_eur END,
    followers: CASE WHEN detailed THEN followers ELSE [] END
  }) AS projects
}
CALL (c) {
  MATCH (c)-[r:PARTY_TO]->(a:Agreement)
  WHERE (r.visibility IN $layer OR r.owner IN $own) AND (a.visibility IN $detail OR a.owner IN $own)
    AND (a.visibility IN $layer OR a.owner IN $own)
  CALL (a) {
    MATCH (o:Operator)-[q:PARTY_TO]->(a)
    WHERE (q.visibility IN $layer OR q.owner IN $own)
    RETURN collect(DISTINCT o.name) AS parties
  }
  RETURN collect({uid: a.uid, title: a.title, kind: a.kind, starts_on: a.starts_on, ends_on: a.ends_on, parties: parties})
    AS agreements
}
CALL (c, masked) {
  MATCH (e:Establishment)-[:SITE_OF]->(c)
  WITH e, masked ORDER BY coalesce(e.is_head_office, false) DESC, e.siret
  RETURN count(e) AS site_count, collect({
    siret: e.siret, commune: e.commune, code_postal: e.code_postal, state: coalesce(e.state, 'unknown'),
    is_head_office: coalesce(e.is_head_office, false),
    name: CASE WHEN NOT masked THEN head(e.enseignes) END, address: CASE WHEN NOT masked THEN e.address END
  })[..50] AS sites
}
CALL (c, public) {
  UNWIND [['commune', c.code_commune], ['epci', c.epci], ['departement', c.departement]] AS frame
  MATCH (o:Operator)-[:COVERS]->(t:Territory {uid: frame[0] + ':' + frame[1]})
  RETURN collect({uid: o.uid, name: o.name, mailbox: CASE WHEN NOT public THEN o.mailbox END,
    territory: t.name, level: frame[0]}) AS referents
}
CALL (c) {
  OPTIONAL MATCH (f:FormerCompany)-[:MERGED_INTO*1..9]->(c) WHERE f.visibility IN $layer OR f.owner IN $own
  WITH f, coalesce(f.statut_diffusion, '') = 'P'
    OR (f.statut_diffusion IS NULL AND coalesce(f.nature_juridique, '') STARTS WITH '1') AS hidden
  ORDER BY f.uid
  RETURN collect(CASE WHEN f IS NOT NULL THEN
    {uid: f.uid, siren: f.siren, name: CASE WHEN hidden THEN $masked_name ELSE f.name END} END) AS formers
}
RETURN {
    uid: c.uid, siren: c.siren, masked: masked,
    name: CASE WHEN masked THEN $masked_name ELSE c.name END,
    names: CASE WHEN NOT masked THEN c.names END, sigle: CASE WHEN NOT masked THEN c.sigle END,
    address: CASE WHEN NOT masked THEN c.address END, code_postal: c.code_postal, commune: c.commune,
    code_commune: c.code_commune, epci: c.epci, epci_name: epci_name, departement: c.departement,
    naf: c.naf, naf_label: naf_label, tranche_effectif: c.tranche_effectif, effectif_year: c.effectif_year,
    categorie: c.categorie, nature_juridique: c.nature_juridique, est_ess: c.est_ess,
    state: coalesce(c.state, 'unknown'), created_on: c.created_on, closed_on: c.closed_on,
    verified: c.verified, fictional: c.fictional
  } AS company,
  visits, support, needs, projects, agreements, sites, site_count, referents, themes, formers
ORDER BY c.uid

// territory_sheet(level, code, since, as_of, masked_name): what is known of one territory's companies in activity
CALL () {
  MATCH (c:Company)
  WHERE c.visibility IN $layer AND coalesce(c.state, '') <> 'closed'
    AND (($level = 'epci' AND c.epci = $code) OR ($level = 'departement' AND c.departement = $code))
  RETURN collect(c) AS companies
}
CALL (companies) {
  UNWIND companies AS c
  WITH left(coalesce(c.naf, ''), 2) AS division, count(*) AS many ORDER BY many DESC, division
  RETURN collect([division, many]) AS divisions
}
CALL (companies) {
  UNWIND companies AS c
  WITH coalesce(c.tranche_effectif, '') AS tranche, count(*) AS many
  RETURN collect([tranche, many]) AS tranches
}
CALL (companies) {
  UNWIND companies AS c
  MATCH (:Operator)-[v:VISITED]->(c)
  WHERE v.visibility IN $layer AND v.status = 'done' AND v.latest >= $since AND v.earliest <= $as_of
  WITH left(v.earliest, 7) AS month, count(DISTINCT v.visit) AS visits ORDER BY month
  RETURN collect([month, visits]) AS months
}
CALL (companies) {
  UNWIND companies AS c
  MATCH (o:Operator)-[v:VISITED]->(c)
  WHERE v.visibility IN $layer AND v.status = 'done' AND v.latest >= $since AND v.earliest <= $as_of
  WITH o.name AS name, o.mailbox AS mailbox, count(DISTINCT v.visit) AS visits ORDER BY visits DESC, name
  RETURN collect({name: name, mailbox: mailbox, visits: visits}) AS institutions
}
CALL (companies) {
  UNWIND companies AS c
  MATCH (o:Operator)-[v:VISITED]->(c)
  WHERE v.visibility IN $layer AND v.status = 'done' AND v.earliest <= $as_of
  WITH c, o, v, CASE WHEN v.visibility IN $detail THEN v.earliest ELSE left(v.earliest, 7) END AS on
  ORDER BY on DESC, c.uid, o.uid LIMIT 8
  RETURN collect({
    on: on, operator: o.name, company: coalesce(c.siren, c.uid),
    name: CASE WHEN coalesce(c.statut_diffusion, '') = 'P'
        OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1')
      THEN $masked_name ELSE c.name END,
    signalled: v.visibility = 'signalled'
  }) AS last_visits
}
CALL (companies) {
  UNWIND companies AS c
  MATCH (c)-[r:RAISED]->(n:Need)
  WHERE r.visibility IN $layer AND r.visibility IN $detail AND n.visibility IN $layer AND n.visibility IN $detail
    AND n.status IN ['quo', 'not_for_me'] AND coalesce(n.earliest, '') <= $as_of
  WITH coalesce(n.theme, '') AS theme, count(DISTINCT n) AS many ORDER BY many DESC, theme
  RETURN collect([theme, many]) AS needs
}
CALL (companies) {
  UNWIND companies AS c
  MATCH (c)-[r:CARRIES]->(p:Project)
  WHERE r.visibility IN $layer AND p.visibility IN $layer AND p.visibility IN $detail
    AND coalesce(p.stage, '') IN ['planned', 'running']
  RETURN count(DISTINCT p) AS projects
}
CALL () {
  MATCH (:Territory {uid: $level + ':' + $code})-[p:PARTY_TO]->(a:Agreement)
  WHERE p.visibility IN $layer AND a.visibility IN $layer AND a.visibility IN $detail
  WITH a ORDER BY a.starts_on DESC, a.title
  RETURN collect({uid: a.uid, title: a.title, until: toString(a.ends_on)}) AS agreements
}
RETURN divisions, tranches, months, institutions, last_visits, needs, projects, agreements

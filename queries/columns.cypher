// columns(after, many, uids, everywhere, …scope): what all members may know of companies, in columns
CALL () {
  UNWIND CASE WHEN $everywhere AND size($uids) = 0 THEN [1] ELSE [] END AS always
  MATCH (c:Company) WHERE c.uid > $after AND c.visibility IN $layer
  WITH c ORDER BY c.uid LIMIT $many
  RETURN max(c.uid) AS next
}
CALL (next) {
  CALL (next) {
    MATCH (c:Company) WHERE c.uid > $after AND c.uid <= next AND c.visibility IN $layer RETURN c
    UNION MATCH (c:Company) WHERE c.uid IN $uids AND c.visibility IN $layer RETURN c
    UNION MATCH (c:Company) WHERE c.code_commune IN $communes AND c.visibility IN $layer RETURN c
    UNION MATCH (c:Company) WHERE c.epci IN $epcis AND c.visibility IN $layer RETURN c
    UNION MATCH (c:Company) WHERE c.departement IN $departements AND c.visibility IN $layer RETURN c
  }
  WITH c
  WHERE ($any_sector OR c.naf IN $nafs) AND ($any_size OR coalesce(c.tranche_effectif, '') IN $sizes)
    AND ($any_ess OR coalesce(c.est_ess, false) = $ess)
  RETURN collect(c) AS companies
}
CALL (companies) {
  UNWIND companies AS c
  // One projection reads all properties in one pass: 2.5 times faster than one by one.
  WITH id(c) AS number, c {.uid, .state, .statut_diffusion, .nature_juridique, .code_commune, .epci, .departement,
    .naf, .tranche_effectif, .est_ess} AS c
  RETURN {
    number: collect(number), uid: collect(c.uid),
    state: collect(CASE
      WHEN c.state = 'closed' THEN 1
      WHEN coalesce(c.statut_diffusion, '') = 'P'
        OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1') THEN 2
      ELSE 0 END),
    commune: collect(coalesce(c.code_commune, '')), epci: collect(coalesce(c.epci, '')),
    departement: collect(coalesce(c.departement, '')), naf: collect(coalesce(c.naf, '')),
    size: collect(coalesce(c.tranche_effectif, '')), ess: collect(coalesce(c.est_ess, false))
  } AS known
}
CALL (companies) {
  UNWIND companies AS c
  MATCH (o:Operator)-[v:VISITED]->(c)
  WITH id(o) AS o, id(c) AS c,
    v {.visibility, .status, .visit, .earliest, .latest, .recorded_at, .theme, .siret} AS v
  WHERE v.visibility IN $layer AND v.status IN ['done', 'planned'] AND v.earliest IS NOT NULL AND v.latest IS NOT NULL
  WITH o, c, v, v.visibility IN $detail AS detailed
  RETURN {
    company: collect(c), institution: collect(o), planned: collect(v.status = 'planned'),
    signalled: collect(v.visibility = 'signalled'), visit: collect(v.visit), first: collect(v.earliest),
    last: collect(v.latest), recorded: collect(coalesce(v.recorded_at, '')),
    theme: collect(CASE WHEN detailed THEN coalesce(v.theme, '') ELSE '' END),
    site: collect(CASE WHEN detailed THEN coalesce(v.siret, '') ELSE '' END)
  } AS visits
}
CALL (companies) {
  UNWIND companies AS c
  CALL (c) {
    // From when to when each fact accompanies the company: from '9' never, to '9' for ever.
    MATCH (:Operator)-[s:SUPPORTED]->(c)
    WHERE s.visibility IN $layer
    RETURN coalesce(s.earliest, '9') AS start, CASE WHEN NOT s.visibility IN $detail THEN coalesce(s.latest, '')
      WHEN s.latest >= s.until THEN s.latest ELSE coalesce(s.until, s.latest, '') END AS stop, false AS waits
    UNION ALL
    MATCH (c)-[r:RAISED]->(n:Need)
    WHERE r.visibility IN $layer AND n.visibility IN $layer
    WITH n, n.visibility IN $detail AND n.status IN ['taking_care', 'done'] AS answered,
      n.visibility IN $detail AND r.visibility IN $detail AND n.status IN ['quo', 'not_for_me'] AS waits
    RETURN CASE WHEN answered OR waits THEN coalesce(n.earliest, '') ELSE '9' END AS start,
      CASE WHEN NOT answered THEN '' WHEN n.status = 'taking_care' THEN '9'
        ELSE coalesce(n.answered_on, n.latest, '') END AS stop, waits
    UNION ALL
    MATCH (c)-[r:RAISED]->(n:Need)<-[k:TAKES_CARE_OF]-(:Operator)
    WHERE r.visibility IN $layer AND n.visibility IN $layer AND k.visibility IN $layer
    RETURN coalesce(k.earliest, '9') AS start, coalesce(k.latest, '') AS stop, false AS waits
    UNION ALL
    MATCH (c)-[r:CARRIES]->(p:Project)
    WHERE r.visibility IN $layer AND p.visibility IN $layer
    OPTIONAL MATCH (p)<-[f:FOLLOWS]-(:Operator)
    WHERE f.visibility IN $layer
    WITH p, f, p.visibility IN $detail AS detailed
    RETURN CASE WHEN f IS NULL THEN '9' ELSE coalesce(f.earliest, '') END AS start,
      CASE WHEN f IS NULL THEN '' WHEN NOT detailed THEN coalesce(f.latest, '') WHEN p.stage = 'running' THEN '9'
        WHEN f.latest >= p.ends_on THEN f.latest ELSE coalesce(p.ends_on, f.latest, '') END AS stop, false AS waits
  }
  RETURN {
    company: collect(id(c)), start: collect(start), stop: collect(stop), waits: collect(coalesce(waits, false))
  } AS facts
}
RETURN next, known, visits, facts

// forthcoming(territory, everywhere, as_of, until, masked_name): what is announced to come in a territory, by date; planned visits in counts by month
CALL () {
  OPTIONAL MATCH (t:Territory)-[:PART_OF*0..4]->(:Territory {uid: $territory})
  RETURN collect(t.uid) AS within
}
CALL (within) {
  MATCH (c:Company)-[k:CARRIES]->(p:Project)
  WHERE c.visibility IN $layer AND k.visibility IN $layer AND p.visibility IN $layer AND p.visibility IN $detail
    AND ($everywhere OR 'commune:' + c.code_commune IN within OR 'epci:' + c.epci IN within)
    AND coalesce(p.stage, 'planned') = 'planned' AND p.starts_on >= $as_of AND p.starts_on <= $until
  WITH DISTINCT p, c
  RETURN collect({on: toString(p.starts_on), kind: 'project', title: p.title, uid: coalesce(c.siren, c.uid),
    who: CASE WHEN coalesce(c.statut_diffusion, '') = 'P'
        OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1')
      THEN $masked_name ELSE c.name END, jobs: p.jobs, amount_eur: p.amount_eur}) AS projects
}
CALL (within) {
  MATCH (t:Territory)-[k:CARRIES]->(p:Project)
  WHERE k.visibility IN $layer AND p.visibility IN $layer AND p.visibility IN $detail
    AND ($everywhere OR t.uid IN within)
    AND coalesce(p.stage, 'planned') = 'planned' AND p.starts_on >= $as_of AND p.starts_on <= $until
  RETURN collect({on: toString(p.starts_on), kind: 'project', title: p.title, uid: null, who: t.name,
    jobs: p.jobs, amount_eur: p.amount_eur}) AS of_places
}
CALL (within) {
  MATCH (a:Agreement)
  WHERE a.visibility IN $layer AND a.visibility IN $detail
    AND ($everywhere OR any(one IN a.territories WHERE one IN within))
  MATCH (o:Operator {uid: a.owner})
  UNWIND [[a.starts_on, 'agreement_starts'], [a.ends_on, 'agreement_ends']] AS pair
  WITH a, o, pair WHERE pair[0] >= $as_of AND pair[0] <= $until
  RETURN collect({on: toString(pair[0]), kind: pair[1], title: a.title, uid: a.uid, who: o.name, jobs: null,
    amount_eur: a.amount_eur}) AS agreements
}
CALL (within) {
  MATCH (x:AgreementAction)-[f:ACTION_OF]->(a:Agreement)
  WHERE x.visibility IN $layer AND x.visibility IN $detail AND f.visibility IN $layer
    AND a.visibility IN $layer AND a.visibility IN $detail AND x.status IN ['planned', 'running']
    AND x.due_on >= $as_of AND x.due_on <= $until AND ($everywhere OR any(one IN a.territories WHERE one IN within))
  RETURN collect({on: toString(x.due_on), kind: 'action', title: x.title, uid: a.uid, who: x.leader_name,
    jobs: x.jobs_expected, amount_eur: null}) AS actions
}
CALL (within) {
  MATCH (k:Consultation)
  WHERE k.visibility IN $layer AND k.visibility IN $detail AND k.closed_on IS NULL AND k.until >= $as_of
    AND k.until <= $until AND ($everywhere OR any(one IN k.territories WHERE one IN within))
  MATCH (o:Operator {uid: k.owner})
  RETURN collect({on: toString(k.until), kind: 'consultation', title: k.title, uid: k.uid, who: o.name, jobs: null,
    amount_eur: null}) AS consultations
}
CALL (within) {
  MATCH (:Operator)-[v:VISITED]->(c:Company)
  WHERE v.visibility IN $layer AND c.visibility IN $layer AND v.status = 'planned'
    AND v.latest >= $as_of AND v.earliest <= $until
    AND ($everywhere OR 'commune:' + c.code_commune IN within OR 'epci:' + c.epci IN within)
  WITH left(v.latest, 7) AS month, count(DISTINCT v.visit) AS many ORDER BY month
  RETURN collect([month, many]) AS visits
}
RETURN projects + of_places + agreements + actions + consultations AS events, visits

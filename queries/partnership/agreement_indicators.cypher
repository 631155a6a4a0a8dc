// agreement_indicators(territory): the agreements, strategies and consultations that members know in full, as figures are made of them
CALL () {
  OPTIONAL MATCH (t:Territory)-[:PART_OF*0..4]->(:Territory {uid: $territory})
  RETURN collect(t.uid) AS within
}
CALL (within) {
  MATCH (a:Agreement)
  WHERE a.visibility IN $layer AND a.visibility IN $detail
    AND ($territory IS NULL OR any(one IN a.territories WHERE one IN within))
  CALL (a) {
    MATCH (p)-[k:PARTY_TO]->(a)
    WHERE k.visibility IN $layer AND k.role IS NULL AND (NOT p:Company OR p.visibility IN $layer)
    RETURN collect(CASE WHEN p:Outsider THEN 'outsider:' + toLower(p.name) ELSE p.uid END) AS parties,
      collect(CASE WHEN p:Operator THEN p.uid END) AS institutions
  }
  CALL (a) {
    OPTIONAL MATCH (x:AgreementAction)-[f:ACTION_OF]->(a)
    WHERE x.visibility IN $layer AND x.visibility IN $detail AND f.visibility IN $layer
    RETURN sum(x.jobs_expected) AS expected, sum(x.jobs_created) AS created,
      collect(CASE WHEN x.status IN ['planned', 'running'] AND coalesce(x.leader_name, '') <> ''
        THEN coalesce(x.sectors, a.sectors, []) END) AS led
  }
  CALL (institutions) {
    UNWIND institutions AS uid
    MATCH (:Operator {uid: uid})-[:COVERS]->(t:Territory {level: 'epci'})
    RETURN collect(DISTINCT t.uid) AS covered
  }
  RETURN collect({
    starts: toString(coalesce(a.starts_on, a.earliest)), ends: toString(a.ends_on), fte: a.engineering_fte,
    expected: coalesce(a.jobs_expected, expected), created: coalesce(a.jobs_created, created), parties: parties,
    epcis: [one IN coalesce(a.territories, []) WHERE one STARTS WITH 'epci:'] + covered,
    sectors: coalesce(a.sectors, []), led: led, recorded: left(a.recorded_at, 10)
  }) AS agreements
}
CALL (within) {
  MATCH (s:Strategy)
  WHERE s.visibility IN $layer AND s.visibility IN $detail
    AND ($territory IS NULL OR any(one IN s.territories WHERE one IN within))
  RETURN collect({starts: toString(coalesce(s.earliest, left(s.recorded_at, 10))), horizon: s.horizon,
    sectors: coalesce(s.sectors, []), recorded: left(s.recorded_at, 10)}) AS strategies
}
CALL (within) {
  MATCH (k:Consultation)
  WHERE k.visibility IN $layer AND k.visibility IN $detail
    AND ($territory IS NULL OR any(one IN k.territories WHERE one IN within))
  CALL (k) {
    OPTIONAL MATCH (g)-[i:INVITED_TO]->(k)
    WHERE i.visibility IN $layer AND (NOT g:Company OR g.visibility IN $layer)
    RETURN count(g) AS invited
  }
  CALL (k) {
    OPTIONAL MATCH (r:ConsultationReply {consultation: k.uid}) WHERE r.visibility IN $layer AND r.visibility IN $detail
    RETURN collect({on: toString(r.on), outcome: r.outcome, outcome_on: toString(r.outcome_on)}) AS replies
  }
  RETURN collect({starts: toString(coalesce(k.earliest, left(k.recorded_at, 10))), invited: invited,
    replies: [one IN replies WHERE one.on IS NOT NULL], recorded: left(k.recorded_at, 10)}) AS consultations
}
CALL (within) {
  MATCH (c:Company)
  WHERE c.visibility IN $layer AND c.epci IS NOT NULL AND ($territory IS NULL OR 'epci:' + c.epci IN within)
  RETURN collect(DISTINCT 'epci:' + c.epci) AS epcis
}
RETURN agreements, strategies, consultations, epcis

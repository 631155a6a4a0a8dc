// sheet(uid): all that the caller may know of one experiment: what it measures, what it gave and what it met
MATCH (p:Project {uid: $uid, kind: 'experiment'})
WHERE (p.visibility IN $layer OR p.owner IN $own) AND (p.visibility IN $detail OR p.owner IN $own)
CALL (p) {
  MATCH (p)-[m:MEASURED_BY]->(i:ExperimentIndicator)
  WHERE (m.visibility IN $layer OR m.owner IN $own) AND (i.visibility IN $layer OR i.owner IN $own)
  CALL (i) {
    MATCH (i)-[g:GAVE]->(r:ExperimentResult)
    WHERE (g.visibility IN $layer OR g.owner IN $own) AND (r.visibility IN $layer OR r.owner IN $own)
    WITH r, coalesce(r.on, r.earliest) AS on ORDER BY on, r.uid
    RETURN collect({on: on, value: r.value, comment: r.comment}) AS results
  }
  WITH i, results ORDER BY i.recorded_at, i.name
  RETURN collect({uid: i.uid, name: i.name, unit: i.unit, better: i.better, measure: i.measure, baseline: i.baseline,
    baseline_on: i.baseline_on, target: i.target, target_on: i.target_on, results: results}) AS indicators
}
CALL (p) {
  MATCH (p)-[m:MET]->(d:Difficulty)
  WHERE (m.visibility IN $layer OR m.owner IN $own) AND (d.visibility IN $layer OR d.owner IN $own)
  WITH d, coalesce(d.on, d.earliest) AS on ORDER BY on DESC, d.uid
  RETURN collect({on: on, text: d.text}) AS difficulties
}
RETURN p {.summary, .baseline, .target, .result, .technical_help, .financial_help, .administrative_help, .derogation,
    .derogation_from, .derogation_until, partners: coalesce(p.partners, [])} AS more,
  CASE WHEN p.owner IN $own THEN p.reference END AS reference,
  CASE WHEN p.owner IN $own THEN p.content_hash END AS version, p.source_uid AS source, indicators, difficulties

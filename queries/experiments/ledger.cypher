// ledger(): the experiments that the caller may know; of one that is only signalled, its month and institution
MATCH (p:Project {kind: 'experiment'}) WHERE p.visibility IN $layer OR p.owner IN $own
MATCH (o:Operator {uid: p.owner})
WITH p, o, p.visibility IN $detail OR p.owner IN $own AS told
CALL (p, told) {
  OPTIONAL MATCH (t:Territory)-[c:CARRIES]->(p) WHERE told AND (c.visibility IN $layer OR c.owner IN $own)
  WITH t ORDER BY t.uid LIMIT 1
  CALL (t) {
    OPTIONAL MATCH (t)-[:PART_OF*0..4]->(a:Territory)
    RETURN collect(DISTINCT a.uid) AS above
  }
  CALL (t) {
    // An EPCI is in no département: its communes are.
    OPTIONAL MATCH (t)<-[:PART_OF]-(m:Territory)-[:PART_OF]->(d:Territory) WHERE t.level = 'epci' AND d.level = 'departement'
    OPTIONAL MATCH (d)-[:PART_OF]->(r:Territory)
    RETURN collect(DISTINCT d.uid) + collect(DISTINCT r.uid) AS around
  }
  RETURN t {.uid, .name, .population} AS territory, above + [one IN around WHERE NOT one IN above] AS within
}
CALL (p, told) {
  OPTIONAL MATCH (first:Project)-[r:REPLICATED_IN]->(p)
  WHERE told AND (r.visibility IN $layer OR r.owner IN $own) AND (r.visibility IN $detail OR r.owner IN $own)
    AND (first.visibility IN $layer OR first.owner IN $own) AND (first.visibility IN $detail OR first.owner IN $own)
  WITH first ORDER BY first.uid
  RETURN head(collect(first.uid)) AS origin
}
CALL (p, told) {
  OPTIONAL MATCH (p)-[m:MEASURED_BY]->(i:ExperimentIndicator)-[g:GAVE]->(r:ExperimentResult)
  WHERE told AND (m.visibility IN $layer OR m.owner IN $own) AND (i.visibility IN $layer OR i.owner IN $own)
    AND (g.visibility IN $layer OR g.owner IN $own) AND (r.visibility IN $layer OR r.owner IN $own)
  RETURN min(coalesce(r.on, r.earliest)) AS first_result, count(r) AS results,
    max(r.recorded_at) AS last_result_at
}
RETURN
  CASE WHEN told THEN p.uid END AS uid, o.uid AS institution_uid, o.name AS institution, o.mailbox AS mailbox,
  p.owner IN $own AS own, p.visibility AS visibility, NOT told AS signalled, p.earliest AS earliest,
  p.latest AS latest, left(p.recorded_at, 10) AS recorded_on, territory, within, origin, first_result, results,
  left(last_result_at, 10) AS last_result_on,
  CASE WHEN told THEN p {.title, .theme, .call, .call_until, .hypothesis, .starts_on, .ends_on, .amount_eur, .jobs,
    .jobs_created, .effect_eur, .contributes_to_sri, .lesson, .verdict_on, .stage, verdict: coalesce(p.verdict, 'running')}
  END AS said
ORDER BY p.earliest DESC, institution, uid

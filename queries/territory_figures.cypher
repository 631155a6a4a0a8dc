// territory_figures(level, since, as_of): the sums of all EPCI or départements at once, of the companies in activity
MATCH (c:Company)
WHERE c.visibility IN $layer AND coalesce(c.state, '') <> 'closed'
WITH c, CASE $level WHEN 'departement' THEN c.departement ELSE c.epci END AS code,
  NOT (coalesce(c.statut_diffusion, '') = 'P'
    OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1')) AS listed
WHERE code IS NOT NULL
CALL (c) {
  OPTIONAL MATCH (:Operator)-[v:VISITED]->(c)
  WHERE v.visibility IN $layer AND v.status = 'done' AND v.latest >= $since AND v.earliest <= $as_of
  RETURN count(DISTINCT v.visit) AS visits
}
CALL (c) {
  OPTIONAL MATCH (:Operator)-[s:SUPPORTED]->(c)
  WHERE s.visibility IN $layer AND s.earliest <= $as_of
    AND (s.latest >= $since OR (s.visibility IN $detail AND s.until >= $since))
  RETURN count(s) AS aids,
    sum(CASE WHEN s.visibility IN $detail AND s.latest >= $since THEN s.amount_eur ELSE 0.0 END) AS amount
}
CALL (c) {
  OPTIONAL MATCH (c)-[r:RAISED]->(n:Need)
  WHERE r.visibility IN $layer AND r.visibility IN $detail AND n.visibility IN $layer AND n.visibility IN $detail
    AND n.status IN ['quo', 'not_for_me'] AND coalesce(n.earliest, '') <= $as_of
  RETURN count(DISTINCT n) AS waiting
}
// What counts as accompaniment is what `unsupported` counts.
WITH code, listed, visits, aids, amount, waiting, listed AND (visits > 0 OR aids > 0 OR EXISTS {
    MATCH (c)-[r:RAISED]->(n:Need)
    WHERE r.visibility IN $layer AND n.visibility IN $detail AND n.visibility IN $layer
      AND n.status IN ['taking_care', 'done'] AND coalesce(n.earliest, '') <= $as_of
      AND (n.status = 'taking_care' OR coalesce(n.answered_on, n.latest) >= $since)
  } OR EXISTS {
    MATCH (c)-[r:RAISED]->(n:Need)<-[k:TAKES_CARE_OF]-(:Operator)
    WHERE r.visibility IN $layer AND n.visibility IN $layer AND k.visibility IN $layer
      AND k.latest >= $since AND k.earliest <= $as_of
  } OR EXISTS {
    MATCH (c)-[r:CARRIES]->(p:Project)<-[f:FOLLOWS]-(:Operator)
    WHERE r.visibility IN $layer AND p.visibility IN $layer AND f.visibility IN $layer
      AND coalesce(f.earliest, '') <= $as_of
      AND (f.latest >= $since OR (p.visibility IN $detail AND (p.stage = 'running' OR p.ends_on >= $since)))
  }) AS supported
RETURN code, count(*) AS companies, sum(CASE WHEN visits > 0 THEN 1 ELSE 0 END) AS visited, sum(visits) AS visits,
  sum(CASE WHEN listed THEN 1 ELSE 0 END) AS listed, sum(CASE WHEN supported THEN 1 ELSE 0 END) AS supported,
  sum(waiting) AS needs_open, sum(amount) AS support_eur
ORDER BY code

// territory_figures(level, since, as_of): open needs and amounts of support of the companies in activity, by territory
CALL () {
  MATCH (:Operator)-[s:SUPPORTED]->(c:Company)
  WHERE c.visibility IN $layer AND coalesce(c.state, '') <> 'closed' AND s.amount_eur IS NOT NULL
    AND s.visibility IN $layer AND s.visibility IN $detail AND s.latest >= $since AND s.earliest <= $as_of
  WITH CASE $level WHEN 'commune' THEN c.code_commune WHEN 'epci' THEN c.epci ELSE c.departement END AS code, s
  RETURN code, sum(s.amount_eur) AS support_eur, 0 AS needs_open
  UNION ALL
  MATCH (c:Company)-[r:RAISED]->(n:Need)
  WHERE c.visibility IN $layer AND coalesce(c.state, '') <> 'closed' AND r.visibility IN $layer
    AND r.visibility IN $detail AND n.visibility IN $layer AND n.visibility IN $detail
    AND n.status IN ['quo', 'not_for_me'] AND coalesce(n.earliest, '') <= $as_of
  WITH CASE $level WHEN 'commune' THEN c.code_commune WHEN 'epci' THEN c.epci ELSE c.departement END AS code, n
  RETURN code, 0.0 AS support_eur, count(DISTINCT n) AS needs_open
}
RETURN code, sum(support_eur) AS support_eur, sum(needs_open) AS needs_open

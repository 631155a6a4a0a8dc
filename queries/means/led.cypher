// led(inside, territory, since, as_of, days): companies that found an aid after a visit by an institution with a post there
MATCH (o:Operator)-[h:HOLDS]->(p:Post)
WHERE h.visibility IN $layer AND p.visibility IN $layer AND p.visibility IN $detail
UNWIND p.territories AS place
WITH DISTINCT o, place
MATCH (o)-[v:VISITED]->(c:Company)
WHERE v.visibility IN $layer AND c.visibility IN $layer AND v.status = 'done' AND v.earliest <= $as_of
  AND v.latest >= toString(date($since) - duration({days: $days}))
  AND place IN ['epci:' + c.epci, 'departement:' + c.departement, 'commune:' + c.code_commune, 'region:' + c.region]
  AND ($territory IS NULL OR 'epci:' + c.epci IN $inside OR 'departement:' + c.departement = $territory)
WITH DISTINCT c, v.earliest AS earliest, toString(date(v.latest) + duration({days: $days})) AS until
CALL (c, earliest, until) {
  MATCH (:Operator)-[s:SUPPORTED]->(c)
  WHERE s.visibility IN $layer AND s.earliest >= earliest AND s.earliest <= until
  RETURN s.earliest AS on, left(s.recorded_at, 10) AS recorded
  UNION ALL
  MATCH (c)-[b:BENEFITS_FROM]->(a:Commitment)
  WHERE b.visibility IN $layer AND a.visibility IN $layer AND a.visibility IN $detail AND a.status = 'committed'
    AND a.earliest >= earliest AND a.earliest <= until
  RETURN a.earliest AS on, left(a.recorded_at, 10) AS recorded
}
WITH c, on, recorded WHERE on >= $since AND on <= $as_of
RETURN c.uid AS company, collect(DISTINCT on) AS days, max(recorded) AS fresh_on
ORDER BY company

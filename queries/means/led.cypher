// led(inside, territory, since, as_of, days): companies that found an aid after a visit by an institution with a post there
CALL () {
  MATCH (o:Operator)-[h:HOLDS]->(p:Post)
  WHERE h.visibility IN $layer AND p.visibility IN $layer AND p.visibility IN $detail
  UNWIND p.territories AS place
  RETURN collect(DISTINCT o.uid + '|' + place) AS held
}
CALL () {
  MATCH (:Operator)-[s:SUPPORTED]->(c:Company)
  WHERE s.visibility IN $layer AND c.visibility IN $layer AND s.earliest >= $since AND s.earliest <= $as_of
  RETURN c, s.earliest AS on, left(s.recorded_at, 10) AS recorded
  UNION ALL
  MATCH (c:Company)-[b:BENEFITS_FROM]->(a:Commitment)
  WHERE b.visibility IN $layer AND c.visibility IN $layer AND a.visibility IN $layer AND a.visibility IN $detail
    AND a.status = 'committed' AND a.earliest >= $since AND a.earliest <= $as_of
  RETURN c, a.earliest AS on, left(a.recorded_at, 10) AS recorded
}
WITH held, c, on, max(recorded) AS recorded, toString(date(on) - duration({days: $days})) AS first,
  ['|epci:' + c.epci, '|departement:' + c.departement, '|commune:' + c.code_commune, '|region:' + c.region] AS places
WHERE ($territory IS NULL OR 'epci:' + c.epci IN $inside OR 'departement:' + c.departement = $territory)
  AND EXISTS {
    MATCH (o:Operator)-[v:VISITED]->(c)
    WHERE v.visibility IN $layer AND v.status = 'done' AND v.earliest <= on AND v.latest >= first
      AND any(place IN places WHERE o.uid + place IN held)
  }
RETURN c.uid AS company, collect(on) AS days, max(recorded) AS fresh_on
ORDER BY company

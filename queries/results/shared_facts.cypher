// shared_facts(level, code, until): how many facts each institution has shared, by kind and month of their recording
// A signalled fact counts in its own month: when it was recorded is not for others to know, nor that it was called off.
CALL () {
  MATCH (:Operator)-[v:VISITED]->(c:Company)
  WHERE v.visibility IN $layer AND c.visibility IN $layer AND (v.visibility IN $detail OR v.status <> 'cancelled')
    AND ($level = '' OR ($level = 'epci' AND c.epci = $code) OR ($level = 'departement' AND c.departement = $code)
      OR ($level = 'commune' AND c.code_commune = $code))
  WITH v.owner AS owner, CASE WHEN v.visibility IN $detail THEN left(v.recorded_at, 10) ELSE v.latest END AS told
  RETURN owner, 'visits' AS kind, told
  UNION ALL
  MATCH (:Operator)-[s:SUPPORTED]->(c:Company)
  WHERE s.visibility IN $layer AND c.visibility IN $layer
    AND ($level = '' OR ($level = 'epci' AND c.epci = $code) OR ($level = 'departement' AND c.departement = $code)
      OR ($level = 'commune' AND c.code_commune = $code))
  WITH s.owner AS owner, CASE WHEN s.visibility IN $detail THEN left(s.recorded_at, 10) ELSE s.latest END AS told
  RETURN owner, 'support' AS kind, told
  UNION ALL
  MATCH (n:Need|Project|Agreement)
  WHERE n.visibility IN $layer
    AND ($level = '' OR EXISTS {
      MATCH (c:Company)-[r:RAISED|CARRIES|PARTY_TO]->(n)
      WHERE r.visibility IN $layer AND c.visibility IN $layer
        AND (($level = 'epci' AND c.epci = $code) OR ($level = 'departement' AND c.departement = $code)
          OR ($level = 'commune' AND c.code_commune = $code))
    } OR EXISTS {
      MATCH (:Territory {uid: $level + ':' + $code})<-[:PART_OF*0..3]-(:Territory)-[r:RAISED|CARRIES|PARTY_TO]->(n)
      WHERE r.visibility IN $layer
    })
  WITH n.owner AS owner, CASE WHEN n:Need THEN 'needs' WHEN n:Agreement THEN 'agreements'
      WHEN n.kind = 'experiment' THEN 'experiments' ELSE 'projects' END AS kind,
    CASE WHEN n.visibility IN $detail THEN left(n.recorded_at, 10) ELSE n.latest END AS told
  RETURN owner, kind, told
}
WITH owner, kind, coalesce(told, '') AS told
WHERE left(told, 10) <= $until
WITH owner, kind, left(told, 7) AS month, count(*) AS many, max(told) AS last
MATCH (o:Operator {uid: owner})
RETURN o.uid AS uid, o.name AS institution, kind, month, many, last
ORDER BY institution, uid, kind, month

// shared_acts(level, code, until): supports granted and needs taken care of, by month, and when they were last recorded
CALL () {
  MATCH (:Operator)-[s:SUPPORTED]->(c:Company)
  WHERE s.visibility IN $layer AND c.visibility IN $layer
    AND ($level = '' OR ($level = 'epci' AND c.epci = $code) OR ($level = 'departement' AND c.departement = $code)
      OR ($level = 'commune' AND c.code_commune = $code))
  RETURN 'support' AS kind, left(s.latest, 7) AS month,
    CASE WHEN s.visibility IN $detail THEN left(s.recorded_at, 10) END AS told
  UNION ALL
  MATCH (n:Need)
  WHERE n.visibility IN $layer AND n.visibility IN $detail AND n.status IN ['taking_care', 'done']
    AND ($level = '' OR EXISTS {
      MATCH (c:Company)-[r:RAISED]->(n)
      WHERE r.visibility IN $layer AND c.visibility IN $layer
        AND (($level = 'epci' AND c.epci = $code) OR ($level = 'departement' AND c.departement = $code)
          OR ($level = 'commune' AND c.code_commune = $code))
    } OR EXISTS {
      MATCH (:Territory {uid: $level + ':' + $code})<-[:PART_OF*0..3]-(:Territory)-[r:RAISED]->(n)
      WHERE r.visibility IN $layer
    })
  RETURN 'needs' AS kind, left(toString(coalesce(n.answered_on, n.latest)), 7) AS month, left(n.recorded_at, 10) AS told
}
WITH kind, month, told WHERE month <= $until
RETURN kind, month, count(*) AS many, max(told) AS last
ORDER BY kind, month

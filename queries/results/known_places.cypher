// known_places(level, code, until): the months in which each commune had a visit, a support, a need or a project
CALL () {
  MATCH (:Operator)-[f:VISITED|SUPPORTED]->(c:Company)
  WHERE f.visibility IN $layer AND c.visibility IN $layer AND coalesce(f.status, 'done') = 'done'
  RETURN c.code_commune AS commune, c.epci AS epci, c.departement AS departement, left(f.latest, 7) AS month
  UNION
  MATCH (c:Company)-[r:RAISED|CARRIES]->(n:Need|Project)
  WHERE r.visibility IN $layer AND c.visibility IN $layer AND n.visibility IN $layer
  RETURN c.code_commune AS commune, c.epci AS epci, c.departement AS departement, left(n.latest, 7) AS month
}
WITH commune, epci, month
WHERE month <= $until AND ($level = '' OR ($level = 'epci' AND epci = $code)
  OR ($level = 'departement' AND departement = $code) OR ($level = 'commune' AND commune = $code))
RETURN DISTINCT coalesce(commune, '') AS commune, coalesce(epci, '') AS epci, month

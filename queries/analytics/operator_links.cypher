// operator_links(operators, ego): the partnerships of operators with one another, and of the ego with any operator,
// packed as in company_links
UNWIND $operators AS operator
MATCH (o:Operator)-[f:PARTNERS_WITH]-(actor:Operator)
WHERE id(o) = operator AND f.visibility IN $layer
  AND ((id(actor) IN $operators AND startNode(f) = o) OR (id(o) = $ego AND NOT id(actor) IN $operators))
RETURN id(actor) AS actor, 'Operator' AS label,
  CASE f.visibility WHEN 'signalled' THEN 'SIGNALLED' ELSE type(f) END AS kind,
  collect(id(o)) AS others,
  collect(coalesce(left(f.earliest, 7), '')) AS earliest,
  collect(coalesce(left(f.latest, 7), '')) AS latest

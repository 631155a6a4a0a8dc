// work_links(works): the operators and territories that follow or carry projects or are party to agreements,
// one record for each actor and kind of fact, packed as in company_links
UNWIND $works AS work
MATCH (w:Project|Agreement)
WHERE id(w) = work AND w.visibility IN $layer
MATCH (actor:Operator|Territory)-[f:FOLLOWS|CARRIES|PARTY_TO]->(w)
WHERE f.visibility IN $layer
RETURN id(actor) AS actor, head(labels(actor)) AS label,
  CASE f.visibility WHEN 'signalled' THEN 'SIGNALLED' ELSE type(f) END AS kind,
  collect(id(w)) AS others,
  collect(coalesce(left(f.earliest, 7), '')) AS earliest,
  collect(coalesce(left(f.latest, 7), '')) AS latest

// company_links(companies, as_of): the facts that tie companies to other actors, one record for each actor and
// kind of fact, the companies and dates in packed columns. Dates are bounds in months, as members know them;
// of a signalled fact its kind is not told.
UNWIND $companies AS company
MATCH (c:Company)
WHERE id(c) = company AND c.visibility IN $layer
MATCH (c)-[f:VISITED|SUPPORTED|PARTNERS_WITH|CARRIES|PARTY_TO]-(actor)
WHERE f.visibility IN $layer AND coalesce(f.status, '') <> 'cancelled'
// grouping by the node itself, and asking about it afterwards, is what makes this fast
WITH actor,
  CASE
    WHEN f.visibility = 'signalled' THEN 'SIGNALLED'
    WHEN f.status = 'planned' OR (f.status = 'done' AND f.earliest > $as_of) THEN 'PLANNED'
    ELSE type(f)
  END AS kind,
  collect(id(c)) AS others,
  collect(coalesce(left(f.earliest, 7), '')) AS earliest,
  collect(coalesce(left(f.latest, 7), '')) AS latest
WHERE (actor.visibility IS NULL OR actor.visibility IN $layer) AND NOT actor:FormerCompany
RETURN id(actor) AS actor, head(labels(actor)) AS label, kind, others, earliest, latest

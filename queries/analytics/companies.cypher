// companies(communes, epcis, departements, nafs, company, operator): the companies in each frame of a perimeter, as
// internal ids in one column; what is in a territory and in a sector is the intersection of both frames
MATCH (c:Company)
WHERE c.code_commune IN $communes AND c.visibility IN $layer
RETURN 'territory' AS frame, collect(id(c)) AS companies
UNION ALL
MATCH (c:Company)
WHERE c.epci IN $epcis AND c.visibility IN $layer
RETURN 'territory' AS frame, collect(id(c)) AS companies
UNION ALL
MATCH (c:Company)
WHERE c.departement IN $departements AND c.visibility IN $layer
RETURN 'territory' AS frame, collect(id(c)) AS companies
UNION ALL
MATCH (c:Company)
WHERE c.naf IN $nafs AND c.visibility IN $layer
RETURN 'sector' AS frame, collect(id(c)) AS companies
UNION ALL
MATCH (c:Company {uid: $company})
WHERE c.visibility IN $layer
RETURN 'ego' AS frame, collect(id(c)) AS companies
UNION ALL
// an operator's ego: the companies it is linked with
MATCH (:Operator {uid: $operator})-[f:VISITED|SUPPORTED|PARTNERS_WITH]-(c:Company)
WHERE f.visibility IN $layer AND coalesce(f.status, '') <> 'cancelled' AND c.visibility IN $layer
RETURN 'ego' AS frame, collect(id(c)) AS companies

// gaps(companies): the companies of a perimeter by division of the NAF and by EPCI, as uids in one column
UNWIND $companies AS company
MATCH (c:Company)
WHERE id(c) = company AND c.visibility IN $layer
RETURN left(coalesce(c.naf, ''), 2) AS division, coalesce(c.epci, '') AS epci, collect(c.uid) AS companies

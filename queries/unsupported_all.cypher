// unsupported_all(): how many companies there are, in scope or not
MATCH (c:Company) WHERE c.visibility IN $layer
RETURN count(c) AS companies

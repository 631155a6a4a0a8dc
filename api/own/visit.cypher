// visit(uid): the company of one of the caller's own visits, and what the edges of that visit share
MATCH (:Operator)-[v:VISITED {uid: $uid}]->(c:Company)
USING INDEX SEEK v:VISITED(uid)
WHERE v.owner IN $own AND (v.visibility IN $layer OR v.owner IN $own)
  AND (c.visibility IN $layer OR c.owner IN $own)
RETURN c.uid AS company, v.visit AS visit

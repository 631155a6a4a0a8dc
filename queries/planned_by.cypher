// planned_by(company, operator): the visits that another institution plans to a company, as they may be known
MATCH (c:Company {uid: $company}) WHERE c.visibility IN $layer OR c.owner IN $own
MATCH (:Operator {uid: $operator})-[v:VISITED]->(c)
WHERE v.visibility IN $layer AND v.status = 'planned' AND NOT v.owner IN $own
RETURN v.uid AS uid, v.owner AS owner, v.earliest AS earliest, v.latest AS latest,
  v.visibility = 'signalled' AS signalled
ORDER BY earliest, uid

// institutions(): the names of all institutions, members first
MATCH (o:Operator)
RETURN o.uid AS uid, o.name AS name, o.admitted_at IS NOT NULL AS member
ORDER BY NOT member, name, uid
LIMIT 500

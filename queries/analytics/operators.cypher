// operators(): the institutions that a network can be drawn around, by name
MATCH (o:Operator)
RETURN o.uid AS uid, o.name AS name
ORDER BY name, uid

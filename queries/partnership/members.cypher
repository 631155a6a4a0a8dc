// members(): the institutions that were admitted and are not suspended, by name
MATCH (o:Operator) WHERE o.admitted_at IS NOT NULL AND o.suspended_at IS NULL
RETURN o.uid AS uid, o.name AS name, o.kind AS kind ORDER BY toLower(name), uid

// scenarios(uid, many): ways of sharing an amount out that were kept and that the caller may know, latest first
MATCH (s:AllocationScenario)
WHERE (s.visibility IN $layer OR s.owner IN $own) AND ($uid IS NULL OR s.uid = $uid)
MATCH (o:Operator {uid: s.owner})
RETURN s.uid AS uid, s.owner IN $own AS own, o.name AS institution, s.visibility AS visibility, s.name AS name,
  s.level AS level, s.amount_cents AS amount_cents, s.floor_cents AS floor_cents, s.indicators AS indicators,
  s.weights AS weights, s.codes AS codes, s.cents AS cents, s.made_at AS made_at
ORDER BY made_at DESC, uid
LIMIT $many

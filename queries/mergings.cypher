// mergings(uid, status, many): pairs of companies that were proposed as one, made one, or said to be two, latest first
MATCH (m:Merging)
WHERE (m.visibility IN $layer OR m.owner IN $own) AND ($uid IS NULL OR m.uid = $uid)
  AND ($status IS NULL OR m.status = $status)
WITH m ORDER BY m.at DESC, m.uid LIMIT $many
CALL (m) {
  UNWIND [m.keep, m.gone] AS key
  CALL (key) {
    MATCH (c:Company {uid: key}) WHERE c.visibility IN $layer OR c.owner IN $own RETURN c
    UNION
    MATCH (c:FormerCompany {uid: key}) WHERE c.visibility IN $layer OR c.owner IN $own RETURN c
  }
  WITH c, coalesce(c.statut_diffusion, '') = 'P'
    OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1') AS masked
  RETURN collect({uid: c.uid, siren: c.siren, name: CASE WHEN masked THEN $masked_name ELSE c.name END,
    commune: c.commune, masked: masked}) AS found
}
WITH m, [key IN [m.keep, m.gone] | head([one IN found WHERE one.uid = key])] AS both
WHERE both[0] IS NOT NULL AND both[1] IS NOT NULL
OPTIONAL MATCH (author:Operator {uid: m.owner})
RETURN m.uid AS uid, m.status AS status, both[0] AS keep, both[1] AS gone, m.reason AS reason, m.owner AS owner,
  coalesce(author.name, m.owner) AS institution, m.at AS at, m.undone_at AS undone_at,
  coalesce(m.asked, []) AS asked, coalesce(m.agreed, []) AS agreed,
  COLLECT {
    MATCH (o:Operator) WHERE o.uid IN m.asked AND NOT o.uid IN m.agreed RETURN o.name ORDER BY o.name
  } AS waits_for,
  any(one IN coalesce(m.asked, []) + coalesce(m.agreed, []) + m.owner WHERE one IN $own) OR m.asked = [] AS mine
ORDER BY at DESC, uid

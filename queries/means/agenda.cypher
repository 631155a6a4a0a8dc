// agenda(committee, uid): the items of a committee that the caller may know, in the order of their entering
MATCH (i:AgendaItem)
WHERE (i.visibility IN $layer OR i.owner IN $own) AND (i.visibility IN $detail OR i.owner IN $own)
  AND ($committee IS NULL OR i.committee = $committee) AND ($uid IS NULL OR i.uid = $uid)
MATCH (o:Operator {uid: i.owner})
OPTIONAL MATCH (r:Ruling {uid: i.uid}) WHERE r.visibility IN $layer OR r.owner IN $own
OPTIONAL MATCH (by:Operator {uid: r.owner})
OPTIONAL MATCH (e:Envelope {uid: i.envelope})
WHERE (e.visibility IN $layer OR e.owner IN $own) AND (e.visibility IN $detail OR e.owner IN $own)
OPTIONAL MATCH (c:Company)-[h:ON_AGENDA]->(i)
WHERE (h.visibility IN $layer OR h.owner IN $own) AND (c.visibility IN $layer OR c.owner IN $own)
OPTIONAL MATCH (t:Territory)-[x:ON_AGENDA]->(i) WHERE x.visibility IN $layer OR x.owner IN $own
RETURN i.uid AS uid, i.committee AS committee, i.title AS title, i.kind AS kind, o.name AS institution,
  i.owner IN $own AS own, i.visibility AS visibility, c.uid AS company, c.siren AS siren,
  CASE WHEN c IS NOT NULL AND (coalesce(c.statut_diffusion, '') = 'P'
      OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1'))
    THEN $masked_name ELSE coalesce(c.name, t.name, i.holder_name) END AS holder,
  i.asked_cents AS asked_cents, e.uid AS envelope, e.title AS envelope_title, i.scheme AS scheme,
  i.summary AS summary, coalesce(r.verdict, i.verdict) AS verdict, coalesce(r.amount_cents, i.granted_cents) AS granted_cents,
  coalesce(r.reason, i.reason) AS reason, toString(coalesce(r.on, i.decided_on)) AS decided_on, by.name AS decided_by,
  r.commitment AS commitment, toString(i.on) AS on
ORDER BY coalesce(on, ''), i.recorded_at, uid
LIMIT $many

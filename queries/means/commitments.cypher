// commitments(envelope, uid, company): commitments that the caller may know, latest first
MATCH (c:Commitment)
WHERE (c.visibility IN $layer OR c.owner IN $own) AND ($uid IS NULL OR c.uid = $uid)
WITH c, c.visibility IN $detail OR c.owner IN $own AS told
WHERE $envelope IS NULL OR (told AND c.envelope = $envelope)
OPTIONAL MATCH (e:Envelope {uid: c.envelope})
WHERE (e.visibility IN $layer OR e.owner IN $own) AND (e.visibility IN $detail OR e.owner IN $own)
MATCH (o:Operator {uid: c.owner})
OPTIONAL MATCH (holder)-[b:BENEFITS_FROM]->(c) WHERE b.visibility IN $layer OR b.owner IN $own
WITH c, told, e, o, CASE WHEN told AND holder:Company AND (holder.visibility IN $layer OR holder.owner IN $own)
  THEN holder END AS company, CASE WHEN told AND NOT holder:Company THEN holder.name END AS other
WHERE $company IS NULL OR company.uid = $company OR company.siren = $company
RETURN c.uid AS uid, CASE WHEN told THEN e.uid END AS envelope, CASE WHEN told THEN e.title END AS envelope_title,
  o.name AS institution, c.owner IN $own AS own, c.visibility AS visibility,
  CASE WHEN told THEN c.title END AS title, CASE WHEN told THEN c.reference END AS reference,
  CASE WHEN told THEN c.status END AS status, CASE WHEN told THEN c.scheme END AS scheme,
  company.uid AS company, company.siren AS siren,
  CASE WHEN company IS NOT NULL AND (coalesce(company.statut_diffusion, '') = 'P'
      OR (company.statut_diffusion IS NULL AND coalesce(company.nature_juridique, '') STARTS WITH '1'))
    THEN $masked_name WHEN company IS NOT NULL THEN company.name WHEN told THEN coalesce(other, c.holder_name) END
    AS holder,
  CASE WHEN told THEN c.amount_cents END AS amount_cents,
  CASE WHEN told THEN coalesce(c.paid_cents, 0) END AS paid_cents,
  CASE WHEN told THEN coalesce(c.returned_cents, 0) END AS returned_cents,
  CASE WHEN told THEN toString(c.on) ELSE left(c.earliest, 7) END AS on,
  CASE WHEN told THEN toString(c.paid_on) END AS paid_on,
  CASE WHEN told THEN toString(c.returned_on) END AS returned_on,
  CASE WHEN told THEN c.decision END AS decision, CASE WHEN told THEN c.summary END AS summary
ORDER BY coalesce(on, '') DESC, uid
LIMIT $many

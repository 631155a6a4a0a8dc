// overlap_decisions(status, merged_only): what was decided of overlaps, by whom
MATCH (d:OverlapDecision)
WHERE d.status <> 'open' AND (NOT $merged_only OR (d.status = 'merged' AND any(one IN d.agreed WHERE one IN $own)))
MATCH (c:Company {uid: d.company}) WHERE c.visibility IN $layer
MATCH (o:Operator {uid: d.organisation})
RETURN d.uid AS key, d.overlap AS overlap, d.status AS status, o.name AS organisation, d.organisation IN $own AS own, d.at AS at,
  CASE WHEN d.organisation IN $own THEN d.by END AS by, d.agreed AS agreed, c.uid AS company, c.siren AS siren,
  CASE WHEN coalesce(c.statut_diffusion, '') = 'P'
      OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1')
    THEN $masked_name ELSE c.name END AS name
ORDER BY at DESC, key

// registry(after, many, newer_than): companies that a search may find, in the order of uid; masked ones by number alone
MATCH (c:Company)
WHERE c.uid > $after
// Three properties in one pass cost less than one by one.
WITH c AS company, c {.edition, .visibility, .owner} AS c
WHERE coalesce(c.edition, 0) > $newer_than AND (c.visibility IN $layer OR c.owner IN $own)
WITH company AS c
WITH c, coalesce(c.statut_diffusion, '') = 'P'
    OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1') AS masked
ORDER BY c.uid LIMIT $many
OPTIONAL MATCH (e:Establishment)-[:SITE_OF]->(c)
WITH c, masked, collect(e) AS sites
ORDER BY c.uid
RETURN collect({
  uid: c.uid, siren: c.siren, naf: c.naf, sirets: [e IN sites | e.siret], listed: NOT masked,
  names: CASE WHEN masked THEN []
    ELSE coalesce(c.names, [c.name]) + coalesce(c.sigle, [])
      + reduce(all = [], e IN sites | all + coalesce(e.enseignes, [])) END,
  code_communes: [c.code_commune] + [e IN sites | e.code_commune],
  codes_postaux: [c.code_postal] + [e IN sites | e.code_postal],
  departements: [c.departement] + [e IN sites | e.departement],
  communes: [c.commune] + [e IN sites | e.commune]
}) AS rows

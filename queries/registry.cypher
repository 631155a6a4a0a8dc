// registry(after, many): companies that a search may find, in the order of uid; masked ones by number alone
MATCH (c:Company)
WHERE c.uid > $after AND (c.visibility IN $layer OR c.owner IN $own)
WITH c ORDER BY c.uid LIMIT $many
RETURN collect([
  c.uid, c.siren,
  CASE WHEN coalesce(c.statut_diffusion, '') = 'P'
      OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1')
    THEN [] ELSE coalesce(c.names, [c.name]) END,
  c.code_commune, c.code_postal, c.departement, c.commune, c.naf
]) AS rows

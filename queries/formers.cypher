// formers(): companies that were found to be others, whom they went to; masked ones by number alone
MATCH (f:FormerCompany)-[:MERGED_INTO*1..9]->(c:Company)
WHERE (f.visibility IN $layer OR f.owner IN $own) AND (c.visibility IN $layer OR c.owner IN $own)
WITH f, c, coalesce(f.statut_diffusion, '') = 'P'
    OR (f.statut_diffusion IS NULL AND coalesce(f.nature_juridique, '') STARTS WITH '1')
    OR coalesce(c.statut_diffusion, '') = 'P'
    OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1') AS masked
RETURN f.uid AS uid, f.siren AS siren, c.uid AS into, f.edition AS edition,
  CASE WHEN masked THEN [] ELSE coalesce(f.names, [f.name]) END AS names
ORDER BY uid

// company_cards(ids): what a network says of each company, in packed columns; a company whose diffusion is partial,
// or a natural person of unknown status, keeps its name and place to itself
UNWIND $ids AS company
MATCH (c:Company)
WHERE id(c) = company AND c.visibility IN $layer
WITH c, c.statut_diffusion = 'P' OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1')
  AS masked
RETURN collect(id(c)) AS ids,
  collect(c.uid) AS uids,
  collect(CASE WHEN masked THEN '' ELSE c.name END) AS labels,
  collect(coalesce(c.siren, '')) AS sirens,
  collect(coalesce(c.naf, '')) AS nafs,
  collect(CASE WHEN masked THEN '' ELSE coalesce(c.commune, '') END) AS communes,
  collect(CASE WHEN masked THEN '' ELSE coalesce(c.departement, '') END) AS departements

// duplicates(after, many, wanted, everywhere, …scope): what tells companies apart, by uid; of masked ones no name
MATCH (c:Company)
WHERE c.uid > $after AND (c.visibility IN $layer OR c.owner IN $own)
  AND (c.uid IN $wanted OR size($wanted) = 0 AND
    ($everywhere OR c.code_commune IN $communes OR c.epci IN $epcis OR c.departement IN $departements))
WITH c ORDER BY c.uid LIMIT $many
WITH c, coalesce(c.statut_diffusion, '') = 'P'
    OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1') AS masked
OPTIONAL MATCH (e:Establishment)-[:SITE_OF]->(c)
WITH c, masked, collect(e) AS sites ORDER BY c.uid
RETURN collect({
  uid: c.uid, siren: c.siren, name: CASE WHEN masked THEN $masked_name ELSE c.name END, masked: masked,
  names: CASE WHEN masked THEN [] ELSE coalesce(c.names, [c.name]) END,
  address: CASE WHEN NOT masked THEN c.address END, code_postal: c.code_postal, commune: c.commune,
  code_commune: c.code_commune, departement: c.departement, naf: c.naf, state: coalesce(c.state, 'unknown'),
  verified: coalesce(c.verified, c.siren IS NOT NULL), created_on: c.created_on, closed_on: c.closed_on,
  visibility: c.visibility, mine: c.owner IN $own, sirets: [e IN sites | e.siret],
  places: CASE WHEN masked THEN [] ELSE [[c.code_commune, c.address]] + [e IN sites | [e.code_commune, e.address]] END
}) AS rows

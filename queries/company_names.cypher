// company_names(keys, masked_name): the names of companies by SIREN or uid, as far as the caller may know them
UNWIND $keys AS key
CALL (key) {
  MATCH (c:Company {siren: key}) WHERE c.visibility IN $layer OR c.owner IN $own
  RETURN c
  UNION
  MATCH (c:Company {uid: key}) WHERE c.visibility IN $layer OR c.owner IN $own
  RETURN c
}
RETURN key, CASE WHEN coalesce(c.statut_diffusion, '') = 'P'
    OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1')
  THEN $masked_name ELSE c.name END AS name

// ego(asked): the companies and operators meant by a uid, a SIREN, a SIRET, or an operator's name or alias
CALL () {
  MATCH (c:Company {uid: $asked})
  WHERE c.visibility IN $layer
  RETURN 'company' AS kind, c.uid AS uid, '' AS label, id(c) AS id
  UNION
  MATCH (c:Company {siren: $asked})
  WHERE c.visibility IN $layer
  RETURN 'company' AS kind, c.uid AS uid, '' AS label, id(c) AS id
  UNION
  MATCH (f:FormerCompany)-[:MERGED_INTO*1..9]->(c:Company)
  WHERE (f.uid = $asked OR f.siren = $asked) AND f.visibility IN $layer AND c.visibility IN $layer
  RETURN 'company' AS kind, c.uid AS uid, '' AS label, id(c) AS id
  UNION
  MATCH (:Establishment {siret: $asked})-[:SITE_OF]->(c:Company)
  WHERE c.visibility IN $layer
  RETURN 'company' AS kind, c.uid AS uid, '' AS label, id(c) AS id
  UNION
  MATCH (o:Operator)
  WHERE o.uid = $asked OR o.siren = $asked OR toLower(o.name) = toLower($asked)
     OR any(alias IN o.aliases WHERE toLower(alias) = toLower($asked))
  RETURN 'operator' AS kind, o.uid AS uid, o.name AS label, id(o) AS id
}
RETURN kind, uid, label, id
ORDER BY kind, uid

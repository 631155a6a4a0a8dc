// scope(territories, sectors): the communes, EPCI and départements, and the NAF codes, that uids, codes or names mean
CALL () {
  UNWIND $territories AS asked
  OPTIONAL MATCH (named:Territory {uid: asked})
  // Only a word that is no uid, which pages never send, is looked for among all territories.
  OPTIONAL CALL (asked, named) {
    UNWIND CASE WHEN named IS NULL THEN [] ELSE [named] END AS t RETURN t
    UNION
    UNWIND CASE WHEN named IS NULL THEN [asked] ELSE [] END AS word
    MATCH (t:Territory) WHERE t.code = word OR toLower(t.name) = toLower(word) RETURN t
  }
  OPTIONAL MATCH (t)-[:BECAME]->(later:Territory)
  WITH asked, CASE WHEN t.level = 'ancienne_commune' THEN coalesce(later, t) ELSE t END AS t
  OPTIONAL MATCH (department:Territory {level: 'departement'})-[:PART_OF]->(t)
  WHERE t.level IN ['region', 'pays']
  WITH asked, t, collect(department.code) AS departements
  RETURN collect({
    asked: asked, uid: t.uid, name: t.name, level: t.level,
    communes: CASE WHEN t.level = 'commune' THEN [t.code] ELSE [] END,
    epcis: CASE WHEN t.level = 'epci' THEN [t.code] ELSE [] END,
    departements: CASE WHEN t.level = 'departement' THEN [t.code] ELSE departements END
  }) AS territories
}
CALL () {
  UNWIND $sectors AS asked
  OPTIONAL MATCH (named:Sector {uid: asked})
  OPTIONAL CALL (asked, named) {
    UNWIND CASE WHEN named IS NULL THEN [] ELSE [named] END AS s RETURN s
    UNION
    UNWIND CASE WHEN named IS NULL THEN [asked] ELSE [] END AS word
    MATCH (s:Sector)
    WHERE s.code = word OR toLower(s.label) = toLower(word)
      OR any(alias IN coalesce(s.aliases, []) WHERE toLower(alias) = toLower(word))
    RETURN s
  }
  CALL (s) {
    MATCH (leaf:Sector)-[:PART_OF*0..5]->(s) RETURN leaf
    UNION
    MATCH (s)-[:INCLUDES]->(part:Sector) MATCH (leaf:Sector)-[:PART_OF*0..5]->(part) RETURN leaf
  }
  WITH asked, s, collect(DISTINCT leaf.code) AS nafs
  RETURN collect({asked: asked, uid: s.uid, name: s.label, nomenclature: s.nomenclature, nafs: nafs}) AS sectors
}
RETURN territories, sectors

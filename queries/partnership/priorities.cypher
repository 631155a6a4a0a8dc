// priorities(territory, since, as_of): what a territory declares, what is asked there and what is given, by theme and filière
MATCH (place:Territory {uid: $territory})
CALL (place) {
  OPTIONAL MATCH (place)-[d:DECLARES]->(s:Strategy)
  WHERE d.visibility IN $layer AND s.visibility IN $layer AND s.visibility IN $detail
    AND (s.horizon IS NULL OR s.horizon >= toInteger(left($as_of, 4)))
  WITH collect(s) AS declared
  RETURN reduce(found = [], s IN declared | found + coalesce(s.themes, [])) AS themes,
    reduce(found = [], s IN declared | found + coalesce(s.sectors, [])) AS sectors, size(declared) AS strategies
}
CALL (place) {
  MATCH (c:Company)
  WHERE c.visibility IN $layer AND coalesce(c.state, '') <> 'closed'
    AND ((place.level = 'epci' AND c.epci = place.code) OR (place.level = 'commune' AND c.code_commune = place.code)
      OR (place.level = 'departement' AND c.departement = place.code)
      OR (place.level = 'region' AND c.region = place.code))
  RETURN collect(c) AS companies
}
CALL (place, companies) {
  CALL (place, companies) {
    UNWIND companies AS c
    MATCH (c)-[r:RAISED]->(n:Need)
    WHERE r.visibility IN $layer AND r.visibility IN $detail AND n.visibility IN $layer AND n.visibility IN $detail
    RETURN n, c.naf AS naf
    UNION
    MATCH (place)-[r:RAISED]->(n:Need)
    WHERE r.visibility IN $layer AND r.visibility IN $detail AND n.visibility IN $layer AND n.visibility IN $detail
    RETURN n, null AS naf
  }
  WITH n, naf WHERE coalesce(n.earliest, '') <= $as_of AND (n.latest >= $since OR n.status IN ['quo', 'taking_care'])
  RETURN collect(DISTINCT [n.uid, coalesce(n.theme, ''), coalesce(naf, '')]) AS asked
}
CALL (companies) {
  UNWIND companies AS c
  MATCH (:Operator)-[v:VISITED]->(c)
  WHERE v.visibility IN $layer AND v.status = 'done' AND v.latest >= $since AND v.earliest <= $as_of
  RETURN collect(DISTINCT [v.visit, CASE WHEN v.visibility IN $detail THEN coalesce(v.theme, '') ELSE '' END,
    coalesce(c.naf, '')]) AS visited
}
CALL (companies) {
  UNWIND companies AS c
  MATCH (:Operator)-[v:SUPPORTED]->(c)
  WHERE v.visibility IN $layer AND v.latest >= $since AND v.earliest <= $as_of
  RETURN collect([v.uid, '', coalesce(c.naf, '')]) AS supported
}
CALL () {
  MATCH (f:Sector {nomenclature: 'filiere'})-[:INCLUDES]->(part:Sector)
  WITH f, collect(DISTINCT part.code) AS codes ORDER BY f.uid
  RETURN collect([f.uid, f.label, codes]) AS filieres
}
CALL (sectors) {
  UNWIND sectors AS position
  MATCH (s:Sector {uid: position}) WHERE s.nomenclature <> 'filiere'
  RETURN collect(DISTINCT [s.uid, s.label, [s.code]]) AS positions
}
RETURN place.name AS name, strategies, themes, sectors, asked, visited, supported, filieres, positions,
  size(companies) AS companies

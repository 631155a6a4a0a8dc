// profiles(level, region): the territories of a level in a region, with their inhabitants
CALL () {
  MATCH (t:Territory {level: 'departement'})-[:PART_OF]->(:Territory {uid: 'region:' + $region})
  WHERE $level = 'departement' RETURN t
  UNION
  MATCH (:Territory {uid: 'region:' + $region})<-[:PART_OF]-(d:Territory {level: 'departement'})
  MATCH (d)<-[:PART_OF]-(:Territory {level: 'commune'})-[:PART_OF]->(t:Territory {level: 'epci'})
  WHERE $level = 'epci' RETURN DISTINCT t
}
RETURN t.code AS code, t.name AS name, coalesce(t.population, 0) AS population
ORDER BY code

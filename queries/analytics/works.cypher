// works(territories, sectors, operator): the projects and agreements of a perimeter itself, as internal ids
CALL () {
  UNWIND $territories AS place
  MATCH (:Territory {uid: place})-[k:CARRIES]->(w:Project)
  WHERE k.visibility IN $layer AND w.visibility IN $layer AND size($sectors) = 0
  RETURN w
  UNION
  UNWIND $territories AS place
  MATCH (:Territory {uid: place})-[k:PARTY_TO]->(w:Agreement)
  WHERE k.visibility IN $layer AND w.visibility IN $layer
    AND (size($sectors) = 0 OR EXISTS { (w)-[:COVERS]->(s:Sector) WHERE s.uid IN $sectors })
  RETURN w
  UNION
  UNWIND $territories AS place
  MATCH (:Territory {uid: place})<-[:COVERS]-(w:Agreement)
  WHERE w.visibility IN $layer
    AND (size($sectors) = 0 OR EXISTS { (w)-[:COVERS]->(s:Sector) WHERE s.uid IN $sectors })
  RETURN w
  UNION
  WITH 1 AS once WHERE size($territories) = 0
  UNWIND $sectors AS position
  MATCH (:Sector {uid: position})<-[:COVERS]-(w:Agreement)
  WHERE w.visibility IN $layer
  RETURN w
  UNION
  MATCH (:Operator {uid: $operator})-[k:FOLLOWS|CARRIES|PARTY_TO]->(w:Project|Agreement)
  WHERE k.visibility IN $layer AND w.visibility IN $layer
  RETURN w
}
RETURN collect(id(w)) AS works

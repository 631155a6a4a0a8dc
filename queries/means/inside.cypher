// inside(territory): the EPCI of a territory, itself included, by uid
MATCH (t:Territory {uid: $territory})
OPTIONAL MATCH (t)<-[:PART_OF]-(:Territory {level: 'commune'})-[:PART_OF]->(e:Territory {level: 'epci'})
WITH t, collect(DISTINCT e.uid) AS epcis
RETURN epcis + [t.uid] AS uids

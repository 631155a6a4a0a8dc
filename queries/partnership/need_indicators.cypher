// need_indicators(since, until, communes, epcis, departements, everywhere): needs, territorial needs and the Region's decisions, told in full to members
CALL () {
  MATCH (n:Need)
  WHERE n.visibility IN $layer AND n.visibility IN $detail AND n.earliest IS NOT NULL AND n.earliest <= $until
  OPTIONAL MATCH (c:Company)-[r:RAISED]->(n) WHERE c.visibility IN $layer AND r.visibility IN $layer
  OPTIONAL MATCH (t:Territory)-[s:RAISED]->(n) WHERE s.visibility IN $layer
  WITH n, head(collect(c)) AS c, head(collect(t)) AS t
  OPTIONAL MATCH (t)-[:PART_OF]->(around:Territory {level: 'epci'}) WHERE t.level = 'commune'
  WITH n, {commune: coalesce(c.code_commune, CASE t.level WHEN 'commune' THEN t.code END, n.code_commune),
    epci: coalesce(c.epci, CASE t.level WHEN 'epci' THEN t.code END, around.code, n.epci), departement: c.departement} AS place
  OPTIONAL MATCH (:Territory {uid: 'epci:' + place.epci})<-[:PART_OF]-(:Territory {level: 'commune'})-[:PART_OF]->
    (d:Territory {level: 'departement'}) WHERE place.departement IS NULL
  WITH n, place, collect(DISTINCT d.code) AS around
  WHERE $everywhere OR place.commune IN $communes OR place.epci IN $epcis OR place.departement IN $departements
    OR any(one IN around WHERE one IN $departements)
  RETURN collect({on: n.earliest, status: n.status, answered_on: toString(n.answered_on),
    recorded: left(n.recorded_at, 10), dated: n.earliest = n.latest}) AS needs
}
CALL () {
  MATCH (t:TerritorialNeed) WHERE t.visibility IN $layer AND left(t.promoted_at, 10) <= $until
  RETURN collect({on: left(t.promoted_at, 10), due: t.due, answered_on: left(t.answered_at, 10)}) AS territorial
}
CALL () {
  MATCH (d:Decision) WHERE d.visibility IN $layer AND d.visibility IN $detail AND d.latest >= $since AND d.earliest <= $until
  MATCH (o:Operator {uid: d.owner}) WHERE toLower(o.kind) IN $region
  RETURN collect({on: d.earliest, answers: d.answers IS NOT NULL, recorded: left(d.recorded_at, 10)}) AS decisions
}
CALL () {
  MATCH (o:Operator)-[p:PARTY_TO]->(a:Agreement)
  WHERE toLower(o.kind) IN $region AND p.visibility IN $layer AND a.visibility IN $layer AND a.visibility IN $detail
    AND a.starts_on >= $since AND a.starts_on <= $until
  WITH DISTINCT a
  RETURN collect({on: toString(a.starts_on), answers: false, recorded: left(a.recorded_at, 10)}) AS agreements
}
RETURN needs, territorial, decisions, agreements

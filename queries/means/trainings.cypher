// trainings(since, as_of, territory): trainings followed by the people of each institution, in numbers
MATCH (o:Operator)-[f:ATTENDED]->(t:Training)
WHERE (f.visibility IN $layer OR f.owner IN $own) AND (t.visibility IN $layer OR t.owner IN $own)
  AND (t.visibility IN $detail OR t.owner IN $own) AND coalesce(t.earliest, '') >= $since
  AND coalesce(t.earliest, '') <= $as_of AND ($territory IS NULL OR $territory STARTS WITH 'region:'
    OR t.territory = $territory OR EXISTS {
      (:Territory {uid: t.territory})<-[:PART_OF]-(:Territory {level: 'commune'})-[:PART_OF]->(:Territory {uid: $territory})
    })
OPTIONAL MATCH (place:Territory {uid: t.territory})
RETURN t.uid AS uid, t.title AS title, t.theme AS theme, t.trainer AS trainer, o.name AS institution,
  place.name AS territory, toString(coalesce(t.on, t.earliest)) AS on, t.participants AS participants,
  t.hours AS hours, t.owner IN $own AS own, left(t.recorded_at, 10) AS fresh_on
ORDER BY on DESC, title, institution, uid
LIMIT $many

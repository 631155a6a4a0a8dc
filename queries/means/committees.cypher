// committees(uid, territory, since, until): the committees that the caller may know, the soonest to come first
MATCH (k:Committee)
WHERE (k.visibility IN $layer OR k.owner IN $own) AND ($uid IS NULL OR k.uid = $uid)
WITH k, k.visibility IN $detail OR k.owner IN $own AS told
WHERE ($territory IS NULL OR $territory STARTS WITH 'region:' OR told AND (k.territory = $territory OR EXISTS {
    (:Territory {uid: k.territory})<-[:PART_OF]-(:Territory {level: 'commune'})-[:PART_OF]->(:Territory {uid: $territory})
  })) AND coalesce(k.latest, '') >= $since AND coalesce(k.earliest, '') <= $until
MATCH (o:Operator {uid: k.owner})
OPTIONAL MATCH (p:Operator {uid: k.partner})
OPTIONAL MATCH (place:Territory {uid: k.territory})
CALL (k) {
  OPTIONAL MATCH (i:AgendaItem {committee: k.uid})
  WHERE (i.visibility IN $layer OR i.owner IN $own) AND (i.visibility IN $detail OR i.owner IN $own)
  OPTIONAL MATCH (r:Ruling {uid: i.uid}) WHERE r.visibility IN $layer OR r.owner IN $own
  RETURN count(i) AS items, 
    count(CASE WHEN coalesce(r.verdict, i.verdict) <> 'postponed' THEN 1 END) AS decided
}
RETURN k.uid AS uid, o.name AS institution, o.mailbox AS mailbox, k.owner IN $own AS own, k.visibility AS visibility,
  told AND (k.owner IN $own OR coalesce(k.partner IN $own, false)) AS rules, CASE WHEN told THEN k.title END AS title,
  CASE WHEN told THEN k.reference END AS reference, CASE WHEN told THEN k.kind END AS kind,
  CASE WHEN told THEN k.status END AS status, CASE WHEN told THEN toString(k.on) ELSE left(k.earliest, 7) END AS on,
  CASE WHEN told THEN k.territory END AS territory, CASE WHEN told THEN place.name END AS territory_name,
  CASE WHEN told THEN p.name END AS partner, CASE WHEN told THEN k.place END AS place,
  CASE WHEN told THEN coalesce(k.members, []) ELSE [] END AS members, CASE WHEN told THEN k.minutes END AS minutes,
  CASE WHEN told THEN items ELSE 0 END AS items, CASE WHEN told THEN decided ELSE 0 END AS decided,
  left(k.recorded_at, 10) AS fresh_on
ORDER BY coalesce(on, '') DESC, uid
LIMIT $many

// consultations(uid, territory, sector, many): the consultations that the caller may know, with how far each is
CALL () {
  OPTIONAL MATCH (t:Territory)-[:PART_OF*0..4]->(:Territory {uid: $territory})
  RETURN collect(t.uid) AS within
}
MATCH (k:Consultation) WHERE (k.visibility IN $layer OR k.owner IN $own) AND ($uid IS NULL OR k.uid = $uid)
WITH k, within, (k.visibility IN $detail OR k.owner IN $own) AS told
WHERE ($territory IS NULL OR (told AND any(one IN k.territories WHERE one IN within)))
  AND ($sector IS NULL OR (told AND $sector IN k.sectors))
MATCH (o:Operator {uid: k.owner})
CALL (k, told) {
  OPTIONAL MATCH (g)-[i:INVITED_TO]->(k)
  WHERE told AND (i.visibility IN $layer OR i.owner IN $own)
    AND (NOT g:Company OR g.visibility IN $layer OR g.owner IN $own)
  RETURN count(g) AS invited, any(one IN collect(g.uid) WHERE one IN $own) AS invited_here
}
CALL (k, told) {
  OPTIONAL MATCH (r:ConsultationReply {consultation: k.uid})
  WHERE told AND (r.visibility IN $layer OR r.owner IN $own)
  RETURN count(r) AS answered, count(CASE WHEN r.outcome IN ['kept', 'partly'] THEN 1 END) AS kept,
    count(CASE WHEN r.outcome = 'not_kept' THEN 1 END) AS not_kept
}
CALL (k, told) {
  UNWIND CASE WHEN told THEN coalesce(k.territories, []) ELSE [] END AS place
  MATCH (t:Territory {uid: place})
  WITH t ORDER BY t.name
  RETURN collect({uid: t.uid, name: t.name}) AS territories
}
CALL (k, told) {
  UNWIND CASE WHEN told THEN coalesce(k.sectors, []) ELSE [] END AS position
  MATCH (s:Sector {uid: position})
  WITH s ORDER BY s.label
  RETURN collect({uid: s.uid, name: s.label}) AS sectors
}
RETURN k.uid AS uid, o.name AS institution, o.mailbox AS mailbox, k.owner IN $own AS own, k.visibility AS visibility,
  toString(k.earliest) AS earliest, toString(k.latest) AS latest, NOT told AS signalled,
  CASE WHEN told THEN k {.title, .summary, until: toString(k.until), closed_on: toString(k.closed_on)} END AS said,
  CASE WHEN k.owner IN $own THEN k.reference END AS reference, territories, sectors, invited, invited_here, answered,
  kept, not_kept
ORDER BY k.closed_on IS NOT NULL, coalesce(latest, '') DESC, uid
LIMIT $many

// strategies(uid, territory, many): the strategies that the caller may know, the latest first
CALL () {
  OPTIONAL MATCH (t:Territory)-[:PART_OF*0..4]->(:Territory {uid: $territory})
  RETURN collect(t.uid) AS within
}
MATCH (s:Strategy) WHERE (s.visibility IN $layer OR s.owner IN $own) AND ($uid IS NULL OR s.uid = $uid)
WITH s, within, (s.visibility IN $detail OR s.owner IN $own) AS told
WHERE $territory IS NULL OR (told AND any(one IN s.territories WHERE one IN within))
MATCH (o:Operator {uid: s.owner})
CALL (s, told) {
  UNWIND CASE WHEN told THEN coalesce(s.territories, []) ELSE [] END AS place
  MATCH (t:Territory {uid: place})
  WITH t ORDER BY t.name
  RETURN collect({uid: t.uid, name: t.name}) AS territories
}
CALL (s, told) {
  UNWIND CASE WHEN told THEN coalesce(s.sectors, []) ELSE [] END AS position
  MATCH (one:Sector {uid: position})
  WITH one ORDER BY one.label
  RETURN collect({uid: one.uid, name: one.label}) AS sectors
}
RETURN s.uid AS uid, o.name AS institution, o.mailbox AS mailbox, s.owner IN $own AS own, s.visibility AS visibility,
  toString(s.earliest) AS earliest, toString(s.latest) AS latest, NOT told AS signalled,
  CASE WHEN told THEN s {.title, .horizon, .summary, themes: coalesce(s.themes, []),
    document_titles: coalesce(s.document_titles, []), document_urls: coalesce(s.document_urls, [])} END AS said,
  CASE WHEN s.owner IN $own THEN s.reference END AS reference, territories, sectors
ORDER BY coalesce(latest, '') DESC, uid
LIMIT $many

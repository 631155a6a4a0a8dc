// notices(reader, unread, window_days, at, after, many): what the caller's institution is told, as far as levels now permit
MATCH (n:Notice)
WHERE n.owner IN $own AND NOT ($unread AND $reader IN n.read_by)
  AND ($at IS NULL OR n.at < $at OR (n.at = $at AND n.uid > $after))
MATCH (c:Company {uid: n.company}) WHERE c.visibility IN $layer OR c.owner IN $own
OPTIONAL MATCH (who:Operator {uid: n.other})
WITH n, c, who WHERE who IS NOT NULL OR n.kind = 'merge'
CALL (n, c, who) {
  MATCH (:Operator)-[mine:VISITED {uid: n.about}]->(c)
  WHERE n.kind IN ['overlap', 'joint'] AND mine.owner IN $own AND (mine.visibility IN $layer OR mine.owner IN $own)
  MATCH (who)-[v:VISITED]->(c)
  WHERE v.visibility IN $layer AND NOT v.owner IN $own
    AND CASE n.kind WHEN 'joint' THEN v.visit = mine.visit ELSE v.visit <> mine.visit
      AND v.status IN ['done', 'planned'] AND mine.status IN ['done', 'planned']
      AND v.earliest <= toString(date(coalesce(mine.on, mine.latest)) + duration({days: $window_days}))
      AND v.latest >= toString(date(coalesce(mine.on, mine.earliest)) - duration({days: $window_days})) END
  OPTIONAL MATCH (theme:Theme {uid: v.theme})
  WITH mine, v, theme ORDER BY v.earliest DESC, v.latest, v.status
  WITH mine, collect({
    earliest: v.earliest, latest: v.latest, status: v.status, signalled: v.visibility = 'signalled',
    theme: CASE WHEN v.visibility IN $detail THEN coalesce(theme.name, v.theme) END,
    reason: CASE WHEN v.visibility IN $detail THEN v.overlap_reason END
  }) AS theirs
  RETURN mine.uid AS visit, toString(coalesce(mine.on, mine.earliest)) AS on, theirs[0] AS theirs, null AS said
  UNION
  MATCH (x:Exchange {uid: n.about})
  WHERE (x.owner IN $own OR x.addressee IN $own) AND n.kind IN ['join', 'objection']
  RETURN CASE WHEN x.owner IN $own THEN x.mine ELSE x.theirs END AS visit, null AS on, null AS theirs,
    x {.uid, .status, .reason, .answer, own: x.owner IN $own} AS said
  UNION
  MATCH (d:OverlapDecision {uid: n.about})
  WHERE n.kind = 'decision' AND EXISTS {
    (:Operator)-[v:VISITED]->(c) WHERE v.visit IN d.visits AND v.visibility IN $layer AND NOT v.owner IN $own }
  RETURN null AS visit, null AS on, null AS theirs, {status: d.status, own: d.organisation IN $own} AS said
  UNION
  MATCH (m:Merging {uid: n.about})
  WHERE n.kind = 'merge' AND (m.visibility IN $layer OR m.owner IN $own)
  MATCH (gone:Company|FormerCompany {uid: m.gone}) WHERE gone.visibility IN $layer OR gone.owner IN $own
  RETURN null AS visit, null AS on, null AS theirs, {
    uid: m.uid, status: m.status, reason: m.reason, own: m.owner IN $own,
    other: CASE WHEN coalesce(gone.statut_diffusion, '') = 'P'
        OR (gone.statut_diffusion IS NULL AND coalesce(gone.nature_juridique, '') STARTS WITH '1')
      THEN $masked_name ELSE gone.name END } AS said
}
RETURN n.uid AS uid, n.kind AS kind, n.at AS at, $reader IN n.read_by AS read, coalesce(who.name, 'DORE') AS who,
  who.mailbox AS mailbox, c.uid AS company, c.siren AS siren,
  CASE WHEN coalesce(c.statut_diffusion, '') = 'P'
      OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1')
    THEN $masked_name ELSE c.name END AS name,
  visit, on, theirs, said
ORDER BY at DESC, uid
LIMIT $many

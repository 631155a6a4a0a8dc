// exchanges(uid, open): what the caller's institution asked others about their visits, and was asked about its own
MATCH (x:Exchange)
WHERE (x.owner IN $own OR x.addressee IN $own) AND ($uid IS NULL OR x.uid = $uid) AND (NOT $open OR x.status = 'open')
MATCH (c:Company {uid: x.company}) WHERE c.visibility IN $layer OR c.owner IN $own
MATCH (asker:Operator {uid: x.owner}), (asked:Operator {uid: x.addressee})
OPTIONAL MATCH (:Operator)-[v:VISITED {uid: x.theirs}]->(c)
WHERE v.visibility IN $layer OR v.owner IN $own
OPTIONAL MATCH (:Operator)-[w:VISITED {uid: x.mine}]->(c)
WHERE w.visibility IN $layer OR w.owner IN $own
RETURN x.uid AS uid, x.kind AS kind, x.status AS status, x.owner IN $own AS own,
  CASE WHEN x.owner IN $own THEN x.addressee ELSE x.owner END AS counterpart, asker.name AS asker,
  asked.name AS asked, asker.mailbox AS mailbox, c.uid AS company, c.siren AS siren,
  CASE WHEN coalesce(c.statut_diffusion, '') = 'P'
      OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1')
    THEN $masked_name ELSE c.name END AS name,
  CASE WHEN v.owner IN $own THEN coalesce(v.on, v.earliest) ELSE v.earliest END AS earliest,
  CASE WHEN v.owner IN $own THEN coalesce(v.on, v.latest) ELSE v.latest END AS latest,
  v.visibility = 'signalled' AND NOT v.owner IN $own AS signalled,
  CASE WHEN w.owner IN $own THEN coalesce(w.on, w.earliest) ELSE w.earliest END AS asker_earliest,
  CASE WHEN w.owner IN $own THEN coalesce(w.on, w.latest) ELSE w.latest END AS asker_latest,
  w.visibility = 'signalled' AND NOT w.owner IN $own AS asker_signalled,
  v.visibility = 'signalled' AND v.owner IN $own AS by_month,
  CASE WHEN x.owner IN $own THEN x.mine ELSE x.theirs END AS visit,
  x.reason AS reason, x.answer AS answer, x.asked_at AS asked_at, x.answered_at AS answered_at
ORDER BY asked_at DESC, uid
LIMIT $many

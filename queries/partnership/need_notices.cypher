// need_notices(reader, unread, many): what the caller's institution is told of needs and of requests from outside, latest first
MATCH (x:Notice)
WHERE x.owner IN $own AND x.kind IN ['need', 'territorial', 'demand'] AND NOT ($unread AND $reader IN x.read_by)
CALL (x) {
  MATCH (a:NeedAct {uid: x.about}) WHERE x.kind = 'need' AND (a.visibility IN $layer OR a.owner IN $own)
  MATCH (n:Need {uid: a.about})
  WHERE n.visibility IN $layer AND (n.visibility IN $detail OR n.owner IN $own) OR n.owner IN $own
  RETURN a.kind AS act, n.uid AS target, n.title AS title, CASE WHEN a.visibility IN $detail OR n.owner IN $own THEN a.text END AS text
  UNION
  MATCH (a:NeedAct {uid: x.about}) WHERE x.kind = 'territorial' AND (a.visibility IN $layer OR a.owner IN $own)
  MATCH (t:TerritorialNeed {uid: a.about}) WHERE t.visibility IN $layer OR t.owner IN $own
  RETURN a.kind AS act, t.uid AS target, t.title AS title, a.text AS text
  UNION
  MATCH (d:Demand {uid: x.about}) WHERE x.kind = 'demand' AND d.owner IN $own
  RETURN d.status AS act, d.uid AS target, d.title AS title, null AS text
}
OPTIONAL MATCH (who:Operator {uid: x.other})
RETURN x.uid AS uid, x.kind AS kind, x.at AS at, coalesce($reader IN x.read_by, false) AS read, who.name AS who,
  who.mailbox AS mailbox, act, target, title, text
ORDER BY at DESC, uid
LIMIT $many

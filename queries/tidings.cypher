// tidings(reader, unread, many): what the caller's institution is told beside visits, latest first, as far as levels now permit
MATCH (x:Notice)
WHERE x.owner IN $own AND x.kind IN $kinds AND NOT ($unread AND coalesce($reader IN x.read_by, false))
CALL (x) {
  MATCH (:Operator {uid: x.owner})-[k:PARTY_TO]->(a:Agreement {uid: x.about})
  WHERE x.kind = 'agreement' AND k.visibility IN $layer AND a.visibility IN $layer AND a.visibility IN $detail
  RETURN DISTINCT null AS act, a.uid AS target, a.title AS title, null AS text
  UNION
  MATCH (:Operator {uid: x.owner})-[i:INVITED_TO]->(k:Consultation {uid: x.about})
  WHERE x.kind = 'consultation' AND i.visibility IN $layer AND k.visibility IN $layer AND k.visibility IN $detail
  RETURN DISTINCT null AS act, k.uid AS target, k.title AS title, null AS text
  UNION
  MATCH (k:Consultation {uid: x.about})
  WHERE x.kind = 'consultation_reply' AND k.owner IN $own AND (k.visibility IN $layer OR k.owner IN $own)
  RETURN null AS act, k.uid AS target, k.title AS title, null AS text
  UNION
  MATCH (:Operator {uid: x.owner})-[i:INVITED_TO]->(k:Consultation {uid: x.about})
  WHERE x.kind = 'consultation_outcome' AND i.visibility IN $layer AND k.visibility IN $layer AND k.visibility IN $detail
  MATCH (r:ConsultationReply {uid: k.uid + '|' + x.mark}) WHERE r.outcome IS NOT NULL AND r.visibility IN $layer
  RETURN DISTINCT r.outcome AS act, k.uid AS target, k.title AS title, r.reason AS text
  UNION
  MATCH (a:NeedAct {uid: x.about}) WHERE x.kind = 'need' AND (a.visibility IN $layer OR a.owner IN $own)
  MATCH (n:Need {uid: a.about})
  WHERE n.owner IN $own OR (n.visibility IN $layer AND n.visibility IN $detail)
  RETURN a.kind AS act, n.uid AS target, n.title AS title,
    CASE WHEN a.visibility IN $detail OR n.owner IN $own THEN a.text END AS text
  UNION
  MATCH (a:NeedAct {uid: x.about}) WHERE x.kind = 'territorial' AND (a.visibility IN $layer OR a.owner IN $own)
  MATCH (t:TerritorialNeed {uid: a.about}) WHERE t.visibility IN $layer OR t.owner IN $own
  RETURN a.kind AS act, t.uid AS target, t.title AS title, a.text AS text
  UNION
  MATCH (d:Demand {uid: x.about}) WHERE x.kind = 'demand' AND d.owner IN $own
  RETURN d.status AS act, d.uid AS target, d.title AS title, null AS text
  UNION
  MATCH (q:Referral {uid: x.about})
  WHERE x.kind = 'referral' AND q.addressee IN $own AND q.visibility IN $layer AND q.visibility IN $detail
  RETURN null AS act, q.uid AS target, q.title AS title, null AS text
  UNION
  MATCH (q:Referral {uid: x.about}) WHERE x.kind = 'referral_answer' AND q.owner IN $own
  MATCH (r:Ruling {uid: q.uid}) WHERE r.visibility IN $layer OR q.owner IN $own
  RETURN null AS act, q.uid AS target, q.title AS title, r.reason AS text
  UNION
  MATCH (i:AgendaItem {uid: x.about})
  WHERE x.kind = 'ruling' AND (i.owner IN $own OR (i.visibility IN $layer AND i.visibility IN $detail))
  MATCH (r:Ruling {uid: i.uid}) WHERE r.visibility IN $layer OR i.owner IN $own
  RETURN r.verdict AS act, i.uid AS target, i.title AS title, r.reason AS text
  UNION
  MATCH (e:Envelope {uid: x.about})
  WHERE x.kind = 'envelope' AND e.manager IN $own AND e.visibility IN $layer AND e.visibility IN $detail
  RETURN null AS act, e.uid AS target, e.title AS title, null AS text
  UNION
  MATCH (t:Transfer {uid: x.about}) WHERE x.kind = 'transfer' AND t.visibility IN $layer AND t.visibility IN $detail
  MATCH (e:Envelope)
  WHERE e.uid IN [t.out_of, t.into] AND e.manager IN $own AND e.visibility IN $layer AND e.visibility IN $detail
  WITH t, e ORDER BY e.uid LIMIT 1
  RETURN CASE e.uid WHEN t.into THEN 'received' ELSE 'given' END AS act, e.uid AS target, e.title AS title, t.reason AS text
}
OPTIONAL MATCH (who:Operator {uid: x.other})
RETURN x.uid AS uid, x.kind AS kind, x.at AS at, coalesce($reader IN x.read_by, false) AS read, who.name AS who,
  who.mailbox AS mailbox, act, target, title, text
ORDER BY at DESC, uid
LIMIT $many

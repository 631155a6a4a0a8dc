// named_notices(reader, unread, many): agreements and consultations in which the caller's institution is named, latest first
MATCH (n:Notice)
WHERE n.owner IN $own AND n.kind IN ['agreement', 'consultation', 'consultation_reply']
  AND NOT ($unread AND $reader IN n.read_by)
MATCH (who:Operator {uid: n.other})
CALL (n) {
  MATCH (p:Operator {uid: n.owner})-[k:PARTY_TO]->(a:Agreement {uid: n.about})
  WHERE n.kind = 'agreement' AND k.visibility IN $layer AND a.visibility IN $layer AND a.visibility IN $detail
  RETURN DISTINCT a.title AS title
  UNION
  MATCH (p:Operator {uid: n.owner})-[i:INVITED_TO]->(k:Consultation {uid: n.about})
  WHERE n.kind = 'consultation' AND i.visibility IN $layer AND k.visibility IN $layer AND k.visibility IN $detail
  RETURN DISTINCT k.title AS title
  UNION
  MATCH (k:Consultation {uid: n.about})
  WHERE n.kind = 'consultation_reply' AND k.owner IN $own AND (k.visibility IN $layer OR k.owner IN $own)
  RETURN k.title AS title
}
RETURN n.uid AS uid, n.kind AS kind, n.at AS at, $reader IN n.read_by AS read, who.name AS who,
  who.mailbox AS mailbox, n.about AS about, title
ORDER BY at DESC, uid
LIMIT $many

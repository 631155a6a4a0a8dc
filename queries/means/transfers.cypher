// transfers(envelope): amounts moved out of an envelope or into it, latest first
MATCH (t:Transfer) WHERE (t.out_of = $envelope OR t.into = $envelope)
  AND (t.visibility IN $layer OR t.owner IN $own) AND (t.visibility IN $detail OR t.owner IN $own)
MATCH (o:Operator {uid: t.owner})
MATCH (a:Envelope {uid: t.out_of}) WHERE a.visibility IN $layer OR a.owner IN $own
MATCH (b:Envelope {uid: t.into}) WHERE b.visibility IN $layer OR b.owner IN $own
RETURN t.uid AS uid, o.name AS institution, t.out_of = $envelope AS gone,
  CASE WHEN t.out_of = $envelope THEN b.uid ELSE a.uid END AS other,
  CASE WHEN t.out_of = $envelope AND (b.visibility IN $detail OR b.owner IN $own) THEN b.title
    WHEN t.into = $envelope AND (a.visibility IN $detail OR a.owner IN $own) THEN a.title END AS other_title,
  t.amount_cents AS amount_cents, toString(t.on) AS on, t.reason AS reason
ORDER BY t.at DESC, uid
LIMIT $many

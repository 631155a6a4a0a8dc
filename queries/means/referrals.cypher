// referrals(uid, committee, territory, as_of): questions that went up to headquarters, those that wait first
MATCH (q:Referral)
WHERE (q.visibility IN $layer OR q.owner IN $own) AND (q.visibility IN $detail OR q.owner IN $own)
  AND ($uid IS NULL OR q.uid = $uid) AND ($committee IS NULL OR q.committee = $committee)
  AND coalesce(q.earliest, '') <= $as_of AND ($territory IS NULL OR $territory STARTS WITH 'region:'
    OR q.territory = $territory OR EXISTS {
      (:Territory {uid: q.territory})<-[:PART_OF]-(:Territory {level: 'commune'})-[:PART_OF]->(:Territory {uid: $territory})
    })
MATCH (o:Operator {uid: q.owner})
OPTIONAL MATCH (a:Operator {uid: q.addressee})
OPTIONAL MATCH (place:Territory {uid: q.territory})
OPTIONAL MATCH (r:Ruling {uid: q.uid}) WHERE (r.visibility IN $layer OR r.owner IN $own) AND r.on <= $as_of
OPTIONAL MATCH (k:Committee {uid: q.committee})
WHERE (k.visibility IN $layer OR k.owner IN $own) AND (k.visibility IN $detail OR k.owner IN $own)
WITH *, CASE WHEN r IS NOT NULL THEN toString(r.on) WHEN q.answered_on <= $as_of THEN toString(q.answered_on) END AS back
RETURN q.uid AS uid, q.title AS title, o.name AS institution, q.owner IN $own AS own, q.visibility AS visibility,
  a.name AS addressee, a.mailbox AS mailbox, coalesce(q.addressee IN $own, false) AS to_us, q.theme AS theme,
  q.territory AS territory, place.name AS territory_name, k.uid AS committee, k.title AS committee_title,
  coalesce(toString(q.on), q.earliest) AS on, toString(q.due_on) AS due_on, back AS answered_on,
  CASE WHEN back IS NOT NULL THEN coalesce(r.reason, q.answer) END AS answer, q.summary AS summary,
  left(q.recorded_at, 10) AS fresh_on
ORDER BY back IS NOT NULL, coalesce(due_on, '9'), on, uid
LIMIT $many

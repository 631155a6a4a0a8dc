// envelopes(uid, year, territory, manager, as_of): the envelopes that the caller may know, with what became of them
MATCH (e:Envelope)
WHERE (e.visibility IN $layer OR e.owner IN $own) AND ($uid IS NULL OR e.uid = $uid)
  AND ($year IS NULL OR e.year = $year)
  AND coalesce(e.earliest, '') <= $as_of
WITH e, e.visibility IN $detail OR e.owner IN $own AS told
WHERE ($manager IS NULL OR (told AND e.manager = $manager))
  AND ($territory IS NULL OR $territory STARTS WITH 'region:' OR told AND (e.territory = $territory OR EXISTS {
  (:Territory {uid: e.territory})<-[:PART_OF]-(:Territory {level: 'commune'})-[:PART_OF]->(:Territory {uid: $territory})
}))
MATCH (o:Operator {uid: e.owner})
OPTIONAL MATCH (m:Operator {uid: e.manager})
OPTIONAL MATCH (place:Territory {uid: e.territory})
OPTIONAL MATCH (p:Envelope {uid: e.parent}) WHERE p.visibility IN $layer OR p.owner IN $own
CALL (e) {
  OPTIONAL MATCH (c:Commitment {envelope: e.uid})
  WHERE (c.visibility IN $layer OR c.owner IN $own) AND (c.visibility IN $detail OR c.owner IN $own)
    AND coalesce(c.earliest, '') <= $as_of
  RETURN sum(CASE WHEN c.status = 'planned' THEN c.amount_cents ELSE 0 END) AS planned,
    sum(CASE WHEN c.status = 'committed' THEN c.amount_cents ELSE 0 END) AS committed,
    sum(CASE WHEN c.status = 'committed' AND coalesce(c.paid_on, '') <= $as_of THEN coalesce(c.paid_cents, 0) ELSE 0 END)
      AS paid,
    sum(CASE WHEN c.status = 'committed' AND coalesce(c.returned_on, '') <= $as_of THEN coalesce(c.returned_cents, 0)
      ELSE 0 END) AS returned,
    count(c) AS many, max(c.recorded_at) AS recorded_at
}
CALL (e) {
  OPTIONAL MATCH (k:Envelope {parent: e.uid})
  WHERE (k.visibility IN $layer OR k.owner IN $own) AND (k.visibility IN $detail OR k.owner IN $own)
  RETURN sum(coalesce(k.amount_cents, 0)) AS delegated, count(k) AS parts
}
CALL (e) {
  OPTIONAL MATCH (t:Transfer) WHERE (t.into = e.uid OR t.out_of = e.uid)
    AND (t.visibility IN $layer OR t.owner IN $own) AND (t.visibility IN $detail OR t.owner IN $own)
    AND coalesce(t.on, '') <= $as_of
  RETURN sum(CASE WHEN t.into = e.uid THEN t.amount_cents WHEN t.out_of = e.uid THEN -t.amount_cents ELSE 0 END) AS moved
}
RETURN e.uid AS uid, e.year AS year, o.name AS owner, e.owner IN $own AS own, e.visibility AS visibility,
  CASE WHEN told THEN e.title END AS title, CASE WHEN told THEN e.reference END AS reference,
  CASE WHEN told THEN e.territory END AS territory, CASE WHEN told THEN place.name END AS territory_name,
  CASE WHEN told THEN e.scheme END AS scheme, CASE WHEN told THEN m.name END AS manager,
  told AND coalesce(e.manager IN $own, false) AS managed, CASE WHEN told THEN p.uid END AS parent,
  CASE WHEN told AND (p.visibility IN $detail OR p.owner IN $own) THEN p.title END AS parent_title,
  CASE WHEN told THEN e.summary END AS summary,
  CASE WHEN told THEN e.amount_cents + moved END AS amount_cents, CASE WHEN told THEN moved END AS moved_cents,
  CASE WHEN told THEN delegated END AS delegated_cents, CASE WHEN told THEN parts ELSE 0 END AS parts,
  CASE WHEN told THEN planned END AS planned_cents, CASE WHEN told THEN committed END AS committed_cents,
  CASE WHEN told THEN paid END AS paid_cents, CASE WHEN told THEN returned END AS returned_cents,
  CASE WHEN told THEN many ELSE 0 END AS commitments,
  left(coalesce(recorded_at, e.recorded_at), 10) AS fresh_on, CASE WHEN told THEN left(e.earliest, 10) END AS since
ORDER BY year DESC, coalesce(territory_name, '~'), coalesce(title, '~'), uid
LIMIT $many

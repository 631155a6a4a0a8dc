// agreements(uid, territory, sector, party, ess, many): the agreements that the caller may know, with their parties
CALL () {
  OPTIONAL MATCH (t:Territory)-[:PART_OF*0..4]->(:Territory {uid: $territory})
  RETURN collect(t.uid) AS within
}
MATCH (a:Agreement) WHERE (a.visibility IN $layer OR a.owner IN $own) AND ($uid IS NULL OR a.uid = $uid)
WITH a, within, (a.visibility IN $detail OR a.owner IN $own) AS told
// Of what an agreement that is only signalled is about, nothing is told: no filter may tell it either.
WHERE ($territory IS NULL OR (told AND any(one IN a.territories WHERE one IN within)))
  AND ($sector IS NULL OR (told AND $sector IN a.sectors))
  AND ($ess IS NULL OR (told AND coalesce(a.est_ess, false) = $ess))
MATCH (o:Operator {uid: a.owner})
CALL (a, told) {
  OPTIONAL MATCH (party)-[p:PARTY_TO]->(a)
  WHERE told AND p.role IS NULL AND (p.visibility IN $layer OR p.owner IN $own)
    AND (NOT party:Company OR party.visibility IN $layer OR party.owner IN $own)
  WITH party, p ORDER BY p.uid
  RETURN collect(CASE WHEN party IS NOT NULL THEN {
    uid: party.uid, kind: toLower(labels(party)[0]), mailbox: party.mailbox, siren: party.siren,
    name: CASE WHEN party:Company AND (coalesce(party.statut_diffusion, '') = 'P'
        OR (party.statut_diffusion IS NULL AND coalesce(party.nature_juridique, '') STARTS WITH '1'))
      THEN $masked_name ELSE party.name END,
    responsibility: coalesce(p.responsibilities, [])[0], amount_eur: p.amount_eur,
    engineering_fte: p.engineering_fte
  } END) AS parties
}
WITH a, o, told, parties
WHERE $party IS NULL OR any(one IN parties WHERE one.uid = $party)
CALL (a, told) {
  OPTIONAL MATCH (x:AgreementAction)-[f:ACTION_OF]->(a)
  WHERE told AND (x.visibility IN $layer OR x.owner IN $own) AND (x.visibility IN $detail OR x.owner IN $own)
    AND (f.visibility IN $layer OR f.owner IN $own)
  RETURN count(x) AS actions, count(CASE WHEN x.status IN ['planned', 'running'] THEN 1 END) AS open_actions,
    sum(x.jobs_expected) AS expected, sum(x.jobs_created) AS created
}
CALL (a, told) {
  UNWIND CASE WHEN told THEN coalesce(a.territories, []) ELSE [] END AS place
  MATCH (t:Territory {uid: place})
  WITH t ORDER BY t.name
  RETURN collect({uid: t.uid, name: t.name}) AS territories
}
CALL (a, told) {
  UNWIND CASE WHEN told THEN coalesce(a.sectors, []) ELSE [] END AS position
  MATCH (s:Sector {uid: position})
  WITH s ORDER BY s.label
  RETURN collect({uid: s.uid, name: s.label}) AS sectors
}
RETURN a.uid AS uid, o.name AS institution, o.mailbox AS mailbox, a.owner IN $own AS own, a.visibility AS visibility,
  toString(a.earliest) AS earliest, toString(a.latest) AS latest, NOT told AS signalled,
  CASE WHEN told THEN a {.title, .kind, .amount_eur, .engineering_fte, .est_ess, .summary,
    starts_on: toString(a.starts_on), ends_on: toString(a.ends_on),
    jobs_expected: coalesce(a.jobs_expected, CASE WHEN actions > 0 THEN expected END),
    jobs_created: coalesce(a.jobs_created, CASE WHEN actions > 0 THEN created END)} END AS said,
  CASE WHEN a.owner IN $own THEN a.reference END AS reference, parties, territories, sectors, actions, open_actions
ORDER BY coalesce(latest, '') DESC, uid
LIMIT $many

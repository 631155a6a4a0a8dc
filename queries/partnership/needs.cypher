// needs(uid, statuses, theme, raiser, mine, since, until, …scope, at, after, many, masked_name): needs that the caller may know, latest first
MATCH (n:Need)
WHERE (n.visibility IN $layer OR n.owner IN $own) AND ($uid IS NULL OR n.uid = $uid)
WITH n, n.visibility IN $detail OR n.owner IN $own AS detailed, coalesce(n.earliest, '') AS at
WHERE ($at IS NULL OR at < $at OR (at = $at AND n.uid > $after))
  AND ($since IS NULL OR n.latest >= $since) AND ($until IS NULL OR n.earliest <= $until)
  AND (size($statuses) = 0 OR (detailed AND n.status IN $statuses)) AND ($theme IS NULL OR (detailed AND n.theme = $theme))
CALL (n) {
  OPTIONAL MATCH (c:Company)-[r:RAISED]->(n)
  WHERE (c.visibility IN $layer OR c.owner IN $own) AND (r.visibility IN $layer OR r.owner IN $own)
  WITH c ORDER BY c.uid LIMIT 1
  RETURN c
}
CALL (n) {
  OPTIONAL MATCH (t:Territory)-[r:RAISED]->(n)
  WHERE r.visibility IN $layer OR r.owner IN $own
  WITH t ORDER BY t.uid LIMIT 1
  RETURN t
}
CALL (n) {
  OPTIONAL MATCH (o:Operator)-[k:TAKES_CARE_OF]->(n)
  WHERE k.visibility IN $layer OR k.owner IN $own
  WITH DISTINCT o WHERE o IS NOT NULL ORDER BY o.name, o.uid
  RETURN collect(o {.uid, .name, .mailbox}) AS takers
}
WITH n, detailed, at, c, t, takers,
  CASE WHEN c IS NOT NULL THEN 'company' WHEN t IS NOT NULL THEN 'territory' ELSE 'holder' END AS raiser
OPTIONAL MATCH (t)-[:PART_OF]->(around:Territory {level: 'epci'}) WHERE t.level = 'commune'
WITH n, detailed, at, c, t, takers, raiser, CASE raiser
    WHEN 'company' THEN {commune: c.code_commune, epci: c.epci, departement: c.departement}
    WHEN 'territory' THEN {commune: CASE t.level WHEN 'commune' THEN t.code END,
      epci: CASE t.level WHEN 'epci' THEN t.code ELSE around.code END,
      departement: CASE t.level WHEN 'departement' THEN t.code END}
    ELSE CASE WHEN detailed THEN {commune: n.code_commune, epci: n.epci} ELSE {} END END AS place
OPTIONAL MATCH (epci:Territory {uid: 'epci:' + place.epci})
CALL (raiser, place, epci) {
  // An EPCI may lie in several départements: it is counted in that of most of its communes.
  OPTIONAL MATCH (epci)<-[:PART_OF]-(:Territory {level: 'commune'})-[:PART_OF]->(d:Territory {level: 'departement'})
  WHERE raiser <> 'company' AND place.departement IS NULL
  WITH d, count(*) AS many ORDER BY many DESC, d.code LIMIT 1
  RETURN d AS wide
}
WITH n, detailed, at, c, t, takers, raiser, place, epci, coalesce(place.departement, wide.code) AS departement
WHERE ($raiser IS NULL OR raiser = $raiser)
  AND ($everywhere OR place.commune IN $communes OR place.epci IN $epcis OR departement IN $departements)
  AND (NOT $mine OR n.owner IN $own OR any(one IN takers WHERE one.uid IN $own) OR n.handed_to IN $own)
MATCH (owner:Operator {uid: n.owner})
OPTIONAL MATCH (theme:Theme {uid: n.theme})
OPTIONAL MATCH (handed:Operator {uid: n.handed_to})
RETURN n.uid AS uid, n.owner IN $own AS own, n.visibility AS visibility, NOT detailed AS signalled, at,
  n.earliest AS earliest, n.latest AS latest, owner.uid AS institution_uid, owner.name AS institution,
  owner.mailbox AS mailbox, raiser,
  CASE WHEN detailed THEN n.title END AS title, CASE WHEN detailed THEN n.status END AS status,
  CASE WHEN detailed THEN n.theme END AS theme, CASE WHEN detailed THEN coalesce(theme.name, n.theme) END AS theme_label,
  CASE WHEN detailed THEN n.summary END AS summary, CASE WHEN detailed THEN toString(n.answered_on) END AS answered_on,
  CASE WHEN n.owner IN $own THEN n.holder_name END AS holder, CASE WHEN n.owner IN $own THEN n.holder_place END AS place,
  CASE WHEN n.owner IN $own THEN n.reference END AS reference, CASE WHEN n.owner IN $own THEN toString(n.on) END AS day, c.uid AS company, c.siren AS siren,
  CASE WHEN c IS NULL THEN null WHEN coalesce(c.statut_diffusion, '') = 'P'
      OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1')
    THEN $masked_name ELSE c.name END AS company_name,
  t.uid AS territory, t.name AS territory_name, epci.code AS epci, epci.name AS epci_name,
  CASE WHEN detailed THEN handed.uid END AS handed_to, CASE WHEN detailed THEN handed.name END AS handed_name,
  CASE WHEN detailed THEN takers ELSE [] END AS takers
ORDER BY at DESC, uid
LIMIT $many

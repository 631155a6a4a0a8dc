// own_visits(uids, windows, statuses, all, soonest, since, before, after, masked_name, many): the caller's own visits
// Three ways to them, each given a list that is empty when another is taken: by uid, by status and day, all of them.
CALL () {
  UNWIND $uids AS wanted
  MATCH (o:Operator)-[v:VISITED]->(c:Company)
  WHERE v.uid = wanted AND v.owner IN $own AND o.uid IN $own
  RETURN v, c
  UNION ALL
  UNWIND $windows AS wanted
  MATCH (o:Operator)-[v:VISITED]->(c:Company) USING INDEX v:VISITED(owner, status, earliest)
  WHERE v.owner IN $own AND v.status IN $statuses AND v.earliest >= wanted[0] AND v.earliest <= wanted[1]
    AND o.uid IN $own
  RETURN v, c
  UNION ALL
  UNWIND $all AS wanted
  MATCH (o:Operator) WHERE o.uid IN $own
  MATCH (o)-[v:VISITED]->(c:Company) WHERE v.owner IN $own AND v.status IN $statuses
  RETURN v, c
}
// The condition is asked of what was read in one pass: beside the owner it would be looked up in an index of its own.
WITH v AS edge, c AS company, v {.visibility, .owner, .on, .earliest, .uid} AS v, c {.visibility, .owner} AS c
WHERE (v.visibility IN $layer OR v.owner IN $own) AND (c.visibility IN $layer OR c.owner IN $own)
// Sorted before anything else is read: an institution has thousands of visits, a page shows a few.
WITH edge AS v, company AS c, toString(coalesce(v.on, v.earliest, '')) AS on, v.uid AS uid
WHERE on >= $since AND (on < $before OR (on = $before AND uid > $after))
WITH v, c, on ORDER BY CASE WHEN $soonest THEN on END, CASE WHEN NOT $soonest THEN on END DESC, uid LIMIT $many
RETURN v.uid AS uid, v.visit AS visit, c.uid AS company, c.siren AS siren, c.commune AS commune,
  CASE WHEN coalesce(c.statut_diffusion, '') = 'P'
      OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1')
    THEN $masked_name ELSE c.name END AS name,
  CASE WHEN on <> '' THEN on END AS on, v.status AS status, v.theme AS theme, v.purpose AS purpose,
  v.note AS note, v.agent AS agent, v.visibility AS visibility, v.reference AS reference,
  v.overlap_reason AS reason, v.siret AS siret, v.role AS role, v.joint_reference AS joint_reference,
  v.duration_minutes AS duration_minutes

// consultation_guests(uid, masked_name): who is invited to one consultation, what each answered and what was kept of it
MATCH (k:Consultation {uid: $uid})
WHERE (k.visibility IN $layer OR k.owner IN $own) AND (k.visibility IN $detail OR k.owner IN $own)
CALL (k) {
  MATCH (g)-[i:INVITED_TO]->(k)
  WHERE (i.visibility IN $layer OR i.owner IN $own)
    AND (NOT g:Company OR g.visibility IN $layer OR g.owner IN $own)
  RETURN i.uid AS guest, g.uid AS uid, toLower(labels(g)[0]) AS kind, g.siren AS siren,
    g:Operator AND g.admitted_at IS NOT NULL AS member, g.uid IN $own AS here,
    CASE WHEN g:Company AND (coalesce(g.statut_diffusion, '') = 'P'
        OR (g.statut_diffusion IS NULL AND coalesce(g.nature_juridique, '') STARTS WITH '1'))
      THEN $masked_name ELSE g.name END AS name
  UNION
  MATCH (r:ConsultationReply {consultation: k.uid})
  WHERE (r.visibility IN $layer OR r.owner IN $own)
    AND NOT EXISTS { (one)-[i:INVITED_TO {uid: r.guest}]->(k) WHERE i.visibility IN $layer OR i.owner IN $own }
  RETURN r.guest AS guest, r.guest AS uid, 'gone' AS kind, null AS siren, false AS member, r.owner IN $own AS here,
    r.guest_name AS name
}
OPTIONAL MATCH (r:ConsultationReply {uid: k.uid + '|' + guest}) WHERE r.visibility IN $layer OR r.owner IN $own
RETURN guest, uid, kind, siren, member, here, name,
  CASE WHEN r IS NOT NULL THEN {on: toString(r.on), text: r.summary, said_at: r.said_at, outcome: r.outcome,
    reason: r.reason, outcome_on: toString(r.outcome_on)} END AS reply
ORDER BY name, guest

// search(uids, everywhere, communes, …): who these companies are and when they were last met, within a scope
MATCH (c:Company)
WHERE c.uid IN $uids AND (c.visibility IN $layer OR c.owner IN $own)
  AND ($everywhere OR c.code_commune IN $communes OR c.epci IN $epcis OR c.departement IN $departements)
  AND ($any_sector OR c.naf IN $nafs) AND ($any_size OR coalesce(c.tranche_effectif, '') IN $sizes)
  AND ($any_ess OR coalesce(c.est_ess, false) = $ess)
WITH c, size($detail) = 0 AS public,
  coalesce(c.statut_diffusion, '') = 'P'
    OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1') AS masked
CALL (c, public) {
  MATCH (o:Operator)-[v:VISITED]->(c)
  WHERE (v.visibility IN $layer OR v.owner IN $own) AND v.status <> 'cancelled'
  RETURN collect({
    visit: v.visit, operator: o.uid, name: o.name, mailbox: CASE WHEN NOT public THEN o.mailbox END,
    status: v.status, signalled: v.visibility = 'signalled' AND NOT v.owner IN $own, mine: v.owner IN $own,
    earliest: CASE WHEN v.owner IN $own THEN coalesce(v.on, v.earliest)
      WHEN public THEN left(v.earliest, 4) + '-01-01' ELSE v.earliest END,
    latest: CASE WHEN v.owner IN $own THEN coalesce(v.on, v.latest)
      WHEN public THEN left(v.latest, 4) + '-12-31' ELSE v.latest END,
    role: null, theme: null, purpose: null, siret: null, minutes: null, note: null, agent: null
  }) AS visits
}
RETURN {
    uid: c.uid, siren: c.siren, masked: masked, name: CASE WHEN masked THEN $masked_name ELSE c.name END,
    names: CASE WHEN NOT masked THEN c.names END, naf: c.naf, tranche_effectif: c.tranche_effectif,
    code_postal: c.code_postal, commune: c.commune, code_commune: c.code_commune, epci: c.epci,
    departement: c.departement, state: coalesce(c.state, 'unknown'), verified: c.verified, fictional: c.fictional
  } AS company, visits

// unsupported(since, as_of, month, size_rank, after, many, …scope): companies by what is known, ranked if nobody is
CALL () {
  UNWIND CASE WHEN $everywhere THEN [1] ELSE [] END AS always
  MATCH (c:Company) WHERE c.uid > $after AND c.visibility IN $layer
  WITH c ORDER BY c.uid LIMIT $many
  RETURN max(c.uid) AS next
}
CALL (next) {
  CALL (next) {
    MATCH (c:Company) WHERE c.uid > $after AND c.uid <= next AND c.visibility IN $layer RETURN c
    UNION MATCH (c:Company) WHERE c.code_commune IN $communes AND c.visibility IN $layer RETURN c
    UNION MATCH (c:Company) WHERE c.epci IN $epcis AND c.visibility IN $layer RETURN c
    UNION MATCH (c:Company) WHERE c.departement IN $departements AND c.visibility IN $layer RETURN c
  }
  WITH c
  WHERE ($any_sector OR c.naf IN $nafs) AND ($any_size OR coalesce(c.tranche_effectif, '') IN $sizes)
    AND ($any_ess OR coalesce(c.est_ess, false) = $ess)
  WITH c, CASE
    WHEN c.state = 'closed' THEN 'closed'
    WHEN coalesce(c.statut_diffusion, '') = 'P'
      OR (c.statut_diffusion IS NULL AND coalesce(c.nature_juridique, '') STARTS WITH '1') THEN 'masked'
    WHEN EXISTS {
      MATCH (:Operator)-[v:VISITED]->(c)
      WHERE v.visibility IN $layer AND v.status = 'done' AND v.latest >= $since AND v.earliest <= $as_of
    } THEN 'supported'
    WHEN EXISTS {
      MATCH (:Operator)-[s:SUPPORTED]->(c)
      WHERE s.visibility IN $layer AND s.earliest <= $as_of
        AND (s.latest >= $since OR (s.visibility IN $detail AND s.until >= $since))
    } THEN 'supported'
    WHEN EXISTS {
      MATCH (c)-[r:RAISED]->(n:Need)
      WHERE r.visibility IN $layer AND n.visibility IN $detail AND n.visibility IN $layer
        AND n.status IN ['taking_care', 'done'] AND coalesce(n.earliest, '') <= $as_of
        AND (n.status = 'taking_care' OR coalesce(n.answered_on, n.latest) >= $since)
    } THEN 'supported'
    WHEN EXISTS {
      MATCH (c)-[r:RAISED]->(n:Need)<-[k:TAKES_CARE_OF]-(:Operator)
      WHERE r.visibility IN $layer AND n.visibility IN $layer AND k.visibility IN $layer
        AND k.latest >= $since AND k.earliest <= $as_of
    } THEN 'supported'
    WHEN EXISTS {
      MATCH (c)-[r:CARRIES]->(p:Project)<-[f:FOLLOWS]-(:Operator)
      WHERE r.visibility IN $layer AND p.visibility IN $layer AND f.visibility IN $layer
        AND coalesce(f.earliest, '') <= $as_of
        AND (f.latest >= $since OR (p.visibility IN $detail AND (p.stage = 'running' OR p.ends_on >= $since)))
    } THEN 'supported'
    ELSE 'unsupported' END AS found
  OPTIONAL CALL (c, found) {
    WITH c, found WHERE found = 'unsupported'
    OPTIONAL MATCH (c)-[r:RAISED]->(n:Need)
    WHERE r.visibility IN $layer AND r.visibility IN $detail AND n.visibility IN $layer AND n.visibility IN $detail
      AND n.status IN ['quo', 'not_for_me'] AND coalesce(n.earliest, '') <= $as_of
    WITH c, count(n) AS waiting, min(n.earliest) AS asked
    RETURN waiting > 0 AS waits,
      CASE WHEN asked IS NULL THEN 0
        ELSE $month - toInteger(left(asked, 4)) * 12 - toInteger(substring(asked, 5, 2)) END AS months,
      EXISTS {
        MATCH (:Operator)-[v:VISITED]->(c)
        WHERE v.visibility IN $layer AND v.status IN ['done', 'planned'] AND v.latest >= $as_of
      } AS expected,
      waiting > 0
        OR EXISTS { MATCH (:Operator)-[v:VISITED]->(c) WHERE v.visibility IN $layer AND v.status = 'done'
          AND v.earliest <= $as_of }
        OR EXISTS { MATCH (:Operator)-[s:SUPPORTED]->(c) WHERE s.visibility IN $layer }
        OR EXISTS { MATCH (c)-[r:RAISED]->(n:Need) WHERE r.visibility IN $layer AND n.visibility IN $layer }
        OR EXISTS { MATCH (c)-[r:CARRIES]->(p:Project) WHERE r.visibility IN $layer AND p.visibility IN $layer }
        AS known
  }
  WITH c.uid AS uid, found, known,
    CASE WHEN waits THEN 65536 ELSE 0 END + 256 * CASE WHEN months < 0 THEN 0 WHEN months > 127 THEN 127 ELSE months END
      + CASE WHEN expected THEN 0 ELSE 128 END + 4 * coalesce($size_rank[coalesce(c.tranche_effectif, '')], 0)
      + CASE WHEN known THEN 1 ELSE 0 END AS rank
  WITH found, count(*) AS companies, collect(CASE WHEN found = 'unsupported' THEN rank END) AS ranks,
    collect(CASE WHEN found = 'unsupported' THEN uid END) AS uids
  RETURN collect({found: found, companies: companies, ranks: ranks, uids: uids}) AS groups
}
RETURN next, groups

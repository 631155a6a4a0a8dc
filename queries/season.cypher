// season(after, many, more, …scope): the parts in visits to the companies of a scope, in columns
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
  MATCH (o:Operator)-[v:VISITED]->(c)
  WHERE v.visibility IN $layer
  // One projection reads all properties of an edge in one pass: 2.5 times faster than one by one.
  WITH id(o) AS o, id(c) AS c,
    v {.visibility, .status, .visit, .earliest, .latest, .recorded_at, .theme, .siret} AS v
  WITH o, c, v, v.status IN ['done', 'planned'] AND v.earliest IS NOT NULL AND v.latest IS NOT NULL AS counts
  RETURN
    collect(CASE WHEN counts THEN c * 1073741824 + o * 4 + CASE v.status WHEN 'planned' THEN 2 ELSE 0 END
      + CASE v.visibility WHEN 'signalled' THEN 1 ELSE 0 END END) AS packed,
    collect(CASE WHEN counts THEN v.visit END) AS visits,
    collect(CASE WHEN counts THEN v.earliest END) AS first,
    collect(CASE WHEN counts THEN v.latest END) AS last,
    collect(CASE WHEN counts AND $more = 'recorded' THEN v.recorded_at
      WHEN counts AND $more = 'kinds' THEN CASE WHEN v.visibility IN $detail THEN coalesce(v.theme, '') ELSE '' END
      END) AS texts,
    collect(CASE WHEN counts AND $more = 'kinds' THEN
      CASE WHEN v.visibility IN $detail THEN coalesce(v.siret, '') ELSE '' END END) AS sites
}
RETURN next, packed, visits, first, last, texts, sites

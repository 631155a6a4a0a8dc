// successions(): sites that another company's site has taken over, and when
MATCH (a:Establishment)-[link:SUCCEEDED_BY]->(b:Establishment)
MATCH (a)-[:SITE_OF]->(c:Company) WHERE c.visibility IN $layer OR c.owner IN $own
MATCH (b)-[:SITE_OF]->(d:Company) WHERE d <> c AND (d.visibility IN $layer OR d.owner IN $own)
RETURN c.uid AS former, d.uid AS latter, a.siret AS before, b.siret AS after, toString(link.on) AS on
ORDER BY former, latter, before

// territorial_themes(since, until): needs told in full to members, by theme, EPCI and month: how many, and of whom
MATCH (n:Need)
WHERE n.visibility IN $layer AND n.visibility IN $detail AND n.theme IS NOT NULL
  AND n.earliest >= $since AND n.earliest <= $until
OPTIONAL MATCH (c:Company)-[r:RAISED]->(n) WHERE c.visibility IN $layer AND r.visibility IN $layer
OPTIONAL MATCH (t:Territory)-[s:RAISED]->(n) WHERE s.visibility IN $layer
OPTIONAL MATCH (t)-[:PART_OF]->(around:Territory {level: 'epci'}) WHERE t.level = 'commune'
WITH n, c, coalesce(c.epci, CASE t.level WHEN 'epci' THEN t.code END, around.code, n.epci) AS epci
OPTIONAL MATCH (theme:Theme {uid: n.theme})
OPTIONAL MATCH (place:Territory {uid: 'epci:' + epci})
RETURN n.theme AS theme, coalesce(theme.name, n.theme) AS label, n.uid AS need, c.uid AS company, epci,
  place.name AS epci_name, left(n.earliest, 7) AS month, n.owner AS owner
ORDER BY theme, month, need

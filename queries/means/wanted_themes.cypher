// wanted_themes(): the themes of the open needs of the companies of each EPCI
MATCH (c:Company)-[r:RAISED]->(n:Need)
WHERE c.visibility IN $layer AND r.visibility IN $layer AND r.visibility IN $detail AND n.visibility IN $layer
  AND n.visibility IN $detail AND n.status IN ['quo', 'taking_care'] AND n.theme IS NOT NULL AND c.epci IS NOT NULL
WITH c.epci AS code, n.theme AS theme, count(DISTINCT c) AS many WHERE many >= $least
RETURN code, collect(theme) AS themes

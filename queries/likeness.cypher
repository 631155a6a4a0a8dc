// likeness(level, codes, town): the inhabitants of territories, and how many live in a commune of `town` people or more
MATCH (t:Territory) WHERE t.level = $level AND t.code IN $codes
CALL (t) {
  MATCH (c:Territory)-[:PART_OF]->(t) WHERE c.level = 'commune'
  RETURN sum(c.population) AS known, sum(CASE WHEN c.population >= $town THEN c.population ELSE 0 END) AS in_towns
}
RETURN t.code AS code, t.name AS name, t.population AS population, known, in_towns

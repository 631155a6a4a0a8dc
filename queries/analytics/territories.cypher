// territories(asked, by_name): the territories meant by uids, codes or names, each with all that lies inside it
UNWIND $asked AS word
CALL (word) {
  MATCH (t:Territory {uid: word})
  RETURN t
  UNION
  MATCH (t:Territory {code: word})
  RETURN t
  UNION
  WITH word WHERE $by_name
  MATCH (t:Territory)
  WHERE toLower(t.name) = toLower(word)
  RETURN t
}
// a former commune stands for the one it became
MATCH (t)-[:BECAME*0..3]->(:Territory)<-[:PART_OF*0..5]-(inside:Territory)
RETURN word, t.uid AS uid, t.level AS level, t.name AS label, collect(DISTINCT inside.uid) AS inside
ORDER BY word, uid

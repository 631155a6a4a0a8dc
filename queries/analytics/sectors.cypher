// sectors(asked, filiere, by_name): the NAF positions or filières meant by uids, codes or labels, with all they contain
UNWIND $asked AS word
CALL (word) {
  MATCH (s:Sector {uid: word})
  RETURN s
  UNION
  MATCH (s:Sector {code: word})
  RETURN s
  UNION
  WITH word WHERE $by_name
  MATCH (s:Sector)
  WHERE toLower(s.label) = toLower(word) OR any(alias IN s.aliases WHERE toLower(alias) = toLower(word))
  RETURN s
}
WITH word, s WHERE (s.nomenclature = 'filière') = $filiere
MATCH (s)-[:INCLUDES*0..1]->(:Sector)<-[:PART_OF*0..5]-(inside:Sector)
RETURN word, s.uid AS uid, s.nomenclature AS level, s.label AS label, collect(DISTINCT inside.uid) AS inside
ORDER BY word, uid

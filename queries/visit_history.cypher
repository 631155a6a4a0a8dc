// visit_history(uid): the changes of one of the caller's own visits, latest first, and how it began
MATCH (:Operator)-[v:VISITED {uid: $uid}]->(c:Company)
WHERE v.owner IN $own AND (v.visibility IN $layer OR v.owner IN $own)
  AND (c.visibility IN $layer OR c.owner IN $own)
CALL () {
  MATCH (change:VisitChange {about: $uid}) WHERE change.owner IN $own
  WITH change ORDER BY change.at DESC, coalesce(change.rank, 0) DESC, change.uid DESC
  RETURN collect(change {.at, .by, .was_by, .was_at, .was_status, .changed, .before, .after}) AS changes
}
CALL (changes) {
  MATCH (o:Operator) WHERE o.uid IN [change IN changes WHERE 'joined' IN change.changed | change.after[0]]
    OR o.uid IN [change IN changes WHERE 'joined' IN change.changed | change.before[0]]
  RETURN collect([o.uid, o.name]) AS names
}
RETURN changes, names, v.status AS status, v.recorded_at AS at, v.recorded_by AS by

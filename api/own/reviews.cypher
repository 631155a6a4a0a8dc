// reviews(status, kind, after, many): a page of the caller's own review queue in the order of the files, and how many
CALL () {
  MATCH (r:Review)
  WHERE r.owner IN $own AND r.status = $status AND ($kind IS NULL OR r.kind = $kind)
  RETURN count(r) AS count
}
CALL () {
  MATCH (r:Review)
  WHERE r.owner IN $own AND r.status = $status AND ($kind IS NULL OR r.kind = $kind)
  WITH r, coalesce(r.file, '') AS file, coalesce(r.line, 0) AS line
  WHERE $after IS NULL OR file > $after[0]
    OR (file = $after[0] AND (line > $after[1] OR (line = $after[1] AND r.uid > $after[2])))
  WITH r, file, line ORDER BY file, line, r.uid LIMIT $many
  RETURN collect({
    uid: r.uid, kind: r.kind, status: r.status, source: r.source_uid, file: r.file, line: r.line, mention: r.mention,
    reasons: coalesce(r.reasons, []), candidates: coalesce(r.candidates, '[]'), row: coalesce(r.row, '{}'),
    decided_company: r.decided_company, decided_by: r.decided_by, decided_at: r.decided_at
  }) AS reviews
}
RETURN count, reviews

// own_imports(after_at, after_uid, many, but): the caller's own imports, latest first
MATCH (i:Import)
WHERE i.owner IN $own AND ($but IS NULL OR i.file <> $but)
  AND ($after_at IS NULL OR i.started_at < $after_at OR (i.started_at = $after_at AND i.uid > $after_uid))
RETURN i.uid AS uid, i.source_uid AS source, i.file AS file, i.status AS status, i.started_at AS started_at,
       i.finished_at AS finished_at, i.recorded_by AS recorded_by, i.seconds AS seconds, i.counts AS counts
ORDER BY started_at DESC, uid LIMIT $many

// one_import(uid): one of the caller's own imports
MATCH (i:Import {uid: $uid})
WHERE i.owner IN $own
RETURN i.uid AS uid, i.source_uid AS source, i.file AS file, i.status AS status, i.started_at AS started_at,
       i.finished_at AS finished_at, i.recorded_by AS recorded_by, i.seconds AS seconds, i.counts AS counts

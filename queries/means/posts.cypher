// posts(as_of): the posts in the territories that the caller may know, with the names of one's own people
MATCH (o:Operator)-[h:HOLDS]->(p:Post)
WHERE (h.visibility IN $layer OR h.owner IN $own) AND (p.visibility IN $layer OR p.owner IN $own)
  AND coalesce(p.earliest, '') <= $as_of AND coalesce(p.ends_on, '9') >= $as_of
WITH o, p, p.visibility IN $detail OR p.owner IN $own AS told
OPTIONAL MATCH (a:Agent {uid: p.uid}) WHERE a.owner IN $own
RETURN p.uid AS uid, o.uid AS institution, o.name AS institution_name,
  toLower(coalesce(o.kind, '')) IN ['région', 'region', 'conseil régional'] AS of_region, p.owner IN $own AS own,
  p.visibility AS visibility, CASE WHEN told THEN p.function END AS function, CASE WHEN told THEN p.fte END AS fte,
  CASE WHEN told THEN coalesce(p.territories, []) ELSE [] END AS territories,
  CASE WHEN told THEN coalesce(p.themes, []) ELSE [] END AS themes,
  CASE WHEN told THEN coalesce(p.mailbox, o.mailbox) ELSE o.mailbox END AS mailbox,
  CASE WHEN told THEN toString(p.starts_on) END AS starts_on, CASE WHEN told THEN toString(p.ends_on) END AS ends_on,
  CASE WHEN p.owner IN $own THEN a.name END AS agent, left(p.recorded_at, 10) AS fresh_on
ORDER BY institution_name, coalesce(function, '~'), uid
LIMIT $many

// actor_cards(ids): what a network says of each operator, territory, project and agreement, in packed columns;
// the title of a signalled project or agreement stays with its owner
UNWIND $ids AS actor
MATCH (n:Operator|Territory|Project|Agreement)
WHERE id(n) = actor AND (n.visibility IS NULL OR n.visibility IN $layer)
WITH n, n.visibility IS NULL OR n.visibility IN $detail OR n.visibility = 'open' AS told
RETURN collect(id(n)) AS ids,
  collect(n.uid) AS uids,
  collect(head(labels(n))) AS kinds,
  collect(CASE WHEN told THEN coalesce(n.name, n.title, '') ELSE '' END) AS labels,
  collect(coalesce(n.siren, '')) AS sirens,
  collect(CASE WHEN told THEN coalesce(n.kind, n.level, '') ELSE '' END) AS details

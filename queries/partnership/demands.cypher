// demands(uid, status, at, after, many): requests from outside that the caller's institution receives or may take, oldest first
MATCH (d:Demand)
WHERE (d.owner IN $own OR (d.owner = 'dore' AND size($own) > 0)) AND ($uid IS NULL OR d.uid = $uid)
  AND ($status IS NULL OR d.status = $status)
  AND ($at IS NULL OR d.received_at > $at OR (d.received_at = $at AND d.uid > $after))
WITH d, d.owner IN $own AS own
OPTIONAL MATCH (theme:Theme {uid: d.theme})
OPTIONAL MATCH (epci:Territory {uid: 'epci:' + d.epci})
RETURN d.uid AS uid, own, d.status AS status, d.received_at AS received_at, d.title AS title,
  CASE WHEN own THEN d.summary END AS summary, d.theme AS theme, coalesce(theme.name, d.theme) AS theme_label,
  CASE WHEN own THEN d.holder END AS holder, CASE WHEN own THEN d.siren END AS siren, d.commune AS commune,
  d.code_commune AS code_commune, epci.name AS epci_name, CASE WHEN own THEN d.contact_name END AS contact_name,
  CASE WHEN own THEN d.contact_email END AS contact_email, CASE WHEN own THEN d.contact_phone END AS contact_phone,
  CASE WHEN own THEN coalesce(d.doubts, []) ELSE [] END AS doubts, d.need AS need, d.refusal AS refusal,
  CASE WHEN own THEN d.note END AS note, d.decided_at AS decided_at
ORDER BY received_at, uid
LIMIT $many

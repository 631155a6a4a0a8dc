// decisions(answers, many): decisions that the caller may know in full, latest first
MATCH (d:Decision)
WHERE (d.visibility IN $layer OR d.owner IN $own) AND (d.visibility IN $detail OR d.owner IN $own)
  AND ($answers IS NULL OR d.answers = $answers)
MATCH (o:Operator {uid: d.owner})
OPTIONAL MATCH (t:TerritorialNeed {uid: d.answers}) WHERE t.visibility IN $layer OR t.owner IN $own
OPTIONAL MATCH (theme:Theme {uid: d.theme})
RETURN d.uid AS uid, o.name AS institution, d.owner IN $own AS own, d.title AS title, d.kind AS kind,
  coalesce(theme.name, d.theme) AS theme, toString(coalesce(d.on, d.earliest)) AS on, d.amount_eur AS amount_eur,
  d.summary AS summary, t.uid AS answers, t.title AS answers_title
ORDER BY on DESC, uid
LIMIT $many

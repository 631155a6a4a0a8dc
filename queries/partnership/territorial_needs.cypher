// territorial_needs(uid, many): territorial needs that the caller may know: unanswered first, the soonest due before the others
MATCH (t:TerritorialNeed)
WHERE (t.visibility IN $layer OR t.owner IN $own) AND ($uid IS NULL OR t.uid = $uid)
MATCH (o:Operator {uid: t.owner})
MATCH (to:Operator {uid: t.addressee})
OPTIONAL MATCH (theme:Theme {uid: t.theme})
RETURN t.uid AS uid, t.owner IN $own AS own, o.name AS institution, t.title AS title, t.theme AS theme,
  coalesce(theme.name, t.theme) AS theme_label, t.since AS since, t.until AS until, t.companies AS companies,
  t.epcis AS epcis, to.uid AS addressee, to.name AS addressee_name, to.mailbox AS mailbox, t.due AS due,
  t.promoted_at AS promoted_at, t.answer AS answer, t.answered_at AS answered_at
ORDER BY t.answered_at IS NOT NULL, due, uid
LIMIT $many

// need_acts(about): what institutions did about one need or territorial need, oldest first, with the words that the caller may read
MATCH (a:NeedAct {about: $about})
WHERE a.visibility IN $layer OR a.owner IN $own
MATCH (o:Operator {uid: a.owner})
OPTIONAL MATCH (to:Operator {uid: a.addressee})
RETURN a.uid AS uid, a.kind AS kind, a.at AS at, o.name AS who, a.owner IN $own AS own, to.name AS to,
  CASE WHEN a.visibility IN $detail OR a.owner IN $own THEN a.text END AS text
ORDER BY at, uid

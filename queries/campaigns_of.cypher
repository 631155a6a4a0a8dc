// campaigns_of(companies): the place of some companies in the open campaigns that the caller may know
UNWIND $companies AS company
MATCH (t:CampaignTarget {company: company}) WHERE t.visibility IN $layer OR t.owner IN $own
MATCH (k:Campaign {uid: t.campaign}) WHERE (k.visibility IN $layer OR k.owner IN $own) AND k.closed_at IS NULL
MATCH (c:Company {uid: company}) WHERE c.visibility IN $layer OR c.owner IN $own
OPTIONAL MATCH (taker:Operator {uid: t.taken_by})
WITH company, k, taker ORDER BY taker IS NULL, k.until, k.uid
WITH company, collect({campaign: k.uid, title: k.title, until: k.until, taken_by: taker.name})[0] AS first
RETURN company, first

// demand_state(number): what the person who sent a request may read of it, by its number: its state alone
MATCH (d:Demand {number: $number})
// The need's own level does not count here: the number is known to the person who asked, and the state alone is told.
OPTIONAL MATCH (n:Need {uid: d.need})
WHERE (n.visibility IN $layer OR n.owner IN $own OR n.owner = d.owner) AND (d.owner IN $own OR n.owner = d.owner)
RETURN d.status AS status, d.received_at AS received_at, d.decided_at AS decided_at, d.refusal AS refusal, n.status AS need

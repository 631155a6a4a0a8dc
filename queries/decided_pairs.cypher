// decided_pairs(): what was decided of pairs of companies and still stands
MATCH (m:Merging)
WHERE m.status IN ['distinct', 'proposed'] AND (m.visibility IN $layer OR m.owner IN $own)
RETURN m.uid AS uid, m.keep AS keep, m.gone AS gone, m.status AS status,
  COLLECT { MATCH (o:Operator) WHERE o.uid IN m.asked AND NOT o.uid IN m.agreed RETURN o.name ORDER BY o.name }
    AS waits_for

// indicators_territories(): the names of the EPCI
MATCH (t:Territory {level: 'epci'})
RETURN collect([t.code, t.name]) AS names

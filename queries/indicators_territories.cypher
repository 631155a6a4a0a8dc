// indicators_territories(): the EPCI of each company, and the names of the EPCI
CALL () {
  MATCH (c:Company) WHERE c.visibility IN $layer AND c.epci IS NOT NULL
  WITH c.epci AS epci, collect(id(c)) AS companies
  RETURN collect({epci: epci, companies: companies}) AS places
}
CALL () {
  MATCH (t:Territory {level: 'epci'})
  RETURN collect([t.code, t.name]) AS names
}
RETURN places, names

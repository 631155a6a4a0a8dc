// registry_stamp(): what tells whether the companies changed since the registry was read, and whether the caller has some of its own
OPTIONAL MATCH (k:Counter {name: 'companies'})
RETURN k.value AS stamp, EXISTS {
  MATCH (c:Company) WHERE c.owner IN $own AND NOT (c.visibility IN $layer)
} AS has_own

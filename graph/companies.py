"""The companies of the graph as the matching engine takes them in, for ingest and for search alike."""

from __future__ import annotations

from collections.abc import Iterator

from graph.store import Graph, Record
from graph.visibility import Caller

PAGE = 20_000

# Pages by uid keep the memory of the transaction bounded, whatever the number of companies.
READ = """
MATCH (company:Company)
WHERE company.uid > $after AND (company.visibility IN $layer OR company.owner IN $own)
WITH company ORDER BY company.uid LIMIT $page
OPTIONAL MATCH (site:Establishment)-[:SITE_OF]->(company)
WITH company, collect(site) AS sites
RETURN company.uid AS uid, company.siren AS siren,
       coalesce(company.names, [company.name]) + coalesce(company.sigle, [])
         + reduce(all = [], site IN sites | all + coalesce(site.enseignes, [])) AS names,
       [company.code_commune] + [site IN sites | site.code_commune] AS code_communes,
       [company.code_postal] + [site IN sites | site.code_postal] AS codes_postaux,
       [company.departement] + [site IN sites | site.departement] AS departements,
       [company.commune] + [site IN sites | site.commune] AS communes,
       company.naf AS naf, [site IN sites | site.siret] AS sirets,
       coalesce(company.verified, true) AS listed
ORDER BY uid
"""
VERSION = "MATCH (counter:Counter {name: 'companies'}) RETURN counter.value AS value"


def companies_for_matching(graph: Graph, caller: Caller) -> Iterator[Record]:
    """Yield every company that the caller may know, with its names, places and identifiers, by uid."""
    after = ""
    while True:
        records = graph.read(READ, caller, after=after, page=PAGE)
        for record in records:
            for key in ("names", "code_communes", "codes_postaux", "departements", "communes", "sirets"):
                record[key] = tuple(dict.fromkeys(value for value in record[key] if value))
            yield record
        if len(records) < PAGE:
            return
        after = records[-1]["uid"]


def companies_version(graph: Graph) -> int:
    """Return a number that moves whenever a company was written."""
    records = graph.system_read(VERSION)
    return int(records[0]["value"]) if records else 0

"""The companies of the graph as the matching engine takes them in, for ingest and for search alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from graph.store import Graph, Record
from graph.visibility import Caller

PAGE = 20_000

# Pages by uid keep the memory of the transaction bounded, whatever the number of companies.
READ = """
MATCH (company:Company)
WHERE company.uid > $after AND coalesce(company.edition, 0) > $newer_than
  AND (company.visibility IN $layer OR company.owner IN $own)
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
CHANGED = READ.replace(
    "MATCH (company:Company)\n", "MATCH (company:Company) USING INDEX company:Company(edition)\n"
).replace("coalesce(company.edition, 0) > $newer_than", "company.edition > $newer_than")
STATE = """
OPTIONAL MATCH (counter:Counter {name: 'companies'})
RETURN counter.born AS born, counter.value AS number,
       EXISTS { MATCH (own:Company) WHERE own.owner IN $own AND own.visibility = 'private' } AS has_own
"""

FORMERS = """
MATCH (former:FormerCompany)-[:MERGED_INTO*1..9]->(company:Company)
WHERE former.visibility IN $layer OR former.owner IN $own
RETURN former.uid AS uid, former.siren AS siren, company.uid AS into, former.edition AS edition,
  coalesce(former.names, [former.name]) AS names
ORDER BY uid
"""

# The counter is locked until the end of the transaction: editions follow the order of commits.
BUMP_COMPANIES = """
MERGE (counter:Counter {name: 'companies'})
ON CREATE SET counter.value = 0, counter.born = randomUUID()
SET counter.value = counter.value + 1
WITH counter.value AS edition
UNWIND $uids AS uid
CALL (uid) {
  MATCH (company:Company {uid: uid}) RETURN company
  UNION ALL
  MATCH (:FormerCompany {uid: uid})-[:MERGED_INTO*1..9]->(company:Company) RETURN company
}
SET company.edition = edition
"""


def companies_for_matching(graph: Graph, caller: Caller, *, newer_than: int = -1) -> Iterator[Record]:
    """Yield every company that the caller may know, with its names, places and identifiers, by uid.

    Args:
        graph: the store.
        caller: the layer, and the organisation whose own companies are added.
        newer_than: only those that were written after this edition; -1 takes all.
    """
    gone = formers(graph, caller)
    if newer_than >= 0:
        yield from (vanished(one) for one in gone if (one["edition"] or 0) > newer_than)
    after, text = "", READ if newer_than < 0 else CHANGED
    while True:
        records = graph.read(text, caller, after=after, page=PAGE, newer_than=newer_than)
        joined(records, gone)
        for record in records:
            for key in (
                "names",
                "code_communes",
                "codes_postaux",
                "departements",
                "communes",
                "sirets",
                "former_sirens",
            ):
                record[key] = tuple(dict.fromkeys(value for value in record[key] if value))
            yield record
        if len(records) < PAGE:
            return
        after = records[-1]["uid"]


def formers(graph: Graph, caller: Caller) -> list[Record]:
    """Return the companies that were found to be others, and that the caller may know.

    Each has `uid`, `siren`, `names`, `edition`, and `into`, whom it went to, however many times.
    """
    return graph.read(FORMERS, caller)


def redirected(graph: Graph, caller: Caller) -> dict[str, str]:
    """Return the uid of the company that is kept, by uid and by SIREN of those that are gone."""
    found = formers(graph, caller)
    return {key: str(one["into"]) for one in found for key in (one["uid"], one["siren"]) if key}


def joined(records: list[Record], gone: list[Record]) -> None:
    """Add to the records of companies the names and the SIREN of those that were found to be them."""
    by_uid: dict[str, list[Record]] = {}
    for one in gone:
        by_uid.setdefault(one["into"], []).append(one)
    for record in records:
        mine = by_uid.get(record["uid"], ())
        record["former_sirens"] = [one["siren"] for one in mine]
        record["names"] = [*record["names"], *(name for one in mine for name in one["names"])]


def vanished(former: Record) -> Record:
    """Return the record that takes the place of a company that is gone: nothing leads to it any more."""
    lists = ("names", "code_communes", "codes_postaux", "departements", "communes", "sirets", "former_sirens")
    return {"uid": former["uid"], "siren": None, "naf": None, "listed": False} | dict.fromkeys(lists, ())


class CompaniesState(NamedTuple):
    """Which edition of the companies the graph holds, None before the first import, and whose view a caller needs.

    `reader` is the caller itself when it has companies of its own that the layer lacks, else the layer alone.
    """

    edition: tuple[str, int] | None
    reader: Caller


def companies_state(graph: Graph, caller: Caller) -> CompaniesState:
    """Return the edition of the companies and the view of them that the caller needs."""
    [state] = graph.read(STATE, caller)
    edition = None if state["born"] is None else (str(state["born"]), int(state["number"]))
    return CompaniesState(edition, caller if state["has_own"] else caller.across)

"""Decisions of the review queue as labelled names: what the matching of names is judged on, and learns from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import orjson

from graph.companies import redirected
from graph.store import Graph
from graph.visibility import Caller

# What a person decided of a company. Files, values and joint visits say nothing of a name; a row set aside may be so
# for any reason.
_DECIDED = """
MATCH (review:Review)
WHERE review.owner IN $own AND review.status = 'accepted' AND review.kind IN ['company', 'conflict']
  AND review.decided_company IS NOT NULL
RETURN review.row AS row, review.decided_company AS company, review.decided_at AS at ORDER BY review.uid
"""
_COMPANIES = """
MATCH (c:Company) WHERE c.uid IN $uids AND (c.visibility IN $layer OR c.owner IN $own)
RETURN c.uid AS uid, c.siren AS siren, coalesce(c.verified, true) AS verified
"""
COLUMNS = ("mention", "commune", "departement", "code_postal", "naf", "siren", "decided_on")


class Label(NamedTuple):
    """A name and the company that a person said it designates: its `siren`, empty when the register lacks it."""

    mention: str
    commune: str
    departement: str
    code_postal: str
    naf: str
    siren: str
    decided_on: str


def labels(graph: Graph, caller: Caller) -> Iterator[Label]:
    """Yield the decisions of the caller's own queue about companies, those undone or set aside left out.

    A company made by hand, or from a number that no register has shown yet, is one that the register lacks.
    """
    decided = graph.read(_DECIDED, caller)
    moved = redirected(graph, caller)
    companies = [moved.get(one["company"], one["company"]) for one in decided]
    known = {one["uid"]: one for one in graph.read(_COMPANIES, caller, uids=sorted(set(companies)))}
    for one, uid in zip(decided, companies, strict=True):
        said, company = orjson.loads(one["row"]), known.get(uid)
        if company is None or not said.get("name") or (company["verified"] and not company["siren"]):
            continue
        said_of = {key: str(said.get(key) or "") for key in ("commune", "departement", "code_postal", "naf")}
        siren = company["siren"] if company["verified"] else ""
        yield Label(said["name"], **said_of, siren=siren, decided_on=(one["at"] or "")[:10])

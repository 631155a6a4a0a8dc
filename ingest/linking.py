"""From what a row says of its company to the company: linked, in the review queue, or unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from graph.companies import companies_for_matching, companies_state, redirected
from graph.fictional import is_fictional_siren
from graph.store import Graph
from graph.visibility import Caller, Visibility
from ingest.facts import NodeRecord, Provenance
from ingest.source import Source, Values
from ingest.understanding import Understood, digest
from matching import Candidate, Entry, Mention, Outcome, Registry
from matching.kept import Edition, kept_registry


@dataclass(slots=True)
class Linked:
    """What was decided of a row: a company, or the reasons why a person must look."""

    company: str | None = None
    outcome: Outcome = Outcome.UNKNOWN
    reasons: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    created: list[NodeRecord] = field(default_factory=list)


class Linker:
    """Links the rows of one import, and remembers the companies that it brings.

    Args:
        graph: read once, for the caller, when the first mention needs it.
        caller: the organisation that imports: the others' private companies are unknown to it.
        create_companies: whether an unknown mention becomes a company of its own.
    """

    def __init__(self, graph: Graph, caller: Caller, *, create_companies: bool = False) -> None:
        self._graph = graph
        self._caller = caller
        self._create = create_companies
        self._registry: Registry | None = None
        self._moved: dict[str, str] | None = None

    @property
    def registry(self) -> Registry:
        """The companies that the caller may know, in memory."""
        if self._registry is None:
            self._registry = registry(self._graph, self._caller)
        return self._registry

    @property
    def moved(self) -> dict[str, str]:
        """The company that is kept, by uid and by SIREN of those that were found to be it."""
        if self._moved is None:
            self._moved = redirected(self._graph, self._caller)
        return self._moved

    def link(self, source: Source, row: Understood, provenance: Provenance) -> Linked:
        """Decide whom a row speaks of; a company that has to be made comes with the answer."""
        mention = mention_of(row.values)
        decision = self.registry.decide(mention)
        if decision.outcome is Outcome.LINKED and decision.candidate is not None:
            return Linked(decision.candidate.uid, decision.outcome, decision.reasons, decision.candidates)
        if decision.absent_siren is not None:
            return self._make(source, row.values, decision.absent_siren, provenance)
        if self._create and decision.outcome is Outcome.UNKNOWN and mention.name:
            return self._make(source, row.values, None, provenance)
        return Linked(None, decision.outcome, decision.reasons, decision.candidates)

    def _make(self, source: Source, values: Values, siren: str | None, provenance: Provenance) -> Linked:
        node = company_from_mention(source, values, siren, provenance)
        if into := self.moved.get(node.uid):
            return Linked(into, Outcome.LINKED, ("entreprise réunie depuis à celle-ci",))
        return Linked(node.uid, Outcome.LINKED, ("absente du registre : créée, à vérifier",), (), [node])


def registry(graph: Graph, caller: Caller) -> Registry:
    """Return the companies that the caller may know, kept in memory and brought up to date at each call."""
    state = companies_state(graph, caller)
    edition = Edition(*state.edition) if state.edition else None

    def read(newer_than: int) -> Iterator[Entry]:
        for record in companies_for_matching(graph, state.reader, newer_than=newer_than):
            yield Entry(**record)

    return kept_registry(graph, (state.reader.layer, state.reader.organisation), edition, read)


def mention_of(values: Values) -> Mention:
    """What a row says of its company, for the engine."""
    said = values.get
    return Mention(
        said("name") or "",
        said("commune"),
        said("code_commune"),
        said("code_postal"),
        said("departement"),
        said("naf"),
        said("siren"),
        said("siret"),
        said("evidence_siren"),
    )


def own_uid(provenance: Provenance, values: Values) -> str:
    """The uid of a company without SIREN: of its owner, so that two institutions never share one by chance."""
    return "x" + digest(f"{provenance.owner}|{values.get('name')}|{values.get('code_commune')}")


def company_from_mention(source: Source, values: Values, siren: str | None, provenance: Provenance) -> NodeRecord:
    """Return the company that a mention becomes: flagged unverified, with the level of the fact that brings it."""
    uid = siren or own_uid(provenance, values)
    visibility = Visibility(values.get("visibility") or source.visibility)
    properties: dict[str, Any] = {
        "uid": uid,
        "siren": siren,
        "name": values.get("name") or siren,
        "names": [values["name"]] if values.get("name") else [],
        **{key: values.get(key) for key in ("code_postal", "commune", "code_commune", "epci", "departement", "region")},
        "state": "unknown",
        "verified": False,
        "fictional": bool(siren and is_fictional_siren(siren)),
        "visibility": visibility.value,
        **provenance.properties(),
    }
    return NodeRecord("Company", uid, {key: value for key, value in properties.items() if value is not None})


def candidates_json(candidates: tuple[Candidate, ...]) -> list[dict[str, Any]]:
    """Candidates as a review keeps them."""
    return [
        {
            "uid": c.uid,
            "siren": c.siren,
            "name": c.name,
            "score": round(c.score, 4),
            "reasons": list(c.reasons),
        }
        for c in candidates
    ]


__all__ = ["Linked", "Linker", "candidates_json", "company_from_mention", "mention_of", "registry"]

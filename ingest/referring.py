"""The facts written before that a row speaks of: the experiment of a result, the one that another replicates."""

from __future__ import annotations

from collections import defaultdict

from graph.store import Graph
from graph.visibility import MEMBER
from ingest.facts import End
from ingest.notes import Finding, Note, Severity
from ingest.reading import fold_header
from ingest.source import Reference, Source, Values
from ingest.understanding import Understood, row_key

LABELS = {"experiments": "Project", "experiment_indicators": "ExperimentIndicator"}
_READ = {
    "experiments": """
MATCH (fact:Project {kind: 'experiment'}) WHERE fact.owner = $owner OR ($of_others AND fact.visibility IN $detail)
OPTIONAL MATCH (place:Territory)-[:CARRIES]->(fact)
WITH fact, fact.owner = $owner AS own, head(collect(place.name)) AS place
RETURN fact.uid AS uid, own, fact.visibility AS level, null AS within,
  [fact.uid, CASE WHEN own THEN fact.reference END, fact.title, fact.title + ' (' + place + ')'] AS names
""",
    "experiment_indicators": """
MATCH (whole:Project)-[:MEASURED_BY]->(fact:ExperimentIndicator) WHERE whole.owner = $owner
RETURN fact.uid AS uid, true AS own, [fact.uid, fact.name] AS names, whole.visibility AS level, whole.uid AS within
""",
}
# What is measured and told of an experiment has its level, whoever changes it and how.
FOLLOW_LEVEL = """
UNWIND $uids AS uid
MATCH (project:Project {uid: uid})-[edge:MEASURED_BY|MET]->(part)
SET edge.visibility = project.visibility, part.visibility = project.visibility
WITH project, part
MATCH (part)-[gave:GAVE]->(result:ExperimentResult)
SET gave.visibility = project.visibility, result.visibility = project.visibility
"""
_CALLED = {"experiments": "expérimentation", "experiment_indicators": "indicateur"}
_Name = tuple[str | None, str]


class Referring:
    """Finds the facts that the rows of one import speak of, those of the same file included.

    Args:
        graph: where they are.
        owner: the institution whose rows these are.
        source: says which columns speak of facts.
    """

    def __init__(self, graph: Graph, owner: str, source: Source) -> None:
        self._source = source
        self._found: dict[str, dict[_Name, set[str]]] = {}
        self._levels: dict[str, str] = {}
        for one in source.refers:
            self._found[one.column] = self._read(graph, owner, one)

    def _read(self, graph: Graph, owner: str, one: Reference) -> dict[_Name, set[str]]:
        known: dict[_Name, set[str]] = defaultdict(set)
        others: dict[_Name, set[str]] = defaultdict(set)
        detail = MEMBER.parameters["detail"]
        for fact in graph.system_read(_READ[one.source], owner=owner, of_others=one.of_others, detail=detail):
            for name in filter(None, fact["names"]):
                (known if fact["own"] else others)[fact["within"], fold_header(name)].add(fact["uid"])
            if fact["own"]:
                self._levels[fact["uid"]] = fact["level"]
        return {**others, **known}  # one's own comes first where both bear a name

    def settle(self, row: Understood, file: str) -> None:
        """Put uids in the place of what the row says, or refuse it; its key and level follow."""
        values = row.values
        for one in self._source.refers:
            written = values.get(one.column)
            if written is None:
                continue
            within = values.get(one.within) if one.within else None
            uids = self._found[one.column].get((within, fold_header(str(written))), set())
            if len(uids) == 1:
                [values[one.column]] = uids
            else:
                note = _not_found(one, str(written), len(uids))
                row.findings.append(Finding(note.severity, note.code, note.message, file, row.line, one.column))
                return
        if self._source.refers:
            row.key = row_key(self._source, values)
            own = next((one for one in self._source.refers if not one.of_others), None)
            if own:
                values["visibility"] = self._levels[values[own.column]]

    def learn(self, row: Understood, uid: str) -> None:
        """Know a row of this file, for those that come after it."""
        for one in self._source.refers:
            if row.values.get(one.column) == uid:  # nothing replicates itself
                del row.values[one.column]
            if one.source == self._source.name:
                for name in filter(None, (uid, row.values.get("reference"), row.values.get("title"))):
                    self._found[one.column].setdefault((None, fold_header(name)), set()).add(uid)


def ends(source: Source, values: Values) -> dict[str, End]:
    """Return the facts that a settled row speaks of, as ends of its links."""
    return {one.column: (LABELS[one.source], values[one.column]) for one in source.refers if values.get(one.column)}


def _not_found(one: Reference, written: str, many: int) -> Note:
    called = _CALLED[one.source]
    if many:
        message = f"Plusieurs ({called}) s'appellent « {written} » : donnez son identifiant."
        return Note(Severity.REFUSE, "ambiguous-reference", message)
    message = f"Nous ne connaissons pas cette référence ({called}) : « {written} »."
    return Note(Severity.REFUSE, "unknown-reference", message)

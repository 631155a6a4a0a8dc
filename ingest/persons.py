"""Persons who were erased, frozen or who objected: a row is taken without them, and the report says so."""

from __future__ import annotations

from dataclasses import replace

from graph.persons.blocking import LEFT_OUT, Blocking
from graph.store import Graph
from ingest.notes import Finding, Severity
from ingest.source import Source, Subject
from ingest.understanding import Understood

CODE = "person-left-out"
MESSAGE = "Une personne qui ne doit plus figurer dans vos fiches n'est pas reprise ; le reste de la ligne l'est."
_OF_COMPANIES = frozenset({"name", "usual_name", "former_name", "enseigne", "sigle"})
_NEEDED = frozenset({"title", "name"})
"""What a row cannot do without."""


class Persons:
    """Leaves them out of rows.

    Args:
        graph: where they are listed.
        owner: uid of the institution whose rows these are.
        source: what the rows are. The name of a company is public, and tells whom a row speaks of: it stays.
    """

    def __init__(self, graph: Graph, owner: str, source: Source) -> None:
        self._blocking = Blocking(graph, owner)
        self._stays = _OF_COMPANIES if source.subject in (Subject.COMPANY, Subject.REGISTER) else frozenset()

    def leave_out(self, row: Understood, file: str, uid: str | None = None) -> bool:
        """Take such persons out of what a row says and of the remarks on it; whether one was there.

        The key and the hash of the row stay those of what the file says, so that the same file again changes nothing.
        """
        if self._blocking.idle:
            return False
        said = {name: value for name, value in row.values.items() if name not in self._stays}
        changed = self._blocking.left_out(said, uid)
        for name, value in changed.items():
            if value is None and name not in _NEEDED:
                del row.values[name]
            else:
                row.values[name] = LEFT_OUT if value is None else value
        row.findings = [self._without(finding, uid) for finding in row.findings]
        if changed:
            row.findings.append(Finding(Severity.INFO, CODE, MESSAGE, file, row.line))
        return bool(changed)

    def _without(self, finding: Finding, uid: str | None) -> Finding:
        said = {"message": finding.message, "original": finding.original, "understood": finding.understood}
        new = self._blocking.left_out({name: text for name, text in said.items() if text}, uid)
        kept = {name: new[name] or "" if name in new else text for name, text in said.items()}
        return replace(
            finding, message=kept["message"] or MESSAGE, original=kept["original"], understood=kept["understood"]
        )

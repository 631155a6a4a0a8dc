"""What a row that waits for a person keeps: all that is needed to write it without its file."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import orjson

from ingest.facts import Provenance
from ingest.linking import Linked, candidates_json
from ingest.notes import Finding, Severity
from ingest.source import Source
from ingest.understanding import Understood

Kind = Literal["company", "value", "conflict", "file", "joint"]


class Origin(NamedTuple):
    """Where a row comes from: its source, its file, the institution that acts in it, its provenance."""

    source: Source
    file: str
    operator: str | None
    provenance: Provenance


def review_of(
    row: Understood, uid: str, linked: Linked | None, origin: Origin, *, kind: Kind | None = None
) -> dict[str, Any]:
    """Return the properties of the review that a doubtful row becomes.

    Args:
        row: what it says.
        uid: of the fact that it would be.
        linked: whom it may speak of, None when that was not asked.
        origin: where it comes from.
        kind: why it waits; by default a value in doubt, else its company.
    """
    doubts = [finding.message for finding in row.findings if finding.severity is Severity.DOUBT]
    values = row.values
    mention = ", ".join(str(values[key]) for key in ("name", "code_postal", "commune") if values.get(key))
    return {
        "uid": uid,
        "kind": kind or ("value" if doubts else "company"),
        "status": "open",
        "outcome": linked.outcome.value if linked else None,
        "line": row.line,
        "reasons": doubts + list(linked.reasons if linked else ()),
        "mention": mention or values.get("title"),
        "joint_reference": values.get("joint_reference"),
        "row": orjson.dumps(values).decode(),
        "candidates": orjson.dumps(candidates_json(linked.candidates if linked else ())).decode(),
        "content_hash": row.content,
        "file": origin.file,
        "operator": origin.operator,
        **origin.provenance.properties(),
    }


def review_of_file(uid: str, file: str, doubts: list[Finding], provenance: Provenance) -> dict[str, Any]:
    """Return the review that a doubt about a whole file becomes: nothing of it is written before."""
    return {
        "uid": uid,
        "kind": "file",
        "status": "open",
        "file": file,
        "mention": file,
        "reasons": [finding.message for finding in doubts],
        "row": "{}",
        "candidates": "[]",
        **provenance.properties(),
    }

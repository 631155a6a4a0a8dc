"""Rows that describe institutions: several rows may speak of one, the first of them leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graph.store import Graph
from ingest import statements as cypher
from ingest.facts import Provenance
from ingest.operators import Operators, operator_uid
from ingest.report import Report
from ingest.writing import Batch

if TYPE_CHECKING:
    from ingest.rows import Pending

FIELDS = ("name", "siren", "kind", "mailbox", "departement", "commune", "is_member")


def fill_operators(
    graph: Graph,
    batch: Batch,
    pending: Sequence[Pending],
    operators: Operators,
    provenance: Provenance,
    report: Report,
) -> None:
    """Add the institutions of these rows to a batch; one is known by its SIREN, its name or another of its names."""
    rows = [_described(item, operators, provenance) for item in pending]
    known = {
        record["uid"]: record["hashes"] or []
        for record in graph.system_read(cypher.KNOWN_OPERATORS, uids=sorted({row["uid"] for row in rows}))
    }
    for row in rows:
        hashes = known.get(row["uid"], [])
        if row["hash"] in hashes:
            report.unchanged += 1
            continue
        report.updated += any(known_hash.startswith(row["key"]) for known_hash in hashes)
        report.written += 1
        batch.operators.append(row)


def _described(item: Pending, operators: Operators, provenance: Provenance) -> dict[str, Any]:
    values = item.row.values
    name, siren = values["name"], values.get("siren")
    uid = (operators.find(siren) if siren else None) or operators.find(name) or operator_uid(name)
    aliases = [name, *values.get("aliases", ())]
    operators.add(uid, operators.names.get(uid, name), aliases, siren)
    properties = {field: values[field] for field in FIELDS if values.get(field) is not None}
    return {
        "uid": uid,
        "key": item.uid,
        "hash": f"{item.uid}:{item.row.content}",
        "aliases": aliases,
        "territories": [values["territory"]] if values.get("territory") else [],
        "properties": {**properties, **provenance.properties(), "content_hash": item.row.content},
    }

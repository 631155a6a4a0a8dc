"""Rows that describe institutions: several rows may speak of one, the first of them leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest import statements as cypher
from ingest.facts import Provenance
from ingest.merging import Described, merge
from ingest.operators import Operators, operator_uid
from ingest.request import Context
from ingest.writing import Batch

if TYPE_CHECKING:
    from ingest.rows import Pending

FIELDS = ("name", "siren", "kind", "mailbox", "departement", "commune", "is_member")


def fill_operators(context: Context, batch: Batch, pending: Sequence[Pending]) -> None:
    """Add the institutions of these rows to a batch; one is known by its SIREN, its name or another of its names."""
    rows = [_described(item, context.operators, context.provenance) for item in pending]
    found = context.graph.system_read(cypher.KNOWN_OPERATORS, uids=sorted({row.uid for row in rows}))
    hashes = {record["uid"]: record["hashes"] or [] for record in found}
    fresh = [row for row in rows if row.hash not in hashes.get(row.uid, ())]
    report = context.report
    report.unchanged += len(rows) - len(fresh)
    report.written += len(fresh)
    report.updated += sum(any(known.startswith(row.key) for known in hashes.get(row.uid, ())) for row in fresh)
    batch.operators += merge(fresh, {record["uid"]: record["lead"] for record in found})


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _described(item: Pending, operators: Operators, provenance: Provenance) -> Described:
    values = item.row.values
    name: str = values["name"]
    siren: str | None = values.get("siren")
    uid = (operators.find(siren) if siren else None) or operators.find(name) or operator_uid(name)
    names = (name, *values.get("aliases", ()))
    operators.add(uid, operators.names.get(uid, name), list(names), siren)
    properties = {field: values[field] for field in FIELDS if values.get(field) is not None}
    return Described(
        uid=uid,
        key=item.uid,
        content=item.row.content,
        properties={**properties, **provenance.properties(), "content_hash": item.row.content},
        names=names,
        extra={"covers": [*_one(values.get("territory")), *values.get("sectors", ())]},
    )

"""Where facts come from, what waits for a decision, and what was migrated."""

from __future__ import annotations

from neomodel import (
    ArrayProperty,
    FloatProperty,
    IntegerProperty,
    JSONProperty,
    StringProperty,
    StructuredNode,
)


class Source(StructuredNode):
    """A kind of file or form that DORE can read: its publisher and licence."""

    uid = StringProperty(unique_index=True, required=True)
    name = StringProperty(required=True)
    publisher = StringProperty()
    url = StringProperty()
    licence = StringProperty()


class Import(StructuredNode):
    """One file, form or call, taken in for one organisation: the provenance of the facts it brought."""

    uid = StringProperty(unique_index=True, required=True)
    owner = StringProperty(index=True)
    source_uid = StringProperty(required=True)
    file = StringProperty(required=True)
    sha256 = StringProperty()
    status = StringProperty(required=True, choices={"running": "en cours", "done": "terminé", "stopped": "arrêté"})
    started_at = StringProperty(required=True)
    finished_at = StringProperty()
    recorded_by = StringProperty()
    counts = JSONProperty()
    seconds = FloatProperty()


class Review(StructuredNode):
    """A row that nobody but a person can settle: what it said, who it may speak of, and what was decided.

    `row` holds the values understood, as JSON, so that an accepted row is written without its file.
    `candidates` are the companies offered, best first, each with its score and reasons. `level` is that of the fact
    that the row corrects; `file_hash`, `file_said` and `file_rows` are what it keeps of a file, as a visit does.
    """

    uid = StringProperty(unique_index=True, required=True)
    owner = StringProperty(index=True)
    source_uid = StringProperty(required=True)
    import_uid = StringProperty(required=True)
    file = StringProperty()
    line = IntegerProperty()
    kind = StringProperty(required=True)
    outcome = StringProperty()
    status = StringProperty(index=True, required=True)
    reasons = ArrayProperty(StringProperty())
    mention = StringProperty()
    joint_reference = StringProperty(index=True)
    row = JSONProperty()
    candidates = JSONProperty()
    content_hash = StringProperty()
    level = StringProperty()
    file_hash = StringProperty()
    file_said = ArrayProperty(StringProperty())
    file_rows = ArrayProperty(StringProperty())
    decided_company = StringProperty()
    decided_by = StringProperty()
    decided_at = StringProperty()
    recorded_at = StringProperty(required=True)
    recorded_by = StringProperty(required=True)


class Reading(StructuredNode):
    """How an institution reads files with the same titles, as it said by hand: read by that institution alone.

    `uid` is a digest of the institution and the titles, which are not kept; `positions` are those of `columns` among
    them, from 0, -1 for a column that such files do not have. `level` is that of the rows, empty for the source's own.
    """

    uid = StringProperty(unique_index=True, required=True)
    owner = StringProperty(index=True, required=True)
    source = StringProperty(required=True)
    columns = ArrayProperty(StringProperty())
    positions = ArrayProperty(IntegerProperty())
    level = StringProperty()
    recorded_at = StringProperty(required=True)
    recorded_by = StringProperty(required=True)


class Counter(StructuredNode):
    """A number that moves when something changed, so that what is kept in memory knows that it is stale."""

    name = StringProperty(unique_index=True, required=True)
    value = IntegerProperty()
    born = StringProperty()


class Edition(StructuredNode):
    """The number that every change of the facts moves; there is one, as soon as a service keeps answers in memory.

    It is no part of a backup, nor are the changes: they speak of this database's own history.
    """

    name = StringProperty(unique_index=True, required=True)
    value = IntegerProperty()
    born = StringProperty()


class Change(StructuredNode):
    """One move of the edition, and the companies whose facts changed with it when the writer knew them."""

    number = IntegerProperty(unique_index=True, required=True)
    companies = ArrayProperty(StringProperty())


class Migration(StructuredNode):
    """A schema change that was applied to this database."""

    number = IntegerProperty(unique_index=True, required=True)
    name = StringProperty(required=True)
    applied_at = StringProperty(required=True)
    said = StringProperty()

"""Who may raise the level of a record: a row that would be seen by more people than what is known of it is refused."""

from __future__ import annotations

from graph.visibility import LABELS_FR, Visibility
from ingest.notes import Note, Severity
from ingest.source import Source, Values
from ingest.statements import RANK


def settle_level(known: str | None, source: Source, values: Values, *, may_widen: bool) -> Note | None:
    """Give a row the level of what it corrects where it says none, and return why it is refused, if it is.

    Args:
        known: the level of the record that the row speaks of, None for a new one.
        source: says the level of rows that say none.
        values: what the row says; completed.
        may_widen: whether whoever sends it may raise levels.
    """
    if known is None:
        return None
    said = values.setdefault("visibility", known)
    if may_widen or RANK[said] <= RANK[known]:
        return None
    before, after = LABELS_FR[Visibility(known)], LABELS_FR[Visibility(said)]
    message = (
        f"La diffusion passerait de « {before} » à « {after} » : élargir celle d'une fiche de "
        f"« {source.label} » revient au responsable des données."
    )
    return Note(Severity.REFUSE, "level-raised", message)

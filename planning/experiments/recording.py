"""Entering an experiment, and adding to it: an indicator, a result, a difficulty; the way a file of them goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from access import Action, Identity
from graph.errors import Conflict, NotFound
from graph.store import Graph
from planning.entering import Entered, enter
from queries.experiments.sheet import ExperimentSheet, sheet

SOURCE = "experiments"
ADDED: dict[Literal["indicators", "results", "difficulties"], str] = {
    "indicators": "experiment_indicators",
    "results": "experiment_results",
    "difficulties": "experiment_difficulties",
}
"""What is added to an experiment, and the source of each."""
NOT_YOURS = "Cette expérimentation n'est pas celle de votre institution."


def save(
    graph: Graph, identity: Identity, cells: Mapping[str, str], *, uid: str | None = None, version: str | None = None
) -> Entered:
    """Write an experiment, or correct one's own: what the cells leave out of it stays as it was.

    Args:
        graph: the store.
        identity: who enters it, and for which institution.
        cells: text by the name of the columns of the source `experiments`; an empty one takes away what was said.
        uid: of the experiment to correct, None for a new one.
        version: as it was when it was read, so that nobody's correction is lost; None does not look.

    Raises:
        AccessRefused: the role does not write.
        Conflict: somebody corrected it meanwhile.
        FieldsRefused: what is wrong, column by column.
        NotFound: no such experiment of one's own.
    """
    identity.require(Action.WRITE)
    if uid is None:
        return enter(graph, identity, SOURCE, cells)
    one = own(graph, identity, uid)
    if version and one.version != version:
        raise Conflict(
            "Quelqu'un de votre institution l'a corrigée entre-temps : rien n'est enregistré.",
            hint="Relisez-la, puis refaites votre correction.",
        )
    return enter(graph, identity, SOURCE, cells_of(one) | dict(cells))


def add(
    graph: Graph, identity: Identity, uid: str, what: Literal["indicators", "results", "difficulties"],
    cells: Mapping[str, str],
) -> Entered:  # fmt: skip
    """Add to one's own experiment; the same indicator, or the same day of it, corrects what it said.

    Raises:
        AccessRefused: the role does not write.
        FieldsRefused: what is wrong, column by column.
        NotFound: no such experiment of one's own.
    """
    own(graph, identity, uid)
    return enter(graph, identity, ADDED[what], dict(cells) | {"experiment": uid})


def own(graph: Graph, identity: Identity, uid: str) -> ExperimentSheet:
    """Return an experiment that one's institution may change.

    Raises:
        AccessRefused: the role does not write.
        NotFound: it is not one of its own, or came from a file of projects, which corrects it.
    """
    identity.require(Action.WRITE)
    found = sheet(graph, identity.caller, uid)
    if not found.experiment.own:
        raise NotFound(NOT_YOURS, hint="L'institution qui la mène peut la changer.")
    if found.source != SOURCE:
        raise NotFound("Elle vient d'un fichier de projets.", hint="Corrigez-la dans ce fichier, puis redéposez-le.")
    return found


def cells_of(one: ExperimentSheet) -> dict[str, str]:
    """Return what a file would say of an experiment, so that a correction of a part keeps the rest."""
    said: dict[str, Any] = one.more.model_dump() | one.experiment.model_dump(
        include={
            *("title", "theme", "call", "call_until", "hypothesis", "starts_on", "ends_on", "stage", "amount_eur"),
            *("jobs", "contributes_to_sri", "origin"),
        }
    )
    said |= {"reference": one.reference, "visibility": one.experiment.visibility.value}
    said["territory"] = one.experiment.territory.uid if one.experiment.territory else None
    if one.experiment.origin and one.origin is None:
        said["origin"] = None
    return {name: _written(value) for name, value in said.items() if value not in (None, ())}


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return f"{value:.2f}"
    return " ; ".join(value) if isinstance(value, tuple) else str(value)

"""What the ranking of single mentions showed of an entry, as reasons are told."""

from matching.places import Nearness
from matching.saying import Place, Shown, told
from matching.scoring import Evidence
from matching.store import Store

_PLACE: dict[Nearness, Place] = {
    Nearness.COMMUNE: "commune",
    Nearness.POSTCODE: "postcode",
    Nearness.DEPARTMENT: "department",
    Nearness.OTHER_COMMUNE: "other_commune",
    Nearness.OTHER_DEPARTMENT: "other_department",
}


def reasons(store: Store, one: Evidence) -> tuple[str, ...]:
    """Return why an entry is offered: its name, its place, what is left of its identifier, its namesakes."""
    likeness = one.likeness
    return told(
        Shown(
            same=bool(likeness.same),
            piece=bool(likeness.piece_said or likeness.piece_known),
            acronym=bool(likeness.acronym),
            letters=(1 + likeness.letters) / 2,
            said=likeness.said,
            known=likeness.known,
            place=_PLACE.get(one.nearness),
            legal_differs=bool(likeness.form_differs),
            numbers_differ=bool(likeness.numbers_differ),
            others=namesakes(store, one),
            remains=one.identifier,
        )
    )


def namesakes(store: Store, one: Evidence) -> int:
    """Return how many other organisations bear exactly the name compared, wherever they are."""
    written = store.names.written(store.names.cores[one.name].replace(" ", ""))
    owners = {store.names.owners[name] for name in written if not store.names.parts[name]}
    return sum(1 for owner in owners if owner != one.entry and store.entries[owner] is not None)

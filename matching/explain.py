"""Reasons in French, in the words of the people who settle doubtful matches."""

from matching.places import Nearness
from matching.scoring import Evidence
from matching.store import Store

_PLACE = {
    Nearness.COMMUNE: "même commune",
    Nearness.POSTCODE: "même code postal",
    Nearness.DEPARTMENT: "même département",
    Nearness.OTHER_COMMUNE: "autre commune du même département",
    Nearness.OTHER_DEPARTMENT: "autre département",
}
_CLOSE_LETTERS = 0.7
_MOST_WORDS = 0.8


def reasons(store: Store, one: Evidence) -> tuple[str, ...]:
    """Return why an entry is offered: its name, its place, what is left of its identifier, its namesakes."""
    said = [_name_reason(one)]
    if one.nearness in _PLACE:
        said.append(_PLACE[one.nearness])
    if one.identifier:
        said.append("le numéro abîmé ou incomplet commence par son SIREN")
    if one.likeness.form_differs:
        said.append("forme juridique différente")
    if one.likeness.numbers_differ:
        said.append("chiffres différents dans le nom")
    if others := namesakes(store, one):
        plural = "s" if others > 1 else ""
        verb = "portent" if others > 1 else "porte"
        said.append(f"{others} autre{plural} organisation{plural} {verb} ce nom")
    return tuple(said)


def _name_reason(one: Evidence) -> str:
    likeness = one.likeness
    if likeness.same:
        return "même nom" if not likeness.piece_said and not likeness.piece_known else "même nom, en partie"
    if likeness.acronym:
        return "même sigle"
    if likeness.letters >= _CLOSE_LETTERS:
        return "nom très proche"
    if likeness.said >= _MOST_WORDS or likeness.known >= _MOST_WORDS:
        return "nom qui contient l'autre"
    return "des mots en commun" if likeness.said > 0 else "nom différent"


def namesakes(store: Store, one: Evidence) -> int:
    """Return how many other organisations bear exactly the name compared, wherever they are."""
    written = store.names.written(store.names.cores[one.name].replace(" ", ""))
    owners = {store.names.owners[name] for name in written if not store.names.parts[name]}
    return sum(1 for owner in owners if owner != one.entry and store.entries[owner] is not None)

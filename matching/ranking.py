"""From a mention to the entries it may mean, best first, each with its evidence and its probability."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from matching.model import Mention
from matching.names import NameForm, municipality_form, name_forms
from matching.places import Nearness, Place, nearness, place_of
from matching.scoring import Evidence, probabilities, weighed
from matching.similarity import Likeness, Prepared, compare, prepare, slip
from matching.store import Store
from matching.text import letters

# How many names each way of looking may bring, and how many are compared in full.
_MOST_EXACT = 60
_MOST_RESEMBLING = 80
_MOST_NEIGHBOURS = 400
_MOST_COMPARED = 16
_MOST_COMPARED_TYPING = 20
_NEIGHBOUR_BONUS = np.float32(12.0)
# Of 100; below it two names have nothing to say to each other. Once a name is found as written in its place,
# only what could be taken for it is a rival.
_LIKE_ENOUGH = 45.0
_LIKE_ENOUGH_WHEN_SETTLED = 75.0
_LIKE_A_BEGINNING = 80.0
_ACRONYM_LENGTHS = range(3, 9)


Floats = npt.NDArray[np.float32]
Scorer = Callable[..., float]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The entries a mention may mean, best first; `nobody` is the probability that it is none of them."""

    evidence: tuple[Evidence, ...]
    probabilities: tuple[float, ...]
    nobody: float


@dataclass(slots=True)
class _Found:
    """Names brought by each way of looking."""

    sure: dict[int, None] = field(default_factory=dict)
    others: dict[int, bool] = field(default_factory=dict)
    acronyms: set[int] = field(default_factory=set)
    settled: bool = False


def rank(store: Store, mention: Mention) -> Ranking:
    """Return the entries that a mention may mean."""
    evidence = sorted(weigh(store, mention), key=lambda one: -one.strength)
    shares, nobody = probabilities([one.strength for one in evidence])
    return Ranking(tuple(evidence), tuple(shares), nobody)


def weigh(store: Store, mention: Mention, *, typing: bool = False, also: Iterable[int] = ()) -> list[Evidence]:
    """Return the evidence for each entry worth comparing, in no order.

    Args:
        store: the registry.
        mention: what is looked for.
        typing: the name may be unfinished, as in a search box: names that begin so are worth comparing.
        also: entries to compare whatever their names share with the one said.
    """
    place = store.places.mend(place_of(mention))
    forms = mention_forms(mention.name, place)
    if not forms:
        return []
    remains = store.number_of(mention.evidence_siren, None)
    found = _look(store, forms, place)
    if remains is not None:
        found.sure |= dict.fromkeys(store.names_of(remains))
    for entry in also:
        found.sure |= dict.fromkeys(store.names_of(entry))
    written = letters(mention.name)
    prepared = [prepare(form, store.names.rarity) for form in forms]
    best: dict[int, Evidence] = {}
    for name in (*found.sure, *_closest(store, forms, found, typing)):
        owner = store.names.owners[name]
        kept = store.entries[owner]
        if kept is None:
            continue
        activity = bool(mention.naf and kept.naf and mention.naf[:2] == kept.naf[:2])
        likeness = _likeness(store, prepared, name, name in found.acronyms)
        near = nearness(place, store.keys[owner])
        if near >= Nearness.POSTCODE:
            likeness.letters_here = likeness.letters**2
            likeness.slip_here = float(not likeness.same and slip(written, letters(store.writing(name))))
        one = Evidence(owner, name, likeness, near, owner == remains, activity)
        if owner not in best or one.strength > best[owner].strength:
            best[owner] = one
    return list(best.values())


@lru_cache(maxsize=20_000)
def mention_forms(name: str, place: Place) -> tuple[NameForm, ...]:
    """Return the forms of a mention's name; one that is only the town means its municipality."""
    towns = (place.town,) if place.town else ()
    return tuple(municipality_form(form, towns) for form in name_forms(name) if form.core)


def _look(store: Store, forms: Iterable[NameForm], place: Place) -> _Found:
    """Look everywhere a name may be; a name found as written in its place needs no search for look-alikes."""
    found = _Found()
    near = store.places.entries(place)
    few = all(len(entries) <= _MOST_NEIGHBOURS for entries in near)
    # Only a small place is gone through: joining the entries of a city would cost more than all the rest.
    neighbours = np.unique(np.concatenate(near)) if near and few else np.empty(0, dtype=np.uint32)
    few = few and len(neighbours) <= _MOST_NEIGHBOURS
    for form in forms:
        names = store.names.written(form.compact)
        _keep(store, found.sure, names, place)
        _look_for_acronyms(store, found, form, place)
        local = few and form.part == 0 and any(_is_at(neighbours, store.names.owners[name]) for name in names)
        found.settled |= local
        if not found.settled:
            resembling = store.names.resembling(form.core, _MOST_RESEMBLING, near)
            found.others |= dict.fromkeys(resembling.tolist(), False)
    if few:
        for entry in neighbours.tolist():
            found.others |= dict.fromkeys(store.names_of(entry), True)
    return found


def _is_at(neighbours: npt.NDArray[np.uint32], owner: int) -> bool:
    at = int(neighbours.searchsorted(owner))
    return at < len(neighbours) and int(neighbours[at]) == owner


def _look_for_acronyms(store: Store, found: _Found, form: NameForm, place: Place) -> None:
    acronyms: dict[int, None] = {}
    if " " not in form.core and len(form.core) in _ACRONYM_LENGTHS:
        _keep(store, acronyms, store.names.abbreviated(form.core), place)
    for initials in form.initials:
        _keep(store, acronyms, store.names.written(initials), place)
    found.acronyms.update(acronyms)
    found.sure |= acronyms


def _keep(store: Store, into: dict[int, None], names: Sequence[int], place: Place) -> None:
    """Keep names found exactly; when they are too many, only those of the same place or département."""
    if len(names) > _MOST_EXACT:
        owners = store.names.owners
        near = [n for n in names if nearness(place, store.keys[owners[n]]) >= Nearness.DEPARTMENT]
        names = (near or names)[:_MOST_EXACT]
    into.update(dict.fromkeys(names))


def _closest(store: Store, forms: tuple[NameForm, ...], found: _Found, typing: bool) -> list[int]:
    """Return the names worth a full comparison among those that only resemble or are only near."""
    numbers = [name for name in found.others if name not in found.sure]
    if not numbers:
        return []
    said, known = [form.core for form in forms], [store.names.cores[name] for name in numbers]
    cutoff = _LIKE_ENOUGH_WHEN_SETTLED if found.settled else _LIKE_ENOUGH
    likeness = _quick_likeness(said, known, fuzz.token_ratio, cutoff)
    if typing:
        likeness = np.maximum(likeness, _quick_likeness(said, known, fuzz.partial_ratio, _LIKE_A_BEGINNING))
    worth = np.flatnonzero(likeness)
    most = _MOST_COMPARED_TYPING if typing else _MOST_COMPARED
    if len(worth) > most:
        near = (found.others[name] for name in numbers)
        likeness = likeness + _NEIGHBOUR_BONUS * np.fromiter(near, np.float32, len(numbers))
        worth = np.argpartition(likeness, len(numbers) - most)[-most:]
    return [numbers[at] for at in worth.tolist()]


def _quick_likeness(said: list[str], known: list[str], scorer: Scorer, cutoff: float) -> Floats:
    """Return the best likeness (0 to 100) of each known name to one of the names said; 0 below the cutoff."""
    every: Floats = process.cdist(said, known, scorer=scorer, score_cutoff=cutoff, dtype=np.float32)
    best: Floats = every.max(axis=0)
    return best


def _likeness(store: Store, prepared: list[Prepared], name: int, acronym: bool) -> Likeness:
    """Return how a name compares with the form of the mention that it suits best."""
    names = store.names
    keys = store.keys[names.owners[name]]
    best: tuple[float, Likeness] | None = None
    for said in prepared:
        likeness = compare(said, names.cores[name], acronym, keys, names.rarity)
        likeness.verbatim = float(said.form.full == names.fulls[name])
        likeness.piece_said = said.form.part / 2.0
        likeness.piece_known = names.parts[name] / 2.0
        classes = said.form.classes, names.classes[name]
        likeness.form_differs = float(bool(classes[0] and classes[1] and not classes[0] & classes[1]))
        weight = weighed(likeness)
        if best is None or weight > best[0]:
            best = weight, likeness
    assert best is not None
    return best[1]

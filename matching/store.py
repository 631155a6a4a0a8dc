"""What the registry holds: entries with their names and places, numbered in the order of adding."""

from array import array
from dataclasses import dataclass

from matching.model import Entry
from matching.names import NameForm, municipality_form, name_forms
from matching.names_index import NameIndex
from matching.places import PlaceIndex
from matching.spelling import Alike, Spellings
from matching.text import fold_commune, letters

_MOST_NAMES = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of an entry once its names and places are indexed: less than half of its memory."""

    uid: str
    siren: str | None
    names: tuple[str, ...]
    naf: str | None
    sirets: tuple[str, ...]
    former_sirens: tuple[str, ...] = ()


class Store:
    """Entries are never moved: one that is replaced keeps its number and is marked dead."""

    def __init__(self) -> None:
        self.entries: list[Kept | None] = []
        self.names = NameIndex()
        self.places = PlaceIndex()
        self.keys: list[tuple[str, ...]] = []
        self._first_names: array[int] = array("I")
        self._by_uid: dict[str, int] = {}
        self._by_siren: dict[str, int] = {}
        self._by_siret: dict[str, int] = {}
        self._spellings = Spellings()
        self._spelt = 0

    def __len__(self) -> int:
        return len(self._by_uid)

    def __contains__(self, uid: str) -> bool:
        return uid in self._by_uid

    def add(self, entry: Entry) -> None:
        """Add an entry; one with the same uid takes the place of the former."""
        former = self._by_uid.get(entry.uid)
        if former is not None:
            self._forget(former)
        number = len(self.entries)
        names = entry.names[:_MOST_NAMES]
        self.entries.append(Kept(entry.uid, entry.siren, names, entry.naf, entry.sirets, entry.former_sirens))
        self._by_uid[entry.uid] = number
        for siren in (entry.siren, *entry.former_sirens):
            if siren:
                self._by_siren[siren] = number
        for siret in entry.sirets:
            self._by_siret[siret] = number
        self._first_names.append(len(self.names))
        if entry.listed:
            self.keys.append(self.places.add(number, entry))
            self.names.add(entry_forms(entry), number)
        else:
            self.keys.append(())

    def _forget(self, number: int) -> None:
        entry = self.entries[number]
        self.entries[number] = None
        if entry is None:
            return
        for siren in (entry.siren, *entry.former_sirens):
            if siren and self._by_siren.get(siren) == number:
                del self._by_siren[siren]
        for siret in entry.sirets:
            if self._by_siret.get(siret) == number:
                del self._by_siret[siret]

    def number_of(self, siren: str | None, siret: str | None) -> int | None:
        """Return the entry that bears an identifier; a site nobody knows belongs to its legal unit."""
        if siret:
            found = self._by_siret.get(siret)
            return found if found is not None else self._by_siren.get(siret[:9])
        return self._by_siren.get(siren) if siren else None

    def has_site(self, siret: str) -> bool:
        """Tell whether a site is known, and not only its legal unit."""
        return siret in self._by_siret

    def names_of(self, number: int) -> range:
        """Return the numbers of the names of an entry."""
        start = self._first_names[number]
        following = number + 1
        stop = self._first_names[following] if following < len(self._first_names) else len(self.names)
        return range(start, stop)

    def alike(self, text: str) -> list[Alike]:
        """Return the entries whose names a few slips made a text, or that it begins; what was added is read first."""
        added = range(self._spelt, len(self.entries))
        self._spelt = len(self.entries)
        self._spellings.add((at, name) for at in added for name in self._written(at))
        return [one for one in self._spellings.near(letters(text)) if self.entries[one.owner] is not None]

    def _written(self, number: int) -> set[str]:
        """Return the letters of the names of an entry, those that bear a legal form without it as well."""
        entry, names = self.entries[number], self.names
        if entry is None or not (own := self.names_of(number)):
            return set()
        bare = {names.cores[at].replace(" ", "") for at in own if names.classes[at] and not names.parts[at]}
        return bare | {letters(name) for name in entry.names}

    def writing(self, name: int) -> str:
        """Return a name as its entry writes it."""
        entry = self.entries[self.names.owners[name]]
        assert entry is not None
        return entry.names[self.names.writings[name]]


def entry_forms(entry: Entry) -> list[NameForm]:
    """Return the distinct forms of the names of an entry."""
    towns = [fold_commune(town) for town in entry.communes if town]
    kept: dict[tuple[str, int], NameForm] = {}
    for at, raw in enumerate(entry.names[:_MOST_NAMES]):
        for bare in name_forms(raw):
            if bare.core:
                form = municipality_form(bare, towns)
                kept.setdefault((form.core, form.full), form._replace(writing=at) if at else form)
    return list(kept.values())

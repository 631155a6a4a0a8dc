"""What the place resolver answers: places, whole or partial, and the remarks that go with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.notes import Note, Severity
from ingest.reference.place_index import Name
from ingest.reference.tables import FormerCommune, communes, departements


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is. Without `code_commune`, only what all the possible communes share is filled.

    What is not known, or does not exist (a commune without EPCI), is None.

    Args:
        basis: what decided: `code`, `postcode+name`, `postcode`, `insee+name`, `name` or `departement`.
        confidence: from 0 to 1; 1 when two cells agree or an INSEE code says it.
        former: the former commune or name that the cells used, if any.
    """

    code_commune: str | None
    name: str | None
    code_postal: str | None
    epci: str | None
    departement: str | None
    region: str | None
    basis: str
    confidence: float
    former: FormerCommune | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """The place, as far as it is known, and what there is to say about how it was found."""

    place: Place | None
    note: Note | None


def place_of(
    code: str, basis: str, *, former: FormerCommune | None = None, postcode: str = "", typed: str = ""
) -> Place:
    """The place of a commune; `typed` is kept as its postcode only if it is one of the commune's."""
    commune = communes()[code]
    if not postcode:
        only = commune.postcodes[0] if len(commune.postcodes) == 1 else ""
        postcode = typed if typed in commune.postcodes else only
    return Place(
        code_commune=code,
        name=commune.name,
        code_postal=postcode or None,
        epci=commune.epci or None,
        departement=commune.departement,
        region=commune.region,
        basis=basis,
        confidence=1.0,
        former=former,
    )


def shared(codes: Sequence[str], postcode: str, basis: str) -> Place:
    """What the communes of one postcode have in common."""
    found = [communes()[code] for code in codes]

    def common(field: str) -> str | None:
        values = {str(getattr(commune, field)) for commune in found}
        return values.pop() or None if len(values) == 1 else None

    code = common("code")
    return Place(
        code,
        common("name"),
        postcode,
        common("epci"),
        common("departement"),
        common("region"),
        basis,
        0.9 if code else 0.5,
    )


def departement_place(code: str, postcode: str) -> Place | None:
    """A place of which only the département is known, None without one."""
    if not code:
        return None
    region = departements()[code].region
    return Place(None, None, postcode or None, None, code, region, "departement", 0.3)


def former_note(former: FormerCommune | None, place: Place) -> Note | None:
    """Says that the cells used a former commune or name; a mere change of code goes without saying."""
    if former is None or former.kind in {"arrondissement", "ancien-code"}:
        return None
    verb = "est l'ancien nom de" if former.kind == "ancien-nom" else "fait aujourd'hui partie de"
    return repair("former-commune", f"{former.name or former.code} {verb} {place.name} ({place.code_commune})")


def listed(names: Sequence[Name]) -> str:
    """The first communes of a list, for a sentence."""
    shown = [f"{communes()[n.code].name} ({communes()[n.code].departement})" for n in names[:4]]
    return ", ".join(shown) + ("…" if len(names) > 4 else "")


def quoted(cell: str) -> str:
    """A cell as shown in a sentence."""
    return f"« {cell.strip()[:60]} »"


def repair(code: str, message: str) -> Note:
    """A repair, its sentence ended."""
    return Note(Severity.REPAIR, code, message + ".")


def doubt(code: str, message: str) -> Note:
    """A doubt, its sentence ended."""
    return Note(Severity.DOUBT, code, message + ".")

"""Entries and registries in one line, for the tests of the engine."""

from itertools import count

from matching import Entry, Registry

_numbers = count(1)


def company(
    *names: str, town: str = "LILLE", postcode: str = "59000", siren: str | None = None, **more: object
) -> Entry:
    """An entry in one place; its uid is its SIREN, or a number of its own."""
    uid = siren or f"u{next(_numbers)}"
    fields: dict[str, object] = {
        "uid": uid,
        "siren": siren,
        "names": names,
        "codes_postaux": (postcode,) if postcode else (),
        "communes": (town,) if town else (),
        "departements": (postcode[:2],) if postcode else (),
    }
    return Entry(**(fields | more))  # type: ignore[arg-type]


def crowd(size: int = 200) -> list[Entry]:
    """Companies nobody asks for: without them every word of a tiny registry would look common."""
    return [
        company(f"{first} {second}", town=f"VILLE {at % 20}", postcode=f"62{at % 20:03d}")
        for at, (first, second) in enumerate(_names(size))
    ]


def _names(size: int) -> list[tuple[str, str]]:
    syllables = ["ba", "cri", "do", "fla", "gu", "jo", "kel", "mi", "nor", "pra", "que", "ros", "tu", "vez"]
    kinds = ["transports", "boulangerie", "menuiserie", "conseil", "garage", "services", "batiment"]
    found = []
    for at in range(size):
        one, two, three = syllables[at % 14], syllables[(at // 14) % 14], syllables[(at * 5 + 3) % 14]
        found.append((kinds[at % 7], one + two + three))
    return found


def registry(*entries: Entry) -> Registry:
    return Registry([*crowd(), *entries])

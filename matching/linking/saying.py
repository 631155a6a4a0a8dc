"""What the signs of a whole file showed of an entry, as reasons are told."""

from __future__ import annotations

from math import exp

from matching.saying import Named, Place, Shown, told


def reasons(signs: dict[str, float], *, remains: bool = False) -> tuple[str, ...]:
    """Return why an entry is the best answer to a mention, and what speaks against it."""
    return told(
        Shown(
            same=bool(signs["same"]),
            piece=bool(signs["piece_said"] or signs["piece_known"]),
            acronym=bool(signs["acronym"]),
            letters=signs["ratio"],
            said=signs["said"],
            known=signs["known"],
            place=_place(signs),
            names=_named(signs),
            legal_differs=bool(signs["legal_differs"]),
            numbers_differ=signs["numbers"] == 1,
            others=round(exp(signs["namesakes"])) - 1,
            ties=round(signs["cosines_ties"]) - 1,
            remains=remains,
        )
    )


def _place(signs: dict[str, float]) -> Place | None:
    if signs["same_town"]:
        return "commune"
    if signs["same_department"]:
        return "other_commune" if signs["other_town"] else "department"
    return "other_department" if signs["other_department"] else None


def _named(signs: dict[str, float]) -> Named | None:
    if signs["named_other"]:
        return "another"
    return "its" if signs["named_same"] and not signs["same_department"] else None

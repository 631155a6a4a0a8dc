"""The gap between two territories on a trait, in French words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from queries.likeness import Profile

SAME = 0.02
_COUNTED = {"population": "habitants", "companies": "entreprises"}
_SHARES = {"urbanity": "des habitants vivant en ville", "unsupported": "des entreprises sans accompagnement connu"}


def said_of(trait: str, mine: Profile, other: Profile) -> str:
    """Say how another territory differs from mine on a trait."""
    if trait in _COUNTED:
        return said_ratio(getattr(mine, trait), getattr(other, trait), _COUNTED[trait])
    if trait in ("sectors", "sizes"):
        what = "secteurs" if trait == "sectors" else "tailles"
        return _said_mix(getattr(mine, trait), getattr(other, trait), what)
    return _said_share(getattr(mine, trait), getattr(other, trait), _SHARES[trait])


def said_ratio(mine: float | None, other: float | None, what: str) -> str:
    """Say a ratio of two numbers.

    >>> said_ratio(1000, 1000, "habitants"), said_ratio(1000, 1120, "habitants"), said_ratio(1000, 400, "habitants")
    ("autant d'habitants", "12 % d'habitants en plus", "2,5 fois moins d'habitants")
    """
    of = f"d'{what}" if what[0] in "aeéhiou" else f"de {what}"
    if not mine or not other:
        return f"nombre {of} inconnu"
    ratio = other / mine
    if abs(ratio - 1) < SAME:
        return f"autant {of}"
    if ratio >= 2 or ratio <= 0.5:
        more = ratio >= 2
        times = f"{ratio if more else 1 / ratio:.1f}".replace(".", ",").removesuffix(",0")
        return f"{times} fois {'plus' if more else 'moins'} {of}"
    return f"{abs(ratio - 1) * 100:.0f} % {of} en {'plus' if ratio > 1 else 'moins'}"


def _said_share(mine: float | None, other: float | None, what: str) -> str:
    if mine is None or other is None:
        return f"part {what} inconnue"
    return f"part {what} : {said_points(other - mine)}"


def _said_mix(mine: Mapping[str, float], other: Mapping[str, float], what: str) -> str:
    if not mine or not other:
        return f"{what} : inconnus" if what == "secteurs" else f"{what} : inconnues"
    gaps = {name: other.get(name, 0.0) - mine.get(name, 0.0) for name in {*mine, *other}}
    name = max(gaps, key=lambda one: (abs(gaps[one]), one))
    if abs(gaps[name]) < SAME:
        return f"mêmes {what}"
    called = name if what == "secteurs" else f"{name} salariés"
    return f"{what} : {called}, {said_points(gaps[name])}"


def said_points(gap: float) -> str:
    """Say a gap between two shares, in points.

    >>> said_points(0.08), said_points(-0.01), said_points(0.001)
    ('8 points de plus', '1 point de moins', 'pareille')
    """
    points = round(abs(gap) * 100)
    if not points:
        return "pareille"
    return f"{points} point{'s' if points > 1 else ''} de {'plus' if gap > 0 else 'moins'}"

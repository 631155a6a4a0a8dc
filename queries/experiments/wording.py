"""Figures as French sentences write them."""

from __future__ import annotations


def figure(value: float) -> str:
    """Write a number.

    >>> figure(1234.5), figure(12.0), figure(-0.04)
    ('1 234,5', '12', '-0,04')
    """
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.replace(",", "\u202f").replace(".", ",")


def signed(value: float) -> str:
    """Write a change.

    >>> signed(3.0), signed(-0.5)
    ('+3', '-0,5')
    """
    return f"{'+' if value > 0 else ''}{figure(value)}"

"""Texts that a spreadsheet would run: made harmless where they leave, and as they were when they come back."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def escape_formula(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, for CSV and XLSX exports.

    >>> escape_formula("=HYPERLINK(1)"), escape_formula("Dupont")
    ("'=HYPERLINK(1)", 'Dupont')
    """
    return "'" + text if text.startswith(_FORMULA) else text


def unescape_formula(text: str) -> str:
    """Undo `escape_formula`: what was exported comes back as it was."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text

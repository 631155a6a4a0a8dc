"""What the command-line library finds wrong with a command, said in French: its own words are English."""

from __future__ import annotations

import re
from typing import Any

from typer.exceptions import TyperException

_DATES = "AAAA-MM-JJ ou JJ/MM/AAAA"
_SAID = (
    (r"No such command '(?P<a>.*?)'\.(?: Did you mean (?P<b>.+)\?)?", "la commande « {a} » n'existe pas"),
    (r"No such option: (?P<a>\S+)(?: .*)?", "l'option {a} n'existe pas"),
    (r"Option '(?P<a>.+)' requires (?:an argument|\d+ arguments)\.", "l'option {a} attend une valeur"),
    (r"Option '(?P<a>.+)' does not take a value\.", "l'option {a} n'attend pas de valeur"),
    (r"Missing (?:parameter|argument|option).*", "il manque {parameter}"),
    (r"Got unexpected extra argument\S* \((?P<a>.*)\)", "« {a} » est de trop"),
    (r"Value error, '(?P<a>.*)' does not match the formats? .*", f"« {{a}} » n'est pas une date ({_DATES}){{of}}"),
    (r"Value error, '(?P<a>.*)' is not one of (?P<b>.*)\.", "« {a} » n'est pas possible{of} ; choix : {b}"),
    (r"Input should be a valid integer.*", "un nombre entier est attendu{of}"),
    (r"Input should be a valid number.*", "un nombre est attendu{of}"),
    (r"Input should be greater than or equal to (?P<a>\S+)", "il faut au moins {a}{of}"),
    (r"Input should be less than or equal to (?P<a>\S+)", "il faut au plus {a}{of}"),
)


def in_french(error: TyperException) -> str:
    """Return what is wrong, in French; a sentence of the library that is not known here stays as it is."""
    message = str(error)
    for pattern, said in _SAID:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            parts = {
                name: (text or "").replace("'", "").replace(" or ", " ou ") for name, text in found.groupdict().items()
            }
            parts = {"parameter": _parameter(error), "of": _of(error), **parts}
            near = f" (vouliez-vous dire {parts['b']} ?)" if "command" in pattern and parts["b"] else ""
            return said.format(**parts) + near
    return message


def _of(error: TyperException) -> str:
    named = _parameter(error)
    return f" pour {named}" if named else ""


def _parameter(error: TyperException) -> str:
    """The option or argument that an error is about, as one types it."""
    parameter: Any = getattr(error, "param", None)
    if parameter is None:
        return ""
    options = [option for option in parameter.opts if option.startswith("--")]
    return options[0] if options else str(parameter.name)

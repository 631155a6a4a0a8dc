"""What pydantic finds wrong with a value, said in French, without repeating the value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SENTENCES = {
    "missing": "Ce champ est obligatoire.",
    "extra_forbidden": "Ce champ n'est pas connu ici.",
    "string_type": "Un texte est attendu.",
    "string_too_short": "Il faut au moins {min_length} caractère(s).",
    "string_too_long": "Il faut au plus {max_length} caractères.",
    "string_pattern_mismatch": "La forme n'est pas celle attendue ({pattern}).",
    "int_type": "Un nombre entier est attendu.",
    "int_parsing": "Un nombre entier est attendu.",
    "int_from_float": "Un nombre entier est attendu.",
    "int_parsing_size": "Ce nombre est trop grand.",
    "float_type": "Un nombre est attendu.",
    "float_parsing": "Un nombre est attendu.",
    "bool_type": "true ou false est attendu.",
    "bool_parsing": "true ou false est attendu.",
    "date_type": "Une date est attendue, sous la forme 2026-11-20.",
    "date_parsing": "Une date est attendue, sous la forme 2026-11-20.",
    "date_from_datetime_parsing": "Une date est attendue, sous la forme 2026-11-20.",
    "date_from_datetime_inexact": "Une date seule est attendue, sans heure.",
    "greater_than_equal": "Il faut au moins {ge}.",
    "greater_than": "Il faut plus de {gt}.",
    "less_than_equal": "Il faut au plus {le}.",
    "less_than": "Il faut moins de {lt}.",
    "enum": "Valeurs possibles : {expected}.",
    "literal_error": "Valeurs possibles : {expected}.",
    "list_type": "Une liste est attendue.",
    "tuple_type": "Une liste est attendue.",
    "dict_type": "Un objet est attendu.",
    "model_type": "Un objet est attendu.",
    "model_attributes_type": "Un objet JSON est attendu, annoncé par « Content-Type: application/json ».",
    "too_short": "Il faut au moins {min_length} élément(s).",
    "too_long": "Il faut au plus {max_length} éléments.",
    "json_invalid": "Ce n'est pas du JSON valable.",
    "none_required": "Ce champ doit rester vide.",
    "value_error": "{error}",
    "string_unicode": "Ce texte n'est pas de l'UTF-8 valable.",
}


def in_french(error: Mapping[str, Any]) -> str:
    """Return the sentence for one error of pydantic.

    >>> in_french({"type": "less_than_equal", "ctx": {"le": 200}})
    'Il faut au plus 200.'
    """
    sentence = SENTENCES.get(error["type"], "Cette valeur n'est pas acceptée.")
    context = {name: str(value).replace(" or ", " ou ") for name, value in (error.get("ctx") or {}).items()}
    try:
        said = sentence.format_map(context)
    except KeyError:
        return "Cette valeur n'est pas acceptée."
    # An error's own words (`value_error`) may start in the middle of a sentence.
    return said[:1].upper() + said[1:] if error["type"] == "value_error" else said

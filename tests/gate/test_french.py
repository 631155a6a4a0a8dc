"""What pydantic finds wrong, in French."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gate.french import SENTENCES, in_french


class Colour(Enum):
    RED = "rouge"
    BLUE = "bleu"


class Everything(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=2, max_length=4, pattern="^[a-z]+$")] = "ab"
    number: Annotated[int, Field(ge=1, le=9)] = 1
    day: date = date(2026, 1, 1)
    flag: bool = True
    colour: Colour = Colour.RED
    level: Literal["a", "b"] = "a"
    many: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"text": "a"}, "Il faut au moins 2 caractère(s)."),
        ({"text": "abcde"}, "Il faut au plus 4 caractères."),
        ({"text": "A1"}, "La forme n'est pas celle attendue (^[a-z]+$)."),
        ({"text": 3}, "Un texte est attendu."),
        ({"number": 0}, "Il faut au moins 1."),
        ({"number": 10}, "Il faut au plus 9."),
        ({"number": "deux"}, "Un nombre entier est attendu."),
        ({"number": 1.5}, "Un nombre entier est attendu."),
        ({"day": "31/12/2026"}, "Une date est attendue, sous la forme 2026-11-20."),
        ({"day": "2026-02-30"}, "Une date est attendue, sous la forme 2026-11-20."),
        ({"flag": "peut-être"}, "true ou false est attendu."),
        ({"colour": "vert"}, "Valeurs possibles : 'rouge' ou 'bleu'."),
        ({"level": "c"}, "Valeurs possibles : 'a' ou 'b'."),
        ({"many": "a"}, "Une liste est attendue."),
        ({"other": 1}, "Ce champ n'est pas connu ici."),
    ],
)
def test_each_error_is_a_french_sentence_that_does_not_repeat_the_value(values: dict, sentence: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(ValidationError) as refused:
        Everything.model_validate(values)
    [error] = refused.value.errors()
    assert error["type"] in SENTENCES
    assert in_french(error) == sentence


def test_an_error_without_a_sentence_of_its_own_is_still_in_french() -> None:
    assert in_french({"type": "something_new"}) == "Cette valeur n'est pas acceptée."
    assert in_french({"type": "less_than_equal", "ctx": {}}) == "Cette valeur n'est pas acceptée."

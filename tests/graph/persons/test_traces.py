"""What tells a person in a text."""

from __future__ import annotations

import pytest

from graph.errors import Misuse
from graph.persons.sealing import Seal
from graph.persons.traces import Kind, Wanted, trace_of

ADA = "Ada Lovelace-Byron"
SEAL = Seal(b"k" * 32, "cci")


def marked(text: str, *sought: str) -> str | None:
    """The text with what is sought between brackets' place, found in clear and by hash alike."""
    traces = [trace_of(one) for one in sought]
    clear = Wanted.clear(traces).replaced(text, "#")
    assert Wanted([SEAL.mark(one) for one in traces], SEAL).replaced(text, "#") == clear
    return clear


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Vu Ada Lovelace-Byron ce jour", "Vu # ce jour"),
        ("LOVELACE BYRON Ada", "#"),
        ("Mme Lovelace-Byron, Ada (DRH)", "# (DRH)"),
        ("lovelace byron, Mme Ada", "#"),
        ("ada lovelace\u2010byron", "#"),
        ("Ada\u00a0LOVELACE‐BYRON et Jean", "# et Jean"),
        ("Ada Lovelace-Byron ; Ada Lovelace-Byron", "# ; #"),
        ("Ada a vu Lovelace-Byron", None),
        ("Ada\nLovelace Byron", None),
        ("Ada; Lovelace-Byron", None),
        ("Adam Lovelace-Byron", None),
        ("Lovelace", None),
    ],
)
def test_a_name_is_found_in_either_order_and_nowhere_else(text: str, said: str | None) -> None:
    assert marked(text, ADA) == said


def test_accents_ligatures_and_case_do_not_count() -> None:
    assert marked("Cœur-de-Lion HÉLÈNE", "helene coeur de lion") == "#"
    assert marked("He\u0301le\u0300ne Dupont", "Hélène Dupont") == "#"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("écrire à Ada.L@CCI.example, vite", "écrire à #, vite"),
        ("mailto:ada.l@cci.example", "mailto:#"),
        ("xada.l@cci.example", None),
        ("ada.l@cci.example.org", None),
    ],
)
def test_an_address_is_found_whole(text: str, said: str | None) -> None:
    assert marked(text, "ada.l@cci.example") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tél. 06 11 22 33 44.", "tél. #."),
        ("+33 (0)6 11 22 33 44 / 03 22 00 00 00", "# / 03 22 00 00 00"),
        ("0033611223344", "#"),
        ("06.11.22.33.44 ou 0611223344", "# ou #"),
        ("06\u00a011\u00a022\u00a033\u00a044", "#"),
        ("SIREN 611223344", None),
        ("160611223344", None),
    ],
)
def test_a_number_is_found_however_it_is_written(text: str, said: str | None) -> None:
    assert marked(text, "06 11 22 33 44") == said


def test_the_hash_of_a_person_is_another_one_for_another_institution_or_key() -> None:
    trace = trace_of(ADA)
    made = {seal.mark(trace).value for seal in (SEAL, Seal(b"k" * 32, "cma"), Seal(b"j" * 32, "cci"))}
    assert len(made) == 3
    assert SEAL.mark(trace).kind is Kind.NAME


@pytest.mark.parametrize("text", ["", "  ", "AB", "12", "ada@", "Mme M."])
def test_what_is_no_name_address_or_number_is_refused(text: str) -> None:
    with pytest.raises(Misuse):
        trace_of(text)

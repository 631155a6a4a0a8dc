import threading
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Mention, Outcome, Registry
from tests.matching.builders import company, registry

KIND = Mention("Menuiserie Delcourt", "Lille", code_postal="59000")


def test_an_entry_added_is_found_by_the_next_question() -> None:
    engine = registry()
    assert engine.decide(KIND).outcome is Outcome.UNKNOWN
    engine.add(company("MENUISERIE DELCOURT", siren="552081317"))
    assert engine.decide(KIND).outcome is Outcome.LINKED


def test_an_entry_of_the_same_uid_replaces_the_former() -> None:
    old = company("MENUISERIE DELCOURT", siren="552081317", sirets=("55208131700010",))
    engine = registry(old)
    size = len(engine)
    engine.add(replace(old, names=("ETABLISSEMENTS VANHOVE",), sirets=()))
    assert len(engine) == size
    assert old.uid in engine
    assert engine.decide(KIND).outcome is not Outcome.LINKED
    found = engine.decide(Mention("Ets Vanhove", "Lille", code_postal="59000")).candidate
    assert found is not None
    assert found.name == "ETABLISSEMENTS VANHOVE"


def test_an_empty_registry_knows_nobody() -> None:
    assert len(Registry()) == 0
    assert Registry().decide(KIND).outcome is Outcome.UNKNOWN
    assert Registry().candidates(KIND) == []
    assert Registry().search("delcourt") == []


def test_candidates_come_best_first_and_no_more_than_asked() -> None:
    engine = registry(*(company(f"MENUISERIE DELCOURT {end}") for end in "ABCDEFG"))
    found = engine.candidates(KIND, limit=3)
    assert len(found) == 3
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert sum(one.score for one in found) <= 1.0


@settings(max_examples=60, deadline=None)
@given(name=st.text(max_size=60), town=st.text(max_size=20), postcode=st.text(max_size=6))
def test_any_mention_gets_one_of_three_outcomes(name: str, town: str, postcode: str) -> None:
    engine = Registry([company("MENUISERIE DELCOURT"), company("BOULANGERIE ROSE", town="DOUAI")])
    decision = engine.decide(Mention(name, town, code_postal=postcode))
    assert (decision.candidate is not None) == (decision.outcome is Outcome.LINKED)
    assert decision.reasons


def test_asking_while_adding_from_another_thread_never_fails() -> None:
    engine = registry()
    failures: list[BaseException] = []

    def ask() -> None:
        try:
            for at in range(150):
                engine.candidates(Mention(f"Menuiserie Delcourt {at}", "Lille", code_postal="59000"))
        except BaseException as error:
            failures.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    for at in range(150):
        engine.add(company(f"MENUISERIE DELCOURT {at}"))
    asking.join()
    assert failures == []

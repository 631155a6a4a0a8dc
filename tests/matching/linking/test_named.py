import pytest

from matching import Mention
from matching.linking.engine import Engine
from matching.linking.named import department_named
from matching.names import name_forms
from tests.matching.builders import company, crowd


@pytest.mark.parametrize(
    ("name", "department"),
    [
        ("Adapei de l'Ain", "01"),
        ("Adapei 43", "43"),
        ("CPAM de la Haute-Vienne", "87"),
        ("Mutualité française Saône-et-Loire", "71"),
        ("Association du Territoire de Belfort", "90"),
        ("Restaurants du cœur de la Loire-Atlantique", "44"),
        ("UDAF des Deux-Sèvres", "79"),
        ("UDAF de la Corse du Sud", "20"),
        ("MJC de la Martinique", "972"),
        ("Les 3 Brasseurs", None),
        ("Catalogue 99", None),
        ("59", None),
        ("Entre Sarthe et Mayenne", None),
    ],
)
def test_a_name_speaks_of_one_department_by_its_name_or_its_number(name: str, department: str | None) -> None:
    assert department_named(name_forms(name)[0].core) == department


def test_the_department_that_a_name_speaks_of_tells_namesakes_apart() -> None:
    bodies = [
        company("CPAM", siren=f"50000000{at}", town="", postcode="", departements=(code,))
        for at, code in enumerate(("01", "86", "71"))
    ]
    signs = Engine([*crowd(), *bodies]).weigh([Mention("CPAM de la Vienne")])
    told = {int(owner): bool(named) for owner, named in zip(signs.owner, signs.signs["named_same"], strict=True)}
    against = {int(owner): bool(other) for owner, other in zip(signs.owner, signs.signs["named_other"], strict=True)}
    engine = Engine([*crowd(), *bodies])
    sirens = {engine.entry(owner).siren: (told[owner], against[owner]) for owner in told}
    assert {siren: sirens[siren] for siren in ("500000000", "500000001", "500000002")} == {
        "500000000": (False, True),
        "500000001": (True, False),
        "500000002": (False, True),
    }


def test_the_reasons_say_that_the_name_says_the_department() -> None:
    bodies = [
        company("CPAM", siren="500000000", town="", postcode="", departements=("01",)),
        company("CPAM", siren="500000001", town="", postcode="", departements=("86",)),
    ]
    [found] = Engine([*crowd(), *bodies]).link([Mention("CPAM de la Vienne")])
    assert (found.entry, "le nom dit le département" in found.reasons) == (bodies[1], True)

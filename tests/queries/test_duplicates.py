"""Companies that may be one: found by number, succession, move, name and place, and nothing else."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.errors import AccessRefused
from graph.visibility import MEMBER, PUBLIC, Caller
from queries.duplicates import Duplicates, duplicates
from queries.scope import Scope
from tests.given import given

A, B, C, D, E, F, G, H = (f"14000{n:04}" for n in range(8))
PLACE = (
    "address: '12 rue des Ateliers', commune: 'Amiens', code_commune: '80021', code_postal: '80000', departement: '80'"
)
ELSEWHERE = "address: '3 place Foch', commune: 'Albert', code_commune: '80016', code_postal: '80300', departement: '80'"


def company(siren: str, name: str, place: str, more: str = "") -> str:
    return f"(:Company {{siren: '{siren}', name: '{name}', naf: '10.71C', {place}{', ' + more if more else ''}}})"


def drawn(graph: Graph) -> None:
    given(
        graph,
        company(A, "SARL FOURNIL SAINT LEU", PLACE, "state: 'closed', closed_on: '2025-03-31'"),
        company(B, "FOURNIL SAINT-LEU SAS", PLACE, "created_on: '2025-04-02'"),
        company(C, "MENUISERIE BOISJOLI", PLACE, "state: 'closed', closed_on: '2024-01-31'"),
        company(D, "MENUISERIE BOISJOLI", ELSEWHERE, "created_on: '2024-02-15'"),
        company(E, "GARAGE DU BEFFROI", PLACE),
        company(F, "GARAGE DU BEFFROI", ELSEWHERE),
        company(G, "TRANSPORTS PICARDS REUNIS", ELSEWHERE),
        "(:Company {uid: 'x1', name: 'Transport Picards Réunis', verified: false, owner: 'cci', visibility: 'shared', "
        "commune: 'Albert', code_commune: '80016', code_postal: '80300', departement: '80'})",
        f"(:Establishment {{siret: '{H}00012'}})-[:SITE_OF]->(:Company {{uid: 'x2', name: 'Sans nom', verified: false}})",
        company(H, "PAPETERIE DU SQUARE", ELSEWHERE),
    )


def told(found: Duplicates) -> dict[tuple[str, str], str]:
    return {(group.keep.uid, one.company.uid): one.kind.value for group in found.groups for one in group.others}


def test_each_way_of_being_twice_is_proposed_with_its_reason_and_namesakes_are_not(graph: Graph) -> None:
    drawn(graph)
    found = duplicates(graph, MEMBER)
    assert told(found) == {
        (B, A): "succession", (D, C): "move", (G, "x1"): "typed", (H, "x2"): "same_number",
    }  # fmt: skip
    assert [group.score for group in found.groups] == sorted((group.score for group in found.groups), reverse=True)
    reasons = {group.keep.uid: group.others[0].reasons for group in found.groups}
    assert "l'une a fermé le 31/03/2025, l'autre a ouvert le 02/04/2025" in reasons[B]
    assert reasons[H] == (f"son établissement {H}00012 porte le SIREN de l'autre",)
    assert reasons[G][0] == "saisie à la main, sans SIREN"
    given(graph, "(:Territory {uid: 'commune:80016', code: '80016', level: 'commune', name: 'Albert'})")
    assert (G, "x1") in told(duplicates(graph, MEMBER, Scope(territory=("commune:80016",))))
    assert duplicates(graph, MEMBER, limit=1, skip=3).groups == found.groups[3:]


def test_a_succession_that_the_register_tells_is_the_surest(graph: Graph) -> None:
    given(
        graph,
        f"(:Company {{siren: '{A}', name: 'ATELIERS NOIRET', state: 'closed'}})<-[:SITE_OF]-(s:Establishment {{siret: '{A}00010'}})",
        f"(:Company {{siren: '{B}', name: 'ATELIERS NOIRET'}})<-[:SITE_OF]-(t:Establishment {{siret: '{B}00011'}})",
        "(s)-[:SUCCEEDED_BY {on: '2025-01-01'}]->(t)",
    )
    [group] = duplicates(graph, MEMBER).groups
    assert group.score == 0.95
    assert f"l'établissement {A}00010 a été repris par {B}00011 le 01/01/2025" in group.others[0].reasons[0]


def test_nothing_is_told_of_what_one_may_not_see_nor_by_a_masked_name(graph: Graph) -> None:
    given(
        graph,
        company(A, "FOURNIL SAINT LEU", PLACE),
        "(:Company {uid: 'x1', name: 'Fournil Saint Leu', verified: false, owner: 'cci', visibility: 'private', "
        f"{PLACE}}})",
        company(B, "FOURNIL SAINT LEU", PLACE, "statut_diffusion: 'P'"),
    )
    assert duplicates(graph, MEMBER).count == 0
    assert told(duplicates(graph, Caller(organisation="cci"))) == {(A, "x1"): "typed"}
    with pytest.raises(AccessRefused):
        duplicates(graph, PUBLIC)

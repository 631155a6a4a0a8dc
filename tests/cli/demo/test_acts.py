"""What people do in the fictional region: needs recognised and answered, requests received, replies kept."""

from __future__ import annotations

from datetime import date

from cli.demo.acts import ANSWER, ASKED, play
from graph import Graph
from graph.visibility import MEMBER
from queries.days import today
from queries.partnership.consultations import consultations
from queries.partnership.decisions import decisions
from queries.partnership.territorial_needs import territorial_needs
from tests.given import given


def themed(theme: str, numbers: range) -> list[str]:
    return [
        f"(:Company {{siren: '99900000{n}', epci: '{n % 2 + 1}', name: 'Société {n}'}})-[:RAISED {{owner: 'cci'}}]->"
        f"(:Need {{uid: '{theme}{n}', owner: 'cci', theme: '{theme}', status: 'quo', title: 'Un besoin', on: '{today()}'}})"
        for n in numbers
    ]


def test_it_is_done_by_the_ways_in_of_the_pages_as_far_as_there_is_something_to_do(graph: Graph) -> None:
    play(graph, date(2026, 11, 20))
    assert territorial_needs(graph, MEMBER) == (), "without a Region there is nobody to answer"
    given(
        graph,
        "(cci:Operator {uid: 'cci', name: 'CCI', admitted_at: '2026-01-01'})",
        "(region:Operator {uid: 'region', name: 'Région', kind: 'région', admitted_at: '2026-01-01'})",
        "(cci)-[:INVITED_TO {uid: 'k:i', owner: 'region', visibility: 'shared'}]->(:Consultation {uid: 'k', owner: 'region', title: 'Textile', on: '2026-10-01'})",
        *themed("emploi", range(1, 5)),
    )  # fmt: skip
    play(graph, today())
    [need] = territorial_needs(graph, MEMBER)
    assert (need.title, need.answer) == (ASKED["emploi"], ANSWER)
    assert [one.answers_title for one in decisions(graph, MEMBER) if one.answers] == [ASKED["emploi"]]
    assert [(one.answered, one.kept) for one in consultations(graph, MEMBER)] == [(1, 1)]
    states = graph.system_read("MATCH (d:Demand) RETURN d.status AS status, d.owner AS owner ORDER BY status")
    assert [(one["status"], one["owner"]) for one in states] == [("open", "region"), ("open", "region"), ("validated", "region")]  # fmt: skip

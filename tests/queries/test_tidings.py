"""What an institution is told beside visits, as far as levels now permit."""

from __future__ import annotations

import pytest

from graph import Graph
from queries.tidings import Tiding, tidings
from tests.conftest import CCI, CMA
from tests.given import given

WORLD = (
    "(cci:Operator {uid: 'cci', name: 'CCI'}), (cma:Operator {uid: 'cma', name: 'CMA'})",
    "(cma)-[:PARTY_TO {owner: 'cci', visibility: 'shared'}]->(:Agreement {uid: 'a', owner: 'cci', title: 'PDEC', on: '2026-10-01'})",
    "(cma)-[:INVITED_TO {owner: 'cci', visibility: 'shared'}]->(:Consultation {uid: 'c', owner: 'cci', title: 'Textile', on: '2026-10-01'})",
    "(:Need {uid: 'n', owner: 'cci', title: 'Local', status: 'quo', on: '2026-10-01'})",
    "(:NeedAct {uid: 'act', owner: 'cci', visibility: 'shared', about: 'n', kind: 'answer', at: '2026-10-02', by: 'p', text: 'voilà'})",
    "(:Referral {uid: 'q', owner: 'cci', addressee: 'cma', title: 'Quel plafond ?', on: '2026-10-01'})",
    "(:AgendaItem {uid: 'i', owner: 'cci', committee: 'k', title: 'Four', on: '2026-10-01'})",
    "(:Ruling {uid: 'i', owner: 'cci', visibility: 'shared', verdict: 'favourable', reason: 'emplois', on: '2026-10-02', by: 'p'})",
    "(:Envelope {uid: 'e', owner: 'cci', manager: 'cma', title: 'Aides', year: 2026, amount_cents: 100, on: '2026-01-01'})",
    "(:Envelope {uid: 'f', owner: 'cci', manager: 'cci', title: 'Autres', year: 2026, amount_cents: 100, on: '2026-01-01'})",
    "(:Transfer {uid: 't', owner: 'cci', visibility: 'shared', out_of: 'f', into: 'e', amount_cents: 5, reason: 'report', on: '2026-10-03', by: 'p'})",
)  # fmt: skip
OUTCOME = (
    "(:Notice {uid: 'o', owner: 'cma', kind: 'consultation_outcome', about: 'c', mark: 'g', other: 'cci', company: '', at: '2026-11-02', read_by: []})",
    "(:ConsultationReply {uid: 'c|g', owner: 'cma', consultation: 'c', visibility: 'shared', guest: 'g', outcome: 'not_kept', reason: 'hors sujet'})",
)  # fmt: skip
SAID = {
    "agreement": ("a", "PDEC", "/conventions/a", None, None),
    "consultation": ("c", "Textile", "/consultations/c", None, None),
    "need": ("act", "Local", "/besoins/n", "answer", "voilà"),
    "referral": ("q", "Quel plafond ?", "/questions/q", None, None),
    "ruling": ("i", "Four", "/dossiers/i", "favourable", "emplois"),
    "envelope": ("e", "Aides", "/enveloppes/e", None, None),
    "transfer": ("t", "Aides", "/enveloppes/e", "received", "report"),
}


@pytest.fixture
def told(graph: Graph) -> Graph:
    given(
        graph,
        *WORLD,
        *(
            f"(:Notice {{uid: '{kind}', owner: 'cma', kind: '{kind}', about: '{about}', other: 'cci', company: '',"
            f" at: '2026-11-01', read_by: ['lu']}})"
            for kind, (about, *_) in SAID.items()
        ),
    )
    return graph


def shown(one: Tiding) -> tuple[str, str, str | None, str | None]:
    return one.title, one.address, one.act, one.text


def test_each_thing_is_told_with_its_title_and_the_page_where_it_goes_on(told: Graph) -> None:
    found = {one.kind: shown(one) for one in tidings(told, CMA)}
    assert found == {kind: tuple(said) for kind, (_, *said) in SAID.items()}
    assert {one.who for one in tidings(told, CMA)} == {"CCI"}


def test_it_is_told_to_its_own_institution_and_what_one_has_read_is_marked(told: Graph) -> None:
    assert tidings(told, CCI) == ()
    assert all(one.read for one in tidings(told, CMA, reader="lu"))
    assert tidings(told, CMA, reader="lu", unread=True) == ()
    assert len(tidings(told, CMA, reader="autre", unread=True)) == len(SAID)


def test_what_became_of_a_reply_is_told_with_its_reason(told: Graph) -> None:
    given(told, *OUTCOME)
    first = tidings(told, CMA)[0]
    assert (first.kind, first.title, first.act, first.text) == (
        "consultation_outcome",
        "Textile",
        "not_kept",
        "hors sujet",
    )


@pytest.mark.parametrize("level", ["private", "signalled"])
def test_nothing_more_is_told_of_what_its_owner_no_longer_shares(told: Graph, level: str) -> None:
    told.write(
        "MATCH (n) WHERE n:Agreement OR n:Consultation OR n:Need OR n:Referral OR n:AgendaItem OR n:Envelope "
        "SET n.visibility = $level",
        level=level,
    )
    assert tidings(told, CMA) == ()

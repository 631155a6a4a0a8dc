"""A small partnership drawn by hand: two EPCI, agreements, actions, a strategy, a consultation."""

from __future__ import annotations

from datetime import date

import pytest

from graph import Graph
from tests.given import given

TODAY = date(2026, 11, 20)
EPCI = "epci:200067999"
FACT = "owner: 'cci', source_uid: 'test', import_uid: 'test', recorded_at: '2026-02-01T00:00:00+00:00', recorded_by: 'test'"


def fact(uid: str, level: str = "shared", **said: object) -> str:
    """The properties of a fact of the CCI."""
    written = ", ".join(f"{name}: {value!r}" for name, value in said.items())
    return f"{{uid: '{uid}', visibility: '{level}', {FACT}, {written or 'x: 1'}}}"


@pytest.fixture
def drawn(graph: Graph) -> Graph:
    """Two EPCI; an agreement in force with three parties and two actions, one to come, one that is over."""
    given(
        graph,
        "(cci:Operator {uid: 'cci', name: 'CCI'}), (cma:Operator {uid: 'cma', name: 'CMA', admitted_at: '2026-01-01'})",
        f"(t:Territory {{uid: '{EPCI}', level: 'epci', code: '200067999', name: 'Abbeville'}})",
        "(n:Territory {uid: 'epci:200000001', level: 'epci', code: '200000001', name: 'Voisine'})",
        "(d:Territory {uid: 'departement:80', level: 'departement', code: '80', name: 'Somme'}), (t)-[:PART_OF]->(d), (n)-[:PART_OF]->(d)",
        "(tex:Sector {uid: 'filiere:textile', code: 'textile', nomenclature: 'filiere', label: 'Textile'})",
        "(ali:Sector {uid: 'filiere:agro', code: 'agro', nomenclature: 'filiere', label: 'Agro'})",
        "(p13:Sector {uid: 'naf2:13', code: '13', nomenclature: 'naf2', label: 'Textile'}), (tex)-[:INCLUDES]->(p13)",
        "(p10:Sector {uid: 'naf2:10', code: '10', nomenclature: 'naf2', label: 'IAA'}), (ali)-[:INCLUDES]->(p10)",
        "(c:Company {siren: '732829320', epci: '200067999', naf: '13.10Z'}), (b:Company {siren: '552100554', epci: '200000001', naf: '10.51A'})",
        f"(o:Outsider {fact('a1:x', name='Les Jardins')})",
        f"(a:Agreement {fact('a1', title='PDEC', starts_on='2026-01-01', ends_on='2028-12-31', on='2026-01-01', earliest='2026-01-01', latest='2026-01-01', territories=[EPCI], sectors=['filiere:textile'], engineering_fte=1.5, reference='R1')})",
        f"(f:Agreement {fact('a2', title='Suite', starts_on='2027-03-01', territories=[EPCI])})",
        f"(p:Agreement {fact('a3', title='Ancien', starts_on='2022-01-01', ends_on='2025-12-31', jobs_created=7.0, territories=['epci:200000001'])})",
        "(cci)-[:PARTY_TO {uid: 'e1', responsibilities: ['financer'], amount_eur: 1000.0}]->(a), (cma)-[:PARTY_TO {uid: 'e2', owner: 'cci'}]->(a)",
        "(o)-[:PARTY_TO {uid: 'e3', owner: 'cci'}]->(a), (t)-[:PARTY_TO {uid: 'e4', role: 'perimeter', owner: 'cci'}]->(a), (cci)-[:PARTY_TO {uid: 'e5'}]->(p)",
        f"(x:AgreementAction {fact('x1', title='Guichet', status='running', due_on='2026-06-30', jobs_expected=12.0, jobs_created=3.0)})-[:ACTION_OF {{uid: 'e6', owner: 'cci'}}]->(a)",
        f"(y:AgreementAction {fact('x2', title='Salon', status='done', jobs_expected=5.0, jobs_created=4.0)})-[:ACTION_OF {{uid: 'e7', owner: 'cci'}}]->(a)",
        f"(s:Strategy {fact('s1', title='Cap 2030', territories=[EPCI], themes=['export', 'recrutement'], sectors=['filiere:textile', 'filiere:agro'], horizon=2030, on='2026-03-15', earliest='2026-03-15', latest='2026-03-15', document_titles=['Délibération'], document_urls=['https://x.example/a'])})",
        "(t)-[:DECLARES {uid: 'e8', owner: 'cci'}]->(s)",
        "(c)-[:RAISED {uid: 'e9', owner: 'cci'}]->(:Need {uid: 'n1', owner: 'cci', theme: 'export', status: 'quo', on: '2026-05-01'})",
        "(cma)-[:VISITED {uid: 'v1', on: '2026-06-01', theme: 'export'}]->(c), (cma)-[:VISITED {uid: 'v2', on: '2026-07-01', theme: 'innovation'}]->(c)",
        "(cma)-[:VISITED {uid: 'v3', on: '2026-12-10', status: 'planned'}]->(c)",
    )  # fmt: skip
    return graph


def consulted(graph: Graph, level: str = "shared") -> None:
    given(
        graph,
        f"(k:Consultation {fact('k1', level, title='Textile 2027', territories=[EPCI], on='2026-10-01', earliest='2026-10-01', latest='2026-10-31', until='2026-12-31')})",
        f"(g:Outsider {fact('k1:y', level, name='Collectif')})-[:INVITED_TO {{uid: 'i1', owner: 'cci', visibility: '{level}'}}]->(k)",
        f"(:ConsultationReply {fact('k1|i1', level, consultation='k1', guest='i1', guest_name='Collectif', summary='oui', said_at='2026-10-05T10:00:00', on='2026-10-05', outcome='kept', reason='utile', outcome_on='2026-10-09')})",
    )
    graph.write(
        "MATCH (m:Operator {uid: 'cma'}), (k:Consultation {uid: 'k1'}) "
        "CREATE (m)-[:INVITED_TO {uid: 'i2', owner: 'cci', visibility: $level, source_uid: 'test'}]->(k)",
        level=level,
    )

"""Agreements with the part of each, their actions, strategies and consultations: what each row becomes."""

from __future__ import annotations

import pytest

from graph import Graph
from ingest.report import Report
from tests.ingest.conftest import Take

MEMBERS = "nom;type\nCCI Test;CCI\nCMA Test;CMA\nRégion Test;région\n"
REGION = {"operator": "Région Test"}
HEADER = "Convention;Parties;Responsabilités;Montants;ETP par partie;Territoire;Début;Fin;Id;Diffusion\n"
PDEC = (
    HEADER + '"PDEC du Ternois";"Région Test | Commune d\'Abbeville | Les Jardins (association)";'
    '"financer | loger | former";"100000 | 20000 | ";"1 | 0,5 | ";Nord;01/01/2026;31/12/2028;PDEC-1;\n'
)
PARTIES = """
MATCH (party)-[p:PARTY_TO]->(a:Agreement) WHERE p.role IS NULL
RETURN labels(party)[0] AS kind, coalesce(party.name, party.uid) AS name, p.responsibilities AS answers,
  p.amount_eur AS eur, p.engineering_fte AS fte ORDER BY name
"""


@pytest.fixture
def members(ready: Graph, take: Take) -> Graph:
    take(MEMBERS, "operators", name="institutions.csv")
    ready.write("CREATE (:Territory {uid: 'commune:80001', name: 'Abbeville'}), (:Territory {uid: 'epci:200067999'})")
    return ready


def test_each_party_has_its_part_whoever_it_is(members: Graph, take: Take) -> None:
    assert take(PDEC, "agreements", **REGION).written == 1
    assert members.system_read(PARTIES) == [
        {"kind": "Territory", "name": "Abbeville", "answers": ["loger"], "eur": 20000.0, "fte": 0.5},
        {"kind": "Outsider", "name": "Les Jardins", "answers": ["former"], "eur": None, "fte": None},
        {"kind": "Operator", "name": "Région Test", "answers": ["financer"], "eur": 100000.0, "fte": 1.0},
    ]
    [whole] = members.system_read(
        "MATCH (a:Agreement) RETURN a.amount_eur AS eur, a.engineering_fte AS fte, a.territories AS at, a.on AS on"
    )
    assert whole == {"eur": 120000.0, "fte": 1.5, "at": ["departement:59"], "on": "2026-01-01"}
    assert members.system_read("MATCH ()-[p:PARTNERS_WITH]->() RETURN p") == []


def test_who_is_named_no_more_goes_with_its_edge(members: Graph, take: Take) -> None:
    take(PDEC, "agreements", **REGION)
    assert take(PDEC.replace("Les Jardins (", "Le Cercle ("), "agreements", **REGION).updated == 1
    assert members.system_read("MATCH (o:Outsider) RETURN o.name AS name") == [{"name": "Le Cercle"}]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (("Les Jardins (association)", "Les Jardins"), "Les Jardins (association)"),
        (("Les Jardins (association)", "region test"), "nommé deux fois"),
        (('"financer | loger | former"', '"a | b | c | d"'), "4 valeurs"),
    ],
)
def test_a_party_that_cannot_be_told_refuses_the_row_with_what_to_do(
    members: Graph, take: Take, changed: tuple[str, str], said: str
) -> None:
    report = take(PDEC.replace(*changed), "agreements", **REGION)
    assert report.refused == 1
    assert said in report.findings[-1].message


def test_parties_that_are_institutions_are_told_once_unless_the_level_hides_them(members: Graph, take: Take) -> None:
    text = HEADER + "PDEC;CCI Test|CMA Test|Région Test;;;;;01/01/2026;;P1;{}\n"
    told = "MATCH (n:Notice {kind: 'agreement'}) RETURN n.owner AS who, n.other AS by ORDER BY who"
    take(text.format("signalé"), "agreements", **REGION)
    assert members.system_read(told) == []
    take(text.format("partagé"), "agreements", **REGION, may_widen=True)
    take(text.format("partagé").replace("PDEC;", "PDEC 2;"), "agreements", **REGION)
    assert members.system_read(told) == [
        {"who": "cci-test", "by": "region-test"},
        {"who": "cma-test", "by": "region-test"},
    ]


def test_an_action_belongs_to_an_agreement_of_its_own_institution_at_its_level(members: Graph, take: Take) -> None:
    take(PDEC.replace("PDEC-1;", "PDEC-1;réservé"), "agreements", **REGION)
    text = (
        "Convention;Action;État;Pilote;Échéance;Emplois attendus\n{};Ouvrir un guichet;lancée;CMA Test;30/06/2026;12\n"
    )
    assert take(text.format("PDEC-1"), "agreement_actions", **REGION).written == 1
    [found] = members.system_read(
        "MATCH (o:Operator)-[l:LEADS]->(x:AgreementAction)-[:ACTION_OF]->(a:Agreement) "
        "RETURN o.name AS leader, x.status AS status, x.due_on AS due, x.visibility AS level, a.title AS of"
    )
    assert found == {"leader": "CMA Test", "status": "running", "due": "2026-06-30", "level": "private",
                     "of": "PDEC du Ternois"}  # fmt: skip
    assert take(text.format("pdec du ternois"), "agreement_actions", operator="CCI Test").refused == 1


def test_a_strategy_keeps_its_priorities_and_the_addresses_of_its_documents(members: Graph, take: Take) -> None:
    text = (
        "Stratégie;Territoire;Thématiques;Filières;Adoptée le;Horizon;Documents\n"
        "Cap 2030;200067999;export|énergie;textile|62;15/03/2026;2030;{}\n"
    )
    assert take(text.format("Délibération : https://exemple.example/a.pdf"), "strategies", **REGION).written == 1
    [found] = members.system_read(
        "MATCH (t:Territory)-[:DECLARES]->(s:Strategy) RETURN t.uid AS at, s.themes AS themes, s.sectors AS sectors, "
        "s.horizon AS horizon, s.document_titles AS titles, s.document_urls AS urls"
    )
    assert found == {
        "at": "epci:200067999", "themes": ["export", "transition-energetique"], "sectors": ["filiere:textile", "naf2:62"],
        "horizon": 2030, "titles": ["Délibération"], "urls": ["https://exemple.example/a.pdf"],
    }  # fmt: skip
    assert take(text.format("http://exemple.example"), "strategies", **REGION).refused == 1
    assert take(text.format("https://u:p@exemple.example"), "strategies", **REGION).refused == 1


def test_a_closed_consultation_stays_closed_when_its_file_is_corrected(
    members: Graph, companies: Report, take: Take
) -> None:
    text = "Concertation;Invités;Territoire;Ouverte le;Id\nTextile 2027;CMA Test|732829320|Collectif (collectif);Nord;{};C1\n"
    assert take(text.format("02/11/2026"), "consultations", **REGION).written == 1
    invited = members.system_read("MATCH (g)-[:INVITED_TO]->(:Consultation) RETURN labels(g)[0] AS kind ORDER BY kind")
    assert [one["kind"] for one in invited] == ["Company", "Operator", "Outsider"]
    members.write("MATCH (k:Consultation) SET k.closed_on = '2026-11-20'")
    assert take(text.format("03/11/2026"), "consultations", **REGION).updated == 1
    assert members.system_read("MATCH (k:Consultation) RETURN k.closed_on AS on") == [{"on": "2026-11-20"}]

"""Support, projects, needs and agreements: what each row becomes."""

from __future__ import annotations

from graph import Graph
from ingest.report import Report
from tests.ingest.conftest import Take

CCI = {"operator": "CCI Test", "create_operator": True}


def test_the_scdl_schema_is_read_as_published(ready: Graph, companies: Report, take: Take) -> None:
    text = (
        "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,objet,montant,nature,"
        "conditionsVersement,datesPeriodeVersement,idRAE,notificationUE,pourcentageSubvention\n"
        "Région Test,20005374200017,2024-03-15,2024-77,TEXTILES DE LA LYS,73282932000074,Export,12000,aide en numéraire,"
        "unique,,,non,1\n"
    )
    report = take(text, "support", create_operator=True)
    [found] = ready.system_read(
        "MATCH (o:Operator)-[s:SUPPORTED]->(c) RETURN o.name AS o, c.siren AS siren, s.amount_eur AS eur, s.on AS on"
    )
    assert found == {"o": "Région Test", "siren": "732829320", "eur": 12000.0, "on": "2024-03-15"}
    assert report.unknown_columns == []
    assert "idAttribuant" in report.ignored


def test_a_public_contract_is_no_support(ready: Graph, companies: Report, take: Take) -> None:
    text = (
        "source,dispositif,financeur,beneficiaire,beneficiaire_siren,montant,date\n"
        "decp2019,Marché public 45210000,Ville Test,TEXTILES DE LA LYS,732829320,1000,2019\n"
        "fonjep,FONJEP,État Test,TEXTILES DE LA LYS,732829320,1000,2019\n"
    )
    report = take(text, "support", create_operator=True)
    assert (report.written, report.skipped) == (1, 1)
    assert ready.system_read("MATCH ()-[s:SUPPORTED]->() RETURN s.scheme AS scheme") == [{"scheme": "FONJEP"}]


def test_a_project_belongs_to_its_company_and_is_followed_by_its_institution(
    ready: Graph, companies: Report, take: Take
) -> None:
    text = "Titre;Porteur;SIRET;Avancement;Montant\nNouvel atelier;TEXTILES DE LA LYS;73282932000074;en cours;1,2 M€\n"
    assert take(text, "projects", **CCI).written == 1
    [found] = ready.system_read(
        "MATCH (c:Company)-[:CARRIES]->(p:Project)<-[:FOLLOWS]-(o:Operator) "
        "RETURN c.siren AS siren, p.title AS title, p.stage AS stage, p.amount_eur AS eur, o.name AS o"
    )
    assert found == {
        "siren": "732829320",
        "title": "Nouvel atelier",
        "stage": "running",
        "eur": 1_200_000.0,
        "o": "CCI Test",
    }


def test_a_holder_without_siren_is_kept_by_name(ready: Graph, companies: Report, take: Take) -> None:
    text = "Besoin;Demandeur;Commune;Statut\nTrouver un local;Madame Ninon Vauquelin;AMIENS;à traiter\n"
    assert take(text, "needs", **CCI).written == 1
    [found] = ready.system_read(
        "MATCH (n:Need) RETURN n.holder_name AS who, n.status AS status, EXISTS { ()-[]->(n) } AS linked"
    )
    assert found == {"who": "Madame Ninon Vauquelin", "status": "quo", "linked": False}


def test_a_need_taken_care_of_names_who_answers(ready: Graph, companies: Report, take: Take) -> None:
    text = "Besoin;Entreprise;SIREN;Statut\nRecruter;TEXTILES DE LA LYS;732829320;pris en charge\nExporter;TEXTILES DE LA LYS;732829320;nouveau\n"
    assert take(text, "needs", **CCI).written == 2
    found = ready.system_read(
        "MATCH (o)-[t:TAKES_CARE_OF]->(n:Need)<-[:RAISED]-(c:Company) RETURN o.name AS o, n.title AS title, c.siren AS c"
    )
    assert found == [{"o": "CCI Test", "title": "Recruter", "c": "732829320"}]


def test_an_agreement_makes_its_parties_partners(ready: Graph, take: Take) -> None:
    take("nom;type\nCCI Test;CCI\nCMA Test;CMA\nRégion Test;région\n", "operators", name="institutions.csv")
    text = "Convention;Parties;Début;Fin\nPDEC du Ternois;CCI Test | CMA Test | Région Test;01/01/2026;31/12/2028\n"
    report = take(text, "agreements")
    assert report.written == 1, report.findings
    pairs = ready.system_read(
        "MATCH (a)-[p:PARTNERS_WITH]->(b) RETURN a.name AS a, b.name AS b, p.agreement AS uid ORDER BY a, b"
    )
    [agreement] = ready.system_read("MATCH (a:Agreement) RETURN a.uid AS uid, a.starts_on AS start, a.ends_on AS end")
    assert [(p["a"], p["b"]) for p in pairs] == [
        ("CCI Test", "CMA Test"),
        ("CCI Test", "Région Test"),
        ("CMA Test", "Région Test"),
    ]
    assert {p["uid"] for p in pairs} == {agreement["uid"]}
    assert (agreement["start"], agreement["end"]) == ("2026-01-01", "2028-12-31")
    assert len(ready.system_read("MATCH ()-[p:PARTY_TO]->(:Agreement) RETURN p.uid AS uid")) == 3


def test_an_unknown_party_is_refused_until_its_creation_is_asked_for(ready: Graph, take: Take) -> None:
    take("nom\nCCI Test\n", "operators", name="institutions.csv")
    text = "Convention;Parties\nAccord;CCI Test|Association Inconnue\n"
    assert take(text, "agreements").refused == 1
    assert take(text, "agreements", create_operator=True).written == 1


def test_the_same_files_again_change_nothing(companies: Report, take: Take) -> None:
    needs = "Besoin;Entreprise;SIREN;Statut\nRecruter;TEXTILES DE LA LYS;732829320;pris en charge\n"
    accord = "Convention;Parties\nAccord;CCI Test|CMA Test\n"
    take(needs, "needs", **CCI)
    take(accord, "agreements", create_operator=True)
    assert take(needs, "needs", **CCI).unchanged == 1
    assert take(accord, "agreements", create_operator=True).unchanged == 1


def test_a_corrected_need_replaces_its_edges(ready: Graph, companies: Report, take: Take) -> None:
    text = "Besoin;Entreprise;SIREN;Statut\nRecruter;TEXTILES DE LA LYS;732829320;{}\n"
    take(text.format("nouveau"), "needs", **CCI)
    assert take(text.format("traité"), "needs", **CCI).updated == 1
    assert take(text.format("nouveau"), "needs", **CCI).updated == 1
    assert ready.system_read("MATCH (n:Need) RETURN count(n) AS n") == [{"n": 1}]
    assert ready.system_read("MATCH ()-[t:TAKES_CARE_OF]->() RETURN count(t) AS n") == [{"n": 0}]

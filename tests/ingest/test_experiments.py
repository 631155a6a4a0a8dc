"""Experiments by file: the ledger, what is measured, what was met, and what is replicated."""

from __future__ import annotations

import pytest

from graph import Graph
from tests.ingest.conftest import Take

AMIENS, BEAUVAIS = "248000531", "200067999"
OWNER = {"operator": "Agglo Test", "create_operator": True}
OTHER = {"operator": "CCI Test", "create_operator": True}
LEDGER = (
    "Identifiant;Expérimentation;Territoire;Hypothèse;Début;Dérogation;Dérogation du;Dérogation au;Contribue au SRDEII;Diffusion\n"
    f"E1;Navette du soir;{AMIENS};Elle remplit les ateliers;12/01/2026;code des transports;12/01/2026;12/07/2026;oui;\n"
)


@pytest.fixture(autouse=True)
def places(ready: Graph) -> None:
    for uid in (f"epci:{AMIENS}", f"epci:{BEAUVAIS}", "commune:80021"):
        ready.write(
            "CREATE (:Territory {uid: $uid, code: split($uid, ':')[1], name: $uid, level: split($uid, ':')[0]})",
            uid=uid,
        )


def test_a_ledger_becomes_experiments_of_their_territories(ready: Graph, take: Take) -> None:
    assert take(LEDGER, "experiments", **OWNER).written == 1
    [found] = ready.system_read(
        "MATCH (t:Territory)-[c:CARRIES]->(p:Project {kind: 'experiment'}) RETURN t.uid AS territory, p.title AS title, "
        "p.derogation_from AS since, p.contributes_to_sri AS sri, p.earliest AS on, p.verdict AS verdict, c.visibility AS level"
    )
    assert found == {
        "territory": f"epci:{AMIENS}", "title": "Navette du soir", "since": "2026-01-12", "sri": True, "on": "2026-01-12",
        "verdict": None, "level": "shared",
    }  # fmt: skip


@pytest.mark.parametrize("verdict", ["réussie", "échec", "non concluante"])
def test_no_verdict_is_taken_without_its_lesson_and_any_with_it(ready: Graph, take: Take, verdict: str) -> None:
    head = "Titre;Territoire;Bilan;Leçon\n"
    refused = take(head + f"Navette;{AMIENS};{verdict};\n", "experiments", **OWNER)
    assert (refused.refused, refused.notes) == (1, {"verdict-without-lesson": 1})
    assert take(head + f"Navette;{AMIENS};{verdict};Trop tôt le matin\n", "experiments", **OWNER).written == 1


def test_a_commune_is_a_territory_too_and_a_wrong_order_of_days_is_refused(ready: Graph, take: Take) -> None:
    text = "Titre;Commune;Début;Fin\nNavette;80021;12/01/2026;13/01/2026\nVélos;80021;12/01/2026;11/01/2026\n"
    report = take(text, "experiments", **OWNER)
    assert (report.written, report.refused) == (1, 1)
    assert ready.system_read("MATCH (t)-[:CARRIES]->(p:Project) RETURN t.uid AS t") == [{"t": "commune:80021"}]


def test_indicators_and_results_find_their_experiment_by_reference_or_title(ready: Graph, take: Take) -> None:
    take(LEDGER, "experiments", **OWNER)
    indicators = (
        "Expérimentation;Indicateur;Unité;Sens;Valeur initiale;Date initiale;Cible;Échéance\n"
        "E1;Trajets par jour;trajets;hausse;12;05/01/2026;60;31/12/2026\n"
        "Autre chose;Trajets par jour;;;;;;\n"
    )
    report = take(indicators, "experiment_indicators", **OWNER)
    assert (report.written, report.refused) == (1, 1)
    results = (
        "Expérimentation;Indicateur;Date;Valeur\nnavette du SOIR;trajets par jour;01/03/2026;18 trajets\n"
        "E1;Trajets par jour;01/06/2026;31,5\nE1;Autre;01/06/2026;3\nE1;Trajets par jour;01/06/2027;99\n"
    )
    report = take(results, "experiment_results", **OWNER)
    assert (report.written, report.refused) == (2, 2)
    assert take(results, "experiment_results", name="encore.csv", **OWNER).unchanged == 2
    found = ready.system_read(
        "MATCH (:Project)-[:MEASURED_BY]->(i)-[:GAVE]->(r) RETURN i.name AS name, r.on AS on, r.value AS value ORDER BY on"
    )
    assert found == [
        {"name": "Trajets par jour", "on": "2026-03-01", "value": 18.0},
        {"name": "Trajets par jour", "on": "2026-06-01", "value": 31.5},
    ]


def test_another_institution_adds_nothing_to_an_experiment_that_is_not_its_own(ready: Graph, take: Take) -> None:
    take(LEDGER, "experiments", **OWNER)
    text = "Expérimentation;Difficulté;Date\nNavette du soir;Pas de chauffeur;01/03/2026\n"
    assert take(text, "experiment_difficulties", **OTHER).refused == 1
    assert take(text, "experiment_difficulties", **OWNER).written == 1


def test_what_is_measured_has_the_level_of_its_experiment_and_follows_it(ready: Graph, take: Take) -> None:
    take(LEDGER.replace("oui;\n", "oui;réservé\n"), "experiments", **OWNER)
    take("Expérimentation;Indicateur\nE1;Trajets\n", "experiment_indicators", **OWNER)
    take("Expérimentation;Indicateur;Date;Valeur\nE1;Trajets;01/03/2026;18\n", "experiment_results", **OWNER)
    take("Expérimentation;Difficulté;Date\nE1;Pas de chauffeur;01/03/2026\n", "experiment_difficulties", **OWNER)
    levels = (
        "MATCH (n:Project|ExperimentIndicator|ExperimentResult|Difficulty) RETURN collect(DISTINCT n.visibility) AS all"
    )
    ties = "MATCH ()-[e:MEASURED_BY|GAVE|MET]->() RETURN collect(DISTINCT e.visibility) AS all"
    for level, options in (("private", {}), ("shared", {"may_widen": True})):
        if options:
            take(LEDGER.replace("oui;\n", "oui;partagé\n"), "experiments", name="2.csv", **OWNER, **options)
        assert [row["all"] for text in (levels, ties) for row in ready.system_read(text)] == [[level], [level]]


def test_a_replica_names_its_origin_in_the_same_file_or_shared_by_another_institution(ready: Graph, take: Take) -> None:
    more = f"E2;Navette du matin;{AMIENS};;;;;;;\n"
    head, row = LEDGER.splitlines()
    take("\n".join((head, row)) + "\n" + more, "experiments", **OWNER)
    text = (
        f"Identifiant;Expérimentation;Territoire;Reprise de\nR1;Navette ici;{BEAUVAIS};Navette du soir\n"
        f"R2;Navette là;{BEAUVAIS};R1\nR3;Navette;{BEAUVAIS};inconnue\n"
    )
    report = take(text, "experiments", **OTHER)
    assert (report.written, report.refused) == (2, 1)
    found = ready.system_read(
        "MATCH (a)-[r:REPLICATED_IN]->(b) RETURN a.title AS a, b.title AS b, r.owner AS by ORDER BY b"
    )
    assert [(one["a"], one["b"]) for one in found] == [
        ("Navette du soir", "Navette ici"),
        ("Navette ici", "Navette là"),
    ]
    assert take(text, "experiments", name="encore.csv", **OTHER).unchanged == 2


def test_what_another_keeps_to_itself_answers_as_what_does_not_exist(ready: Graph, take: Take) -> None:
    take(LEDGER.replace("oui;\n", "oui;réservé\n"), "experiments", **OWNER)
    said = set()
    for title in ("Navette du soir", "Navette du matin"):
        text = f"Titre;Territoire;Reprise de\nNavette ici;{BEAUVAIS};{title}\n"
        [finding] = take(text, "experiments", name=f"{title}.csv", **OTHER).findings
        said.add(finding.message.replace(title, "…"))
    assert len(said) == 1


def test_a_corrected_row_keeps_the_verdict_that_it_does_not_speak_of(ready: Graph, take: Take) -> None:
    take(LEDGER, "experiments", **OWNER)
    ready.write("MATCH (p:Project) SET p.verdict = 'failed', p.lesson = 'Trop tôt', p.verdict_on = '2026-06-01'")
    assert take(LEDGER.replace("Elle remplit", "Elle vide"), "experiments", name="2.csv", **OWNER).updated == 1
    [found] = ready.system_read(
        "MATCH (p:Project) RETURN p.hypothesis AS said, p.verdict AS verdict, p.lesson AS lesson"
    )
    assert found == {"said": "Elle vide les ateliers", "verdict": "failed", "lesson": "Trop tôt"}


def test_what_vanishes_from_a_file_takes_its_measures_along(ready: Graph, take: Take) -> None:
    take(LEDGER, "experiments", **OWNER)
    take("Expérimentation;Indicateur\nE1;Trajets\n", "experiment_indicators", name="i.csv", **OWNER)
    take(
        "Expérimentation;Indicateur;Date;Valeur\nE1;Trajets;01/03/2026;18\n",
        "experiment_results",
        name="r.csv",
        **OWNER,
    )
    text = LEDGER.replace("E1;Navette du soir", "E9;Autre essai")
    assert take(text, "experiments", replace=True, **OWNER).ended == 1
    assert ready.system_read("MATCH (n:ExperimentIndicator|ExperimentResult) RETURN count(*) AS n") == [{"n": 0}]

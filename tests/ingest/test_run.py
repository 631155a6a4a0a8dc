"""One file, from its bytes to a report."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from graph import Graph
from graph.errors import FileRefused, Interrupted, Misuse, NotFound
from graph.visibility import Caller, Visibility
from ingest.queue import list_reviews
from ingest.report import Report
from ingest.request import Request
from ingest.reviewing import accept
from ingest.run import ingest_file
from tests.ingest.conftest import TODAY, Take

HEADER = "Date;Entreprise;SIRET;Code postal;Commune;Thème;Objet;Statut;Réf. visite conjointe\n"
VISIT = "09/01/2026;TEXTILES DE LA LYS;73282932000074;59280;Armentières;export;premier contact;réalisée;\n"
CCI = {"operator": "CCI Test", "create_operator": True}
VISITS = (
    "MATCH (o:Operator)-[v:VISITED]->(c:Company) RETURN o.name AS operator, c.siren AS siren, properties(v) AS visit"
)


def visits(graph: Graph) -> list[dict]:  # type: ignore[type-arg]
    return graph.system_read(VISITS + " ORDER BY v.uid")


def test_a_visit_is_written_with_its_provenance(ready: Graph, companies: Report, take: Take) -> None:
    report = take(HEADER + VISIT, "visits", **CCI)
    [found] = visits(ready)
    visit = found["visit"]
    assert (found["operator"], found["siren"], report.written) == ("CCI Test", "732829320", 1)
    assert (visit["on"], visit["earliest"], visit["latest"]) == ("2026-01-09",) * 3
    assert (visit["status"], visit["theme"], visit["purpose"]) == ("done", "export", "premier contact")
    assert visit["owner"] == "cci-test"
    assert visit["visibility"] == "shared"
    assert visit["import_uid"] == report.import_uid
    assert {"source_uid", "recorded_at", "recorded_by", "content_hash", "visit"} <= visit.keys()


def test_the_same_file_again_writes_nothing(ready: Graph, companies: Report, take: Take) -> None:
    take(HEADER + VISIT, "visits", **CCI)
    before = visits(ready)
    again = take(HEADER + VISIT, "visits", **CCI)
    assert (again.written, again.unchanged) == (0, 1)
    assert visits(ready) == before


def test_the_same_company_list_again_writes_nothing(companies: Report, take: Take) -> None:
    from tests.ingest.conftest import COMPANIES

    again = take(COMPANIES, "companies", name="entreprises.csv")
    assert (again.written, again.unchanged) == (0, 3)


def test_a_corrected_file_updates_the_row_and_says_so(ready: Graph, companies: Report, take: Take) -> None:
    take(HEADER + VISIT, "visits", **CCI)
    [first] = visits(ready)
    report = take(HEADER + VISIT.replace("export", "emploi"), "visits", **CCI)
    [found] = visits(ready)
    assert (report.written, report.updated) == (1, 1)
    assert found["visit"]["theme"] == "emploi"
    assert found["visit"]["uid"] == first["visit"]["uid"]
    assert found["visit"]["recorded_at"] == first["visit"]["recorded_at"], "known since the day it was first recorded"


def test_a_row_that_vanished_stays_unless_replace_is_asked_for(ready: Graph, companies: Report, take: Take) -> None:
    other = VISIT.replace("09/01/2026", "10/02/2026")
    take(HEADER + VISIT + other, "visits", **CCI)
    take(HEADER + VISIT, "visits", **CCI)
    assert len(visits(ready)) == 2
    report = take(HEADER + VISIT, "visits", replace=True, **CCI)
    assert report.ended == 1
    assert [found["visit"]["on"] for found in visits(ready)] == ["2026-01-09"]


def test_replace_leaves_the_visits_of_other_institutions_and_files(ready: Graph, companies: Report, take: Take) -> None:
    take(HEADER + VISIT, "visits", **CCI)
    take(HEADER + VISIT.replace("09/01", "11/01"), "visits", name="autre.csv", **CCI)
    take(HEADER + VISIT, "visits", operator="CMA Test", create_operator=True)
    take(HEADER + VISIT.replace("09/01", "12/01"), "visits", replace=True, **CCI)
    found = {(v["operator"], v["visit"]["on"]) for v in visits(ready)}
    assert found == {("CCI Test", "2026-01-12"), ("CCI Test", "2026-01-11"), ("CMA Test", "2026-01-09")}


def test_equal_rows_of_visits_collapse_and_are_counted(ready: Graph, companies: Report, take: Take) -> None:
    report = take(HEADER + VISIT + VISIT, "visits", **CCI)
    assert (report.written, report.repeated) == (1, 1)
    assert len(visits(ready)) == 1


def test_two_visits_of_one_day_that_say_different_things_are_two(ready: Graph, companies: Report, take: Take) -> None:
    text = HEADER + VISIT + VISIT.replace("export", "emploi")
    assert take(text, "visits", **CCI).written == 2
    assert take(text, "visits", **CCI).unchanged == 2


def test_equal_grants_are_as_many_grants_as_rows(ready: Graph, companies: Report, take: Take) -> None:
    row = "Financeur Test;TEXTILES DE LA LYS;73282932000074;Aide à l'export;1 234,50 €;2025\n"
    text = "financeur;beneficiaire;siret;dispositif;montant;date\n" + row + row
    report = take(text, "support", create_operator=True)
    found = ready.system_read("MATCH ()-[s:SUPPORTED]->() RETURN s.amount_eur AS eur, s.earliest AS a, s.latest AS b")
    assert (report.written, report.repeated) == (2, 0)
    assert found == [{"eur": 1234.5, "a": "2025-01-01", "b": "2025-12-31"}] * 2
    assert take(text, "support", create_operator=True).unchanged == 2


def test_an_unknown_institution_is_refused_and_near_names_are_offered(companies: Report, take: Take) -> None:
    take(HEADER + VISIT, "visits", **CCI)
    with pytest.raises(NotFound, match="CCI Test") as refused:
        take(HEADER + VISIT, "visits", operator="CCI Tset")
    assert "--create-operator" in refused.value.hint


def test_a_row_whose_own_institution_is_unknown_is_refused_alone(companies: Report, take: Take) -> None:
    take("nom\nCCI Test\n", "operators", name="institutions.csv")
    text = (
        HEADER.replace("Objet", "Institution")
        + VISIT.replace("premier contact", "Inconnue SA")
        + VISIT.replace("premier contact", "").replace("09/01", "10/01")
    )
    report = take(text, "visits", operator="CCI Test")
    assert (report.written, report.refused) == (1, 1)
    assert report.notes["unknown-operator"] == 1


def test_visits_of_nobody_are_refused(ready: Graph, companies: Report, take: Take) -> None:
    report = take(HEADER + VISIT, "visits")
    assert (report.written, report.refused) == (0, 1)
    assert "--operator" in report.findings[0].message


def test_a_dry_run_counts_and_writes_nothing(ready: Graph, companies: Report, take: Take) -> None:
    report = take(HEADER + VISIT, "visits", dry_run=True, **CCI)
    assert (report.written, report.dry_run) == (1, True)
    assert visits(ready) == []
    assert ready.system_read("MATCH (i:Import {source_uid: 'visits'}) RETURN i") == []


def test_the_institutions_own_spelling_of_its_name_wins(ready: Graph, companies: Report, take: Take) -> None:
    take("nom;type\nCCI TEST;CCI\n", "operators")
    take(HEADER + VISIT, "visits", operator="CCI Test")
    assert [found["operator"] for found in visits(ready)] == ["CCI Test"]


def test_a_valid_siren_that_the_register_lacks_makes_an_unverified_company(ready: Graph, take: Take) -> None:
    take(HEADER + VISIT, "visits", **CCI)
    [company] = ready.system_read("MATCH (c:Company) RETURN c.siren AS siren, c.verified AS ok, c.visibility AS level")
    assert company == {"siren": "732829320", "ok": False, "level": "shared"}


def test_the_register_completes_a_company_that_a_visit_brought(ready: Graph, take: Take) -> None:
    from tests.ingest.conftest import COMPANIES

    take(HEADER + VISIT, "visits", **CCI)
    take(COMPANIES, "companies", name="entreprises.csv")
    [company] = ready.system_read(
        "MATCH (c:Company {siren: '732829320'}) RETURN c.verified AS ok, c.naf AS naf, c.visibility AS level"
    )
    assert company == {"ok": True, "naf": "13.10Z", "level": "open"}
    assert len(visits(ready)) == 1


def test_a_damaged_identifier_is_never_kept_and_the_name_decides(ready: Graph, companies: Report, take: Take) -> None:
    text = HEADER + VISIT.replace("73282932000074", "7,33E+13")
    report = take(text, "visits", **CCI)
    [found] = visits(ready)
    assert found["siren"] == "732829320"
    assert "siret" not in found["visit"]
    assert report.notes["identifier-lost"] == 1


def test_a_lost_leading_zero_waits_for_a_person(ready: Graph, take: Take) -> None:
    take(
        "siren;nom;code_postal;commune\n005720784;ACIERIES DU NORD;59300;VALENCIENNES\n",
        "companies",
        name="e.csv",
    )
    report = take(
        HEADER + VISIT.replace("73282932000074", "5720784").replace("TEXTILES DE LA LYS", "X"),
        "visits",
        **CCI,
    )
    assert report.written == 0
    assert report.review == 1


def test_a_place_in_doubt_does_not_hold_back_a_whole_identifier(ready: Graph, companies: Report, take: Take) -> None:
    report = take(HEADER + VISIT.replace("Armentières", "Toulouse"), "visits", **CCI)
    assert (report.written, report.review) == (1, 0)


def test_a_place_in_doubt_sends_a_row_without_identifier_to_review(companies: Report, take: Take) -> None:
    text = HEADER + VISIT.replace("73282932000074", "").replace("Armentières", "Toulouse")
    assert take(text, "visits", **CCI).review == 1


def test_an_impossible_day_refuses_its_row_with_its_place(companies: Report, take: Take) -> None:
    report = take(HEADER + VISIT + VISIT.replace("09/01/2026", "30/02/2026"), "visits", **CCI)
    assert (report.written, report.refused) == (1, 1)
    [finding] = [finding for finding in report.findings if finding.line == 3]
    assert (finding.column, finding.original) == ("Date", "30/02/2026")


def test_a_missing_day_refuses_its_row(companies: Report, take: Take) -> None:
    report = take(HEADER + VISIT.replace("09/01/2026", ""), "visits", **CCI)
    assert (report.refused, report.notes) == (1, {"missing-value": 1})


def test_a_confidential_procedure_is_refused(companies: Report, take: Take) -> None:
    report = take(HEADER + VISIT.replace("premier contact", "suite du mandat ad hoc"), "visits", **CCI)
    assert report.refused == 1


def test_blank_and_total_rows_are_counted_and_left(companies: Report, take: Take) -> None:
    report = take(HEADER + VISIT + ";;;;;;;;\nTOTAL;1;;;;;;;\n", "visits", **CCI)
    assert (report.read, report.written, report.skipped) == (3, 1, 2)


def test_a_file_without_a_required_column_is_refused_with_what_to_do(companies: Report, take: Take) -> None:
    with pytest.raises(FileRefused, match="Colonne obligatoire absente") as refused:
        take("Entreprise;SIRET;Commune\nX;;Y\n", "visits", **CCI)
    assert refused.value.code == "missing-column"


def test_a_column_can_be_chosen_by_hand(companies: Report, take: Take) -> None:
    text = (HEADER + VISIT).replace("Date;", "Passage du conseiller;")
    assert take(text, "visits", mapping={"on": "Passage du conseiller"}, **CCI).written == 1


def test_a_mapping_to_a_header_that_is_not_there_is_refused(companies: Report, take: Take) -> None:
    with pytest.raises(FileRefused, match="en-tête « Jamais vu »"):
        take(HEADER + VISIT, "visits", mapping={"on": "Jamais vu"}, **CCI)


def test_unknown_columns_are_listed_and_known_ones_are_ignored_for_a_reason(companies: Report, take: Take) -> None:
    text = HEADER.strip() + ";Couleur;Téléphone\n" + VISIT.strip() + ";bleu;0102030405\n"
    report = take(text, "visits", **CCI)
    assert report.unknown_columns == ["Couleur"]
    assert "Téléphone" in report.ignored


def test_a_file_in_doubt_waits_whole_until_a_person_accepts_it(ready: Graph, companies: Report, take: Take) -> None:
    text = HEADER + "".join(
        VISIT.replace("TEXTILES DE LA LYS", "SociÃ©tÃ© gÃ©nÃ©rale").replace("09/01", f"{day:02d}/01")
        for day in range(1, 9)
    )
    report = take(text, "visits", **CCI)
    assert (report.read, report.review, report.written) == (8, 8, 0)
    caller = Caller(organisation="cci-test")
    [item] = list_reviews(ready, caller).reviews
    assert item.kind == "file"
    accept(ready, caller, item.uid)
    assert take(text, "visits", **CCI).written == 8


@pytest.mark.parametrize(
    ("level", "earliest", "latest"),
    [
        ("private", "2026-01-09", "2026-01-09"),
        ("signalled", "2026-01-01", "2026-01-31"),
        ("shared", "2026-01-09", "2026-01-09"),
    ],
)
def test_the_level_bounds_what_members_may_know_of_the_day(
    ready: Graph, companies: Report, take: Take, level: str, earliest: str, latest: str
) -> None:
    take(HEADER + VISIT, "visits", visibility=Visibility(level), **CCI)
    [found] = visits(ready)
    assert (found["visit"]["visibility"], found["visit"]["earliest"], found["visit"]["latest"]) == (
        level,
        earliest,
        latest,
    )


def test_the_rows_own_level_wins_over_the_commands(ready: Graph, companies: Report, take: Take) -> None:
    text = HEADER.replace("Objet", "Diffusion") + VISIT.replace("premier contact", "Réservé à mon institution")
    take(text, "visits", visibility=Visibility.OPEN, **CCI)
    assert visits(ready)[0]["visit"]["visibility"] == "private"


def test_a_private_company_shows_its_first_words_to_nobody_else(ready: Graph, take: Take) -> None:
    take(
        HEADER + VISIT.replace("TEXTILES DE LA LYS", "Nom secret"),
        "visits",
        visibility=Visibility.PRIVATE,
        **CCI,
    )
    take(HEADER + VISIT, "visits", operator="CMA Test", create_operator=True)
    [company] = ready.system_read("MATCH (c:Company) RETURN c.name AS name, c.names AS names, c.visibility AS level")
    assert company == {"name": "TEXTILES DE LA LYS", "names": ["TEXTILES DE LA LYS"], "level": "shared"}


def test_real_companies_never_enter_a_fictional_region(take: Take) -> None:
    take("siren;nom;code_postal;commune\n140000001;FICTIVE;80000;AMIENS\n", "companies")
    report = take("siren;nom;code_postal;commune\n732829320;REELLE;80000;AMIENS\n", "companies", name="b.csv")
    assert (report.written, report.refused) == (0, 1)
    assert report.notes == {"fictional-and-real": 1}


def test_a_site_described_in_two_ways_goes_to_review(ready: Graph, take: Take) -> None:
    text = (
        "siret;nom;naf;code_postal;commune\n"
        "73282932000074;TEXTILES DE LA LYS;13.10Z;59280;ARMENTIERES\n"
        "73282932000074;TEXTILES DE LA LYS;29.10Z;59280;ARMENTIERES\n"
    )
    report = take(text, "companies")
    assert (report.written, report.review) == (1, 1)
    assert report.notes["conflicting-rows"] == 1


def test_several_rows_of_one_siren_make_one_company_with_all_its_names(ready: Graph, take: Take) -> None:
    text = (
        "siren;siret;nom;naf;code_postal;commune\n"
        "732829320;73282932000074;TEXTILES DE LA LYS;13.10Z;59280;ARMENTIERES\n"
        "732829320;;TDL;;;\n"
    )
    assert take(text, "companies").written == 2
    [company] = ready.system_read("MATCH (c:Company) RETURN c.name AS name, c.names AS names, c.naf AS naf")
    assert company == {"name": "TEXTILES DE LA LYS", "names": ["TEXTILES DE LA LYS", "TDL"], "naf": "13.10Z"}


def test_an_unknown_source_is_a_misuse(ready: Graph, tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="Source inconnue"):
        ingest_file(ready, tmp_path / "x.csv", Request(source="inconnue"))


def test_a_stopped_import_keeps_whole_batches_and_goes_on_from_there(
    ready: Graph, companies: Report, tmp_path: Path
) -> None:
    path = tmp_path / "visites.csv"
    path.write_text(
        HEADER
        + "".join(VISIT.replace("09/01/2026", f"{d:02d}/{m:02d}/2025") for m in range(1, 13) for d in range(1, 29))
    )
    request = Request(source="visits", today=TODAY, batch_rows=50, **CCI)  # type: ignore[arg-type]

    def stop_at_the_second_batch(rows: int) -> None:
        if rows == 100:
            os.kill(os.getpid(), signal.SIGINT)

    assert threading.current_thread() is threading.main_thread()
    with pytest.raises(Interrupted, match="100 lignes lues"):
        ingest_file(ready, path, request, progress=stop_at_the_second_batch)
    assert len(visits(ready)) == 100
    [kept] = ready.system_read("MATCH (i:Import {source_uid: 'visits'}) RETURN i.status AS status")
    assert kept["status"] == "stopped"
    report = ingest_file(ready, path, request)
    assert (report.read, report.written, report.unchanged) == (336, 236, 100)
    assert len(visits(ready)) == 336


def test_each_remark_is_kept_in_a_file_with_its_place(companies: Report, take: Take) -> None:
    report = take(HEADER + VISIT.replace("09/01/2026", "30/02/2026"), "visits", **CCI)
    assert report.findings_file is not None
    [line] = Path(report.findings_file).read_text(encoding="utf-8").splitlines()
    assert '"line":2' in line
    assert '"original":"30/02/2026"' in line


def test_the_same_file_taken_in_by_two_at_once_is_written_once(
    ready: Graph, companies: Report, take: Take, tmp_path: Path
) -> None:
    days = [f"{day:02}/{month:02}/2026" for month in range(1, 10) for day in range(1, 28)]
    path = tmp_path / "visites.csv"
    path.write_text(HEADER + "".join(VISIT.replace("09/01/2026", day) for day in days), encoding="utf-8")
    request = Request(source="visits", today=TODAY, batch_rows=40, **CCI)
    together, reports = threading.Barrier(2), []

    def one() -> None:
        together.wait()
        reports.append(ingest_file(ready, path, request))

    both = [threading.Thread(target=one) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert [report.adds_up for report in reports] == [True, True]
    found = [each["visit"] for each in visits(ready)]
    assert sorted(visit["on"] for visit in found) == sorted("-".join(reversed(day.split("/"))) for day in days), (
        "each visit once, whoever wrote it"
    )
    again = ingest_file(ready, path, request)
    assert (again.written, again.unchanged) == (0, len(days))

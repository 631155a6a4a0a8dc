"""Sirene's two stock files: sites of the territory first, then the legal units they belong to."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

from graph import Graph
from graph.errors import Misuse
from ingest.request import Request
from ingest.run import ingest_file
from tests.ingest.conftest import TODAY, Take

SITES = """siren,nic,siret,statutDiffusionEtablissement,dateCreationEtablissement,trancheEffectifsEtablissement,etablissementSiege,numeroVoieEtablissement,typeVoieEtablissement,libelleVoieEtablissement,codePostalEtablissement,libelleCommuneEtablissement,codeCommuneEtablissement,etatAdministratifEtablissement,enseigne1Etablissement,denominationUsuelleEtablissement,activitePrincipaleEtablissement
732829320,00074,73282932000074,O,1990-01-01,12,true,3,RUE,DE LA PAIX,80000,AMIENS,80021,A,,,13.10Z
732829320,00082,73282932000082,O,1995-01-01,03,false,9,QUAI,BELU,80000,AMIENS,80021,A,LE MAGASIN,,47.51Z
552100554,00554,55210055400554,O,1955-01-01,52,true,7,RUE,HENRI,78300,POISSY,78498,A,,,29.10Z
120027016,00563,12002701600563,P,2000-01-01,NN,true,[ND],[ND],[ND],59000,LILLE,59350,F,[ND],[ND],84.11Z
"""
UNITS = """siren,statutDiffusionUniteLegale,dateCreationUniteLegale,sigleUniteLegale,prenomUsuelUniteLegale,trancheEffectifsUniteLegale,anneeEffectifsUniteLegale,categorieEntreprise,etatAdministratifUniteLegale,nomUniteLegale,nomUsageUniteLegale,denominationUniteLegale,denominationUsuelle1UniteLegale,categorieJuridiqueUniteLegale,activitePrincipaleUniteLegale,nomenclatureActivitePrincipaleUniteLegale,economieSocialeSolidaireUniteLegale,sexeUniteLegale
732829320,O,1990-01-01,TDL,,12,2023,PME,A,,,TEXTILES DE LA LYS,TISSAGES,5710,13.10Z,NAFRev2,O,
552100554,O,1955-01-01,,,52,2023,GE,A,,,AUTOMOBILES PEUGEOT,,5599,29.10Z,NAFRev2,N,
120027016,P,2000-01-01,,[ND],NN,,,C,[ND],,[ND],,1000,84.11Z,NAFRev2,,[ND]
"""


def test_sites_outside_the_territory_are_out_of_scope(ready: Graph, take: Take) -> None:
    report = take(SITES, "sirene", name="StockEtablissement.csv")
    assert (report.source, report.read, report.written, report.skipped) == ("sirene_sites", 4, 3, 1)
    assert ready.system_read("MATCH (s:Establishment) RETURN count(s) AS n") == [{"n": 3}]


def test_units_are_those_that_a_site_has_brought(ready: Graph, take: Take) -> None:
    take(SITES, "sirene", name="StockEtablissement.csv")
    report = take(UNITS, "sirene", name="StockUniteLegale.csv")
    assert (report.source, report.written, report.skipped) == ("sirene", 2, 1)
    [company] = ready.system_read("MATCH (c:Company {siren: '732829320'}) RETURN properties(c) AS c")
    found = company["c"]
    assert (found["name"], found["naf"], found["naf_version"]) == ("TEXTILES DE LA LYS", "13.10Z", "naf2")
    assert (found["est_ess"], found["state"], found["verified"]) == (True, "open", True)
    assert (found["code_commune"], found["departement"]) == ("80021", "80")
    assert set(found["names"]) >= {"TEXTILES DE LA LYS", "TISSAGES", "TDL"}


def test_a_person_who_asked_not_to_be_diffused_has_no_name(ready: Graph, take: Take) -> None:
    take(SITES, "sirene", name="StockEtablissement.csv")
    take(UNITS, "sirene", name="StockUniteLegale.csv")
    [found] = ready.system_read(
        "MATCH (c:Company {siren: '120027016'}) RETURN c.name AS name, c.statut_diffusion AS s, c.state AS state"
    )
    assert found == {"name": "120027016", "s": "P", "state": "closed"}
    assert "[ND]" not in str(
        ready.system_read("MATCH (n) WHERE n:Company OR n:Establishment RETURN properties(n) AS p")
    )


def test_both_files_again_change_nothing(take: Take) -> None:
    for text, name in ((SITES, "StockEtablissement.csv"), (UNITS, "StockUniteLegale.csv")) * 2:
        report = take(text, "sirene", name=name)
    assert (report.written, report.unchanged) == (0, 2)
    assert take(SITES, "sirene", name="StockEtablissement.csv").unchanged == 3


def test_the_territory_can_be_one_commune(take: Take) -> None:
    assert take(SITES, "sirene", name="StockEtablissement.csv", only=("80021",)).written == 2


def test_a_territory_that_does_not_exist_is_a_misuse(take: Take) -> None:
    with pytest.raises(Misuse, match="ZZ"):
        take(SITES, "sirene", name="StockEtablissement.csv", only=("ZZ",))


def test_parquet_gives_what_csv_gives(ready: Graph, tmp_path: Path) -> None:
    csv = tmp_path / "sites.csv"
    csv.write_text(SITES)
    as_text = pa.csv.ConvertOptions(column_types={name: pa.string() for name in SITES.split("\n", 1)[0].split(",")})
    table = pa.csv.read_csv(csv, convert_options=as_text)
    parquet = tmp_path / "StockEtablissement.parquet"
    pa.parquet.write_table(table, parquet)
    report = ingest_file(ready, parquet, Request(source="sirene", today=TODAY))
    assert (report.read, report.written, report.skipped) == (4, 3, 1)
    report = ingest_file(ready, csv, Request(source="sirene", today=TODAY))
    assert (report.written, report.unchanged) == (0, 3)


def test_a_visit_to_a_site_of_the_register_is_linked_to_its_company(ready: Graph, take: Take) -> None:
    take(SITES, "sirene", name="StockEtablissement.csv")
    take(UNITS, "sirene", name="StockUniteLegale.csv")
    text = "Date;Entreprise;SIRET\n09/01/2026;LE MAGASIN;73282932000082\n"
    assert take(text, "visits", operator="CCI Test", create_operator=True).written == 1
    [found] = ready.system_read("MATCH ()-[v:VISITED]->(c) RETURN c.siren AS siren, v.siret AS siret")
    assert found == {"siren": "732829320", "siret": "73282932000082"}

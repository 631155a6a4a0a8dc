import csv
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pyarrow import parquet

REGISTRY = """siren,nom,commune,departement,code_postal,naf
552081317,GALVANISATION DE L ARTOIS,ARRAS,62,62000,2561Z
552081317,GALVARTOIS,,,,
783707110,MAISON DES JEUNES ET DE LA CULTURE,ROUBAIX,59,59100,9499Z
445482342,LESAFFRE INTERNATIONAL,MARCQ-EN-BAROEUL,59,59700,6420Z
"""
MENTIONS = """mention,commune,departement,siren
Galvanisation de l'Artois,Arras,62,
TOTAL,,,
M.J.C.,Roubaix,,
Tout autre chose,,,445482342
"""


def dore(*words: object, family: tuple[str, ...] = ("link",)) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cli.main", *family, *map(str, words)]
    home = Path(str(words[0])).parent / "home"
    environment = {**os.environ, "DORE_HOME": str(home)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert not list(home.glob(".link-*"))
    return done


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("link")
    (found / "registry.csv").write_text(REGISTRY, encoding="utf-8")
    with gzip.open(found / "mentions.csv.gz", "wt", encoding="utf-8") as file:
        file.write(MENTIONS)
    return found


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_mention_gets_a_line_in_its_order_and_identifiers_are_not_looked_at(folder: Path) -> None:
    out = folder / "links.csv"
    done = dore(folder / "mentions.csv.gz", folder / "registry.csv", "--out", out, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["mentions"] == 4
    found = lines(out)
    assert [one["row"] for one in found] == ["0", "1", "2", "3"]
    assert [found[0]["siren"], found[2]["siren"]] == ["552081317", "783707110"]
    assert found[3]["decision"] == "unknown"
    assert "même commune" in found[0]["reasons"]
    assert not list(folder.glob("*.part"))


def test_identifiers_are_believed_when_asked_and_links_can_be_parquet(folder: Path) -> None:
    out = folder / "links.parquet"
    done = dore(folder / "mentions.csv.gz", folder / "registry.csv", "--out", out, "--use-identifiers")
    assert done.returncode == 0, done.stderr
    found = parquet.read_table(out).to_pylist()
    assert (found[3]["siren"], found[3]["decision"], found[3]["score"]) == ("445482342", "linked", 1.0)
    assert "4 noms" in done.stdout


def test_a_registry_without_siren_is_refused_with_the_columns_that_are_read(folder: Path) -> None:
    done = dore(folder / "mentions.csv.gz", folder / "mentions.csv.gz", "--out", folder / "none.csv")
    assert done.returncode == 1
    assert "n'a pas de colonne" in done.stderr
    assert not (folder / "none.csv").exists()


def test_a_kind_of_file_that_is_not_written_is_said_before_any_work(folder: Path) -> None:
    done = dore(folder / "mentions.csv.gz", folder / "registry.csv", "--out", folder / "links.xlsx")
    assert done.returncode == 2
    assert ".parquet" in done.stderr
    assert not (folder / "links.xlsx").exists()


def test_a_broken_gzip_file_is_refused_in_one_sentence(folder: Path) -> None:
    (folder / "cut.csv.gz").write_bytes((folder / "mentions.csv.gz").read_bytes()[:40])
    done = dore(folder / "cut.csv.gz", folder / "registry.csv", "--out", folder / "none.csv")
    assert done.returncode == 1
    assert "ne se décompresse pas" in done.stderr
    assert "Traceback" not in done.stderr


def test_names_whose_answer_is_known_judge_the_engine(folder: Path) -> None:
    labelled = folder / "labelled.csv"
    known = ["552081317", "", "783707110", "552081317"]
    header, *rows = MENTIONS.strip().splitlines()
    text = "\n".join([f"{header},juste", *(f"{row},{siren}" for row, siren in zip(rows, known, strict=True))])
    labelled.write_text(text, encoding="utf-8")
    evaluate = ("match", "evaluate")
    done = dore(labelled, folder / "registry.csv", "--truth", "juste", "--json", family=evaluate)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["mentions"], told["linkable"], told["top1"]) == (4, 3, 0.6667)
    assert sum(told["decisions"].values()) == 4
    kept = folder / "report.json"
    shown = dore(labelled, folder / "registry.csv", "--truth", "juste", "--out", kept, family=evaluate)
    assert json.loads(kept.read_text(encoding="utf-8")) == told
    assert told["coverage"] == told["decisions"]["linked"] / 4
    assert "4 noms, dont 3" in shown.stdout.replace("\n", " ")
    refused = dore(labelled, folder / "registry.csv", "--truth", "mention", family=evaluate)
    assert (refused.returncode, "ligne 2" in refused.stderr) == (1, True)

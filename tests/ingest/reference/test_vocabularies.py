from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import FileRefused
from graph.settings import get_settings
from ingest.reference.tables import naf2, naf2025
from ingest.reference.vocabularies import Vocabulary, filieres, filieres_of, themes, vocabulary

NAMES = ("filieres", "themes", "formes_juridiques", "tranches_effectif")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The folder of an installation's own vocabularies."""
    monkeypatch.setenv("DORE_HOME", str(tmp_path))
    get_settings.cache_clear()
    folder = tmp_path / "vocabularies"
    folder.mkdir()
    yield folder
    get_settings.cache_clear()


@pytest.mark.parametrize("name", NAMES)
def test_every_label_and_alias_of_a_shipped_vocabulary_leads_to_its_code(name) -> None:
    words = vocabulary(name)
    for entry in words.entries:
        assert entry.code in words
        assert words.label(entry.code) == entry.label
        for text in (entry.label, entry.label.upper(), *entry.aliases):
            assert words.resolve(text) == entry.code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("transition énergétique", "transition-energetique"),
        ("TRANSITION ENERGETIQUE", "transition-energetique"),
        ("difficulté", "difficulte"),
        ("export", "export"),
        ("développement", "developpement"),
        ("implantation", "implantation"),
        ("innovation", "innovation"),
        ("emploi", "emploi"),
        ("financement", "financement"),
        ("couture", None),
        ("", None),
        (None, None),
    ],
)
def test_themes_are_known_as_institutions_write_them(text, code) -> None:
    assert themes().resolve(text) == code


def test_the_nodes_of_filieres_exist_and_priority_is_stated() -> None:
    for entry in filieres().entries:
        assert set(entry.facts["naf2"].split()) <= set(naf2())
        assert set(entry.facts["naf2025"].split()) <= set(naf2025())
        assert entry.facts["priority"] in {"true", "false"}
    assert sum(entry.facts["priority"] == "true" for entry in filieres().entries) >= 12


@pytest.mark.parametrize(
    ("naf", "filiere"),
    [
        ("10.71C", "agroalimentaire"),
        ("29.10Z", "automobile"),
        ("62.01Z", "numerique"),
        ("13.20Z", "textile"),
        ("84.11Z", None),
    ],
)
def test_a_naf_code_belongs_to_its_filiere(naf, filiere) -> None:
    assert filieres_of(naf) == ((filiere,) if filiere else ())


def test_an_installation_replaces_a_vocabulary_by_its_own_and_sees_its_edits(own: Path) -> None:
    file = own / "themes.csv"
    file.write_text("code,label,aliases\nmer,Économie de la mer,pêche|port\n", encoding="utf-8")
    assert themes().resolve("PECHE") == "mer"
    assert themes().resolve("export") is None
    file.write_text("code,label,aliases\nmer,Économie de la mer,pêche|port|voile\n", encoding="utf-8")
    assert themes().resolve("voile") == "mer"
    file.unlink()
    assert themes().resolve("export") == "export"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("code,label\na,A\n", "missing-column"),
        ("code,label,aliases\n,A,\n", "empty-code"),
        ("code,label,aliases\na,A,\na,B,\n", "duplicate-code"),
        ("code,label,aliases\na,A,même\nb,B,MEME\n", "ambiguous-alias"),
    ],
)
def test_a_faulty_vocabulary_is_refused_in_one_sentence(tmp_path: Path, content, code) -> None:
    path = tmp_path / "themes.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        Vocabulary.load(path)
    assert refused.value.code == code
    assert "themes.csv" in refused.value.message

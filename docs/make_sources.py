"""Writes `docs/sources.md` from the sources themselves: `python docs/make_sources.py`, or `make docs`."""

from __future__ import annotations

from pathlib import Path

from graph.visibility import LABELS_FR
from ingest.source import Column, Repeats, Source, Subject
from ingest.sources import SOURCES

PAGE = Path(__file__).with_name("sources.md")

INTRODUCTION = """# Les fichiers que DORE sait lire

Cette page est écrite par `docs/make_sources.py` à partir de `ingest/sources/` ; un test la tient à jour.

Un fichier est un CSV, un TSV, un classeur XLSX ou un Parquet. L'encodage, le séparateur et l'ordre des dates
sont reconnus sur le fichier entier, et dits dans le rapport. La casse, les accents et la ponctuation d'un
en-tête ne comptent pas : `N° SIRET`, `n siret` et `N_SIRET` sont la même colonne. Une colonne que la source
ne connaît pas est listée dans le rapport, jamais devinée ; `--map on="Date du RDV"` la désigne à la main.
Rien n'est laissé sans être dit : chaque réparation, doute ou refus nomme le fichier, la ligne, la colonne et
sa raison.

    dore ingest visites.xlsx --source visits --operator "CCI Hauts-de-France" --dry-run
"""

SUBJECTS_FR = {
    Subject.COMPANY: "une entreprise, qui doit être reconnue ; dans le doute, la ligne attend une personne",
    Subject.HOLDER: "une entreprise si elle est reconnue, sinon un porteur gardé par son nom",
    Subject.REGISTER: "une entreprise que la ligne elle-même décrit",
    Subject.OPERATOR: "une institution que la ligne elle-même décrit",
    Subject.NONE: "aucune entreprise en particulier",
}
REPEATS_FR = {
    Repeats.COLLAPSE: "la même chose dite deux fois : comptées comme répétées",
    Repeats.DISTINCT: "autant de faits que de lignes",
}
KEY_PARTS_FR = {"mention": "ce que la ligne dit de l'entreprise"}


def page() -> str:
    """The whole page, in the order in which `dore ingest --help` names the sources."""
    chosen = ["| `--source` | contenu | producteur | licence |", "|---|---|---|---|"]
    chosen += [
        f"| [`{source.name}`](#{source.name}) | {source.label} | {source.publisher} | {source.licence} |"
        for source in SOURCES.values()
    ]
    return "\n".join([INTRODUCTION, *chosen, "", *(section(source) for source in SOURCES.values())])


def section(source: Source) -> str:
    """What one source takes, column by column, and what becomes of a row."""
    lines = [
        f"## {source.name}",
        "",
        f"{source.label[0].upper()}{source.label[1:]}.",
        "",
        f"- Une ligne parle de : {SUBJECTS_FR[source.subject]}.",
        f"- Ce qu'elle devient : {becomes(source)}.",
        f"- Ce qui la distingue d'une autre : {key(source)}.",
        f"- Lignes égales d'un même fichier : {REPEATS_FR[source.repeats]}.",
        f"- Diffusion quand rien ne la dit : {LABELS_FR[source.visibility]} (`{source.visibility.value}`).",
    ]
    if source.url:
        lines.append(f"- Publié sur : <{source.url}>.")
    lines += ["", "| colonne | obligatoire | en-têtes reconnus |", "|---|---|---|"]
    lines += [row(column) for column in source.columns]
    if source.ignored:
        lines += ["", "Colonnes connues et laissées, avec leur raison :", ""]
        lines += [f"- {header} : {reason}." for header, reason in sorted(source.ignored.items())]
    return "\n".join([*lines, ""])


def becomes(source: Source) -> str:
    """The nodes and edges of a row, as patterns."""
    nodes = [f"`(:{node.label})`" for node in source.nodes]
    links = [f"`({link.start})-[:{link.type}]->({link.end})`" for link in source.links]
    if source.subject is Subject.REGISTER:
        nodes = ["`(:Company)`", "`(:Establishment)`"]
    if source.subject is Subject.OPERATOR:
        nodes = ["`(:Operator)`"]
    return ", ".join([*nodes, *links])


def key(source: Source) -> str:
    """What tells a row from the others, its own reference first where it may have one."""
    parts = ", ".join(KEY_PARTS_FR.get(part, f"`{part}`") for part in source.key)
    if any(column.name == "reference" for column in source.columns):
        return f"sa `reference` si elle en a une, sinon {parts}"
    return parts


def row(column: Column) -> str:
    """One column of a source, as a line of its table."""
    aliases = ", ".join(dict.fromkeys(alias.replace("|", "\\|") for alias in column.aliases[1:]))
    return f"| `{column.name}` | {'oui' if column.required else ''} | {aliases} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

"""A network as a file: GraphML, GEXF (Gephi), CSV and JSON. The same network gives the same bytes."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import orjson
from networkx.readwrite.gexf import GEXFWriter

from graph.errors import Misuse, Refused
from graph.formulas import escape_formula
from queries.analytics.answers import shape
from queries.analytics.model import FACTS_FR, KINDS_FR, Network

Files = dict[str, bytes]

MEASURES_FR = {
    "degree": "degré",
    "weighted_degree": "degré pondéré",
    "pagerank": "PageRank",
    "betweenness": "intermédiarité",
    "community": "communauté",
}
ACTOR_COLUMNS_FR = {
    "kind": "nature",
    "uid": "identifiant",
    "siren": "SIREN",
    "naf": "NAF",
    "commune": "commune",
    "departement": "département",
    "detail": "précision",
    **MEASURES_FR,
}
LINK_COLUMNS_FR = {**FACTS_FR, "first": "premier", "last": "dernier"}
COLOURS = {
    "operator": (0, 83, 179),
    "territory": (106, 66, 160),
    "company": (230, 129, 20),
    "project": (38, 139, 75),
    "agreement": (190, 40, 90),
}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def form_of(path: Path) -> str:
    """Return the form that a file's name asks for.

    Raises:
        Misuse: its ending is none of `FORMS`.
    """
    form = path.suffix.lower().lstrip(".")
    if form not in FORMS:
        raise Misuse(
            f"La fin du nom « {path.name} » ne dit aucun format connu.",
            hint=f"Terminez-le par {', '.join(f'.{known}' for known in FORMS)}.",
        )
    return form


def render(network: Network, form: str) -> Files:
    """Return the files of a form, by the end of their names: `.gexf`, or `-nodes.csv` and `-edges.csv`.

    Raises:
        Misuse: a form that is none of `FORMS`.
    """
    if form not in FORMS:
        raise Misuse(f"Le format « {form} » est inconnu.", hint=f"Possibles : {', '.join(FORMS)}.")
    return FORMS[form](network)


def write(network: Network, path: Path) -> list[Path]:
    """Write a network where the name's ending tells the form, and return the files; each is whole or absent.

    Raises:
        Misuse: the ending tells no form.
        Refused: the place cannot be written.
    """
    written = []
    for ending, content in render(network, form_of(path)).items():
        target = path.with_name(path.stem + ending)
        try:
            _replace(target, content)
        except OSError as error:
            raise Refused(f"Impossible d'écrire {target} : {error.strerror}.") from error
        written.append(target)
    return written


def _graphml(network: Network) -> Files:
    content = io.BytesIO()
    nx.write_graphml_xml(_in_french(network), content)
    return {".graphml": content.getvalue()}


def _gexf(network: Network) -> Files:
    drawn = _in_french(network)
    for actor, attributes in zip(network.actors, drawn.nodes.values(), strict=True):
        red, green, blue = COLOURS[actor.kind]
        attributes["viz"] = {"color": {"r": red, "g": green, "b": blue, "a": 1.0}}
    writer = GEXFWriter(drawn)
    meta = writer.xml.find("meta")
    meta.attrib.pop("lastmodifieddate")  # networkx writes today's date: the same network, the same bytes
    meta.find("creator").text = "DORE"
    content = io.BytesIO()
    writer.write(content)
    return {".gexf": content.getvalue()}


def _csv(network: Network) -> Files:
    """Comma and UTF-8, as French open data asks (SCDL), and the headers that Gephi looks for."""
    actor_columns = [name for name in ACTOR_COLUMNS_FR if name not in MEASURES_FR or name in network.measures]
    nodes: list[list[Any]] = [["Id", "Label", *(ACTOR_COLUMNS_FR[name] for name in actor_columns)]]
    for row in network.actor_rows():
        row["kind"] = KINDS_FR[row["kind"]]
        nodes.append([row["id"], row["label"], *(row.get(name, "") for name in actor_columns)])
    counted = list(network.links.counts)
    edges: list[list[Any]] = [
        ["Source", "Target", "Type", "Weight", *(LINK_COLUMNS_FR[n] for n in (*counted, "first", "last"))]
    ]
    for link in network.each_link():
        counts = (link.counts.get(name, 0) for name in counted)
        ends = [link.source.id, link.target.id]
        edges.append([*ends, "Undirected", link.weight, *counts, link.first, link.last])
    return {"-nodes.csv": _table(nodes), "-edges.csv": _table(edges)}


def _json(network: Network) -> Files:
    return {".json": orjson.dumps(shape(network), option=orjson.OPT_INDENT_2)}


FORMS: dict[str, Callable[[Network], Files]] = {
    "gexf": _gexf,
    "graphml": _graphml,
    "csv": _csv,
    "json": _json,
}


def _in_french(network: Network) -> Any:
    """Return the network with attributes named in French and texts that XML can hold."""
    drawn: nx.Graph[str] = nx.Graph()
    for row in network.actor_rows():
        attributes = {ACTOR_COLUMNS_FR[key]: _xml(row[key]) for key in ACTOR_COLUMNS_FR if key in row}
        attributes[ACTOR_COLUMNS_FR["kind"]] = KINDS_FR[row["kind"]]
        drawn.add_node(_xml(row["id"]), label=_xml(row["label"]), **attributes)
    for link in network.each_link():
        dates = {"first": link.first, "last": link.last}
        told = {**link.counts, **{key: value for key, value in dates.items() if value}}
        attributes = {LINK_COLUMNS_FR[key]: value for key, value in told.items()}
        drawn.add_edge(_xml(link.source.id), _xml(link.target.id), weight=link.weight, **attributes)
    return drawn


def _xml(value: Any) -> Any:
    return _NOT_XML.sub("", value) if isinstance(value, str) else value


def _table(rows: list[list[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([escape_formula(cell) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue().encode("utf-8", "replace")


def _replace(target: Path, content: bytes) -> None:
    """Write beside the target, then take its place: a stop leaves the old file or the new one."""
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(content)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)

"""Tables of the two activity nomenclatures, one row a node: code, niveau, parent, libelle, origine.

NAF 2025 comes with labels for sections and sub-classes only. A level between is labelled, in this order:
`officiel` (stated by the source), `nace` (the division of NACE Rev. 2.1, French version), `unique` (its only
child's label, as the nomenclature does), `rev2` (the same code, with the same children, in NAF rev. 2), or
`compose` (its children's labels, one after the other): `origine` says which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from ingest.reference.make.nace21 import DIVISIONS
from ingest.reference.make.origins import Origins
from ingest.reference.make.territories import Rows

HEADER = ["code", "niveau", "parent", "libelle", "origine"]
LEVELS = ("section", "division", "groupe", "classe", "code")
LONGEST_COMPOSED = 200


def naf_rev2(origins: Origins) -> tuple[list[str], Rows]:
    """NAF rev. 2 (2008): every label is the official one."""
    nodes: dict[str, tuple[object, ...]] = {}
    for row in origins.nomenclature("naf_rev2"):
        parent = ""
        for number, level in enumerate(LEVELS, start=1):
            label = row["libelle"] if level == "code" else row[f"{level}_libelle"]
            nodes[row[level]] = (row[level], number, parent, label, "officiel")
            parent = row[level]
    return HEADER, sorted(nodes.values(), key=lambda node: str(node[0]))


def naf_2025(origins: Origins) -> tuple[list[str], Rows]:
    """NAF 2025: see the module's text for the labels."""
    _, former = naf_rev2(origins)
    parents: dict[str, str] = {}
    depth: dict[str, int] = {}
    labels: dict[str, tuple[str, str]] = {}
    for row in origins.nomenclature("naf2025"):
        parent = ""
        for number, level in enumerate(LEVELS, start=1):
            parents[row[level]] = parent
            depth[row[level]] = number
            parent = row[level]
        labels[row["code"]] = (row["libelle"], "officiel")
        labels[row["section"]] = (row["section_libelle"].capitalize(), "officiel")
    labels |= {code: (label, "nace") for code, label in DIVISIONS.items()}
    children = _children(parents)
    before = _children({str(node[0]): str(node[2]) for node in former})
    former_labels = {str(node[0]): str(node[3]) for node in former}
    for code in sorted(parents, key=lambda code: -depth[code]):
        if code not in labels:
            stable = depth[code] == 3 and children[code] == before.get(code)
            labels[code] = _label(children[code], labels, former_labels[code] if stable else "")
    rows: Rows = [(code, depth[code], parents[code], *labels[code]) for code in parents]
    return HEADER, sorted(rows, key=lambda node: str(node[0]))


def _label(children: list[str], labels: Mapping[str, tuple[str, str]], former: str) -> tuple[str, str]:
    if len(children) == 1:
        label, origin = labels[children[0]]
        return label, "compose" if origin == "compose" else "unique"
    if former:
        return former, "rev2"
    together = " ; ".join(labels[child][0] for child in children)
    if len(together) > LONGEST_COMPOSED:
        together = together[: LONGEST_COMPOSED - 1].rsplit(" ", 1)[0] + "…"
    return together, "compose"


def _children(parents: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, parent in parents.items():
        found[parent].append(code)
    return {code: sorted(children) for code, children in found.items()}

"""What a network is called and how it is drawn on a page: groups, addresses of actors, the data of the canvas."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import orjson

from ingest.reference.tables import departements, epcis, naf2
from queries.analytics import Actor, Gap, Group, Network, Picture
from queries.analytics.model import KINDS
from queries.analytics.picture import HEIGHT, WIDTH
from web.french import percent
from web.rendering import query

KINDS_FR = {
    "operator": "institution",
    "company": "entreprise",
    "project": "projet",
    "agreement": "convention",
    "territory": "territoire",
}
MEASURES_FR = {
    "degree": ("Liens", "degré : avec combien d'acteurs différents il est en lien."),
    "weighted_degree": ("Faits", "degré pondéré : combien de visites, d'aides, de partenariats portent ces liens."),
    "pagerank": ("PageRank", "la part du temps qu'y passerait un promeneur qui suit les liens au hasard."),
    "betweenness": ("Intermédiarité", "la part des plus courts chemins entre les autres qui passent par lui."),
    "community": ("Groupe", "des acteurs plus liés entre eux que le hasard ne le ferait (algorithme de Leiden)."),
}
NEIGHBOURS = 4


def page_of(actor: Actor) -> str:
    """Return the address where one reads of an actor, empty when there is none.

    A company has its sheet, an institution its own network, a territory the network of its companies.
    """
    if actor.kind == "company":
        return f"/entreprises/{actor.siren or actor.uid}"
    if actor.kind == "operator":
        return "/reseau" + query({"acteur": actor.label})
    if actor.kind == "territory":
        return "/reseau" + query({"territory": actor.uid})
    return ""


def drawing(drawn: Network, picture: Picture) -> str:
    """Return what the canvas reads, as JSON that may stand inside a page: no character of it could end its element.

    A node is: kind, x, y, radius, name, name as drawn (empty when the same), links, links not shown, side of the name,
    smallest scale of the name, address.
    """
    nodes = []
    for mark in picture.marks:
        actor = drawn.actors[mark.actor]
        text = "" if mark.text == actor.label else mark.text
        place = (KINDS.index(actor.kind), mark.x, mark.y, mark.radius)
        said = (actor.label, text, mark.links, mark.hidden, *mark.label, page_of(actor))
        nodes.append((*place, *said))
    data = {
        "width": WIDTH,
        "height": HEIGHT,
        "kinds": [KINDS_FR[kind] for kind in KINDS],
        "nodes": nodes,
        "links": [number for link in picture.links for number in link],
    }
    text = orjson.dumps(data).decode()
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


class Line(NamedTuple):
    """An actor in the list that says the same as the picture."""

    actor: Actor
    address: str
    links: int
    facts: int
    neighbours: tuple[Actor, ...]
    last: str


def lines(drawn: Network, start: int, count: int) -> list[Line]:
    """Return actors with their strongest links, those with most links first."""
    links, degrees = drawn.links, drawn.degrees
    order = np.argsort(-degrees, kind="stable")[start : start + count]
    found = []
    for position in order.tolist():
        rows = np.flatnonzero((links.source == position) | (links.target == position))
        rows = rows[np.argsort(-links.weight[rows], kind="stable")]
        others = (links.source[rows] + links.target[rows] - position)[:NEIGHBOURS].tolist()
        actor = drawn.actors[position]
        found.append(
            Line(
                actor=actor,
                address=page_of(actor),
                links=int(degrees[position]),
                facts=int(links.weight[rows].sum()),
                neighbours=tuple(drawn.actors[other] for other in others),
                last=max((links.last[row] for row in rows.tolist()), default=""),
            )
        )
    return found


def group_name(group: Group) -> str:
    """Call a group by its first institution and what its companies share: « CMA · Travaux de construction (62 %) »."""
    if group.trait is None:
        return group.leader
    trait = group.trait
    departement = departements().get(trait.departement or "")
    what = trait.commune or (departement.name if departement else naf_label(trait.naf or ""))
    return f"{group.leader} · {what} ({percent(trait.share)})"


def naf_label(code: str) -> str:
    """Return the label of a NAF code, or the code itself when it is none.

    >>> naf_label("62")
    'Programmation, conseil et autres activités informatiques'
    """
    node = naf2().get(code)
    return node.label if node else code or "activité inconnue"


def epci_label(code: str) -> str:
    """Return the name of an EPCI, or its code when it is none."""
    known = epcis().get(code)
    return known.name if known else code or "intercommunalité inconnue"


class Hole(NamedTuple):
    """A sector or a territory with companies that nobody is linked with, and where they are listed."""

    label: str
    gap: Gap
    address: str


def holes(gaps: tuple[Gap, ...], values: dict[str, str], *, by: str, limit: int) -> list[Hole]:
    """Return the first sectors (`sector`) or territories (`territory`) with companies without a link."""
    name, prefix = (naf_label, "naf2") if by == "sector" else (epci_label, "epci")
    return [
        Hole(name(gap.code), gap, "/sans-accompagnement" + query(values, **{by: f"{prefix}:{gap.code}"}))
        for gap in gaps
        if gap.code
    ][:limit]

"""Means of every kind, entered as the forms enter them, for pages that have to show something."""

from __future__ import annotations

from access.roles import local
from graph import Graph
from planning.entering import enter
from tests.api.conftest import LYS

CCI, CMA = local("cci", "CCI Test"), local("cma", "CMA Test")


def furnished(graph: Graph) -> dict[str, str]:
    """Enter an envelope with a part and a commitment, posts, a training, a committee with an item, a question.

    Returns:
        The address of each page of one record.
    """
    whole = {"title": "Aides 2026", "amount_eur": "1000", "year": "2026", "reference": "R"}
    envelope = enter(graph, CCI, "envelopes", whole).uid
    part = {"title": "Part", "amount_eur": "100", "year": "2026", "parent": "R", "manager": "CMA Test"}
    enter(graph, CCI, "envelopes", part | {"reference": "P", "territory": "200093201"})
    enter(graph, CCI, "envelopes", {"title": "Réserve", "amount_eur": "10", "year": "2026", "visibility": "private"})
    aid = {"envelope": "R", "title": "Métier à tisser", "siren": LYS, "amount_eur": "300", "on": "2026-03-01"}
    enter(graph, CCI, "commitments", aid | {"reference": "C"})
    post = {"function": "Chargé de territoire", "territories": "200093201", "agent": "Ada Lovelace"}
    enter(graph, CCI, "posts", post)
    enter(graph, CMA, "posts", {"function": "Développeur", "territories": "200093201", "mailbox": "eco@cma.example"})
    enter(
        graph, CMA, "trainings", {"title": "Les aides", "on": "2026-10-01", "participants": "5", "trainer": "CCI Test"}
    )
    meeting = {"title": "Comité de mars", "on": "2026-03-10", "kind": "commitment", "partner": "CMA Test"}
    committee = enter(graph, CCI, "committees", meeting | {"members": "Vice-présidence; Direction"}).uid
    item = enter(graph, CCI, "agenda", {"committee": committee, "title": "Four", "siren": LYS, "envelope": "R"}).uid
    asked = {"title": "Quel plafond ?", "addressee": "CCI Test", "on": "2026-03-11", "committee": committee}
    question = enter(graph, CMA, "referrals", asked).uid
    return {
        "/enveloppes/{uid}": f"/enveloppes/{envelope}",
        "/enveloppes/{uid}/engagement": f"/enveloppes/{envelope}/engagement",
        "/comites/{uid}": f"/comites/{committee}",
        "/comites/{uid}/dossier": f"/comites/{committee}/dossier",
        "/comites/{uid}/compte-rendu": f"/comites/{committee}/compte-rendu",
        "/dossiers/{uid}": f"/dossiers/{item}",
        "/questions/{uid}": f"/questions/{question}",
    }

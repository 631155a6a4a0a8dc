"""What people do in a fictional region once its files are in: needs recognised and answered, requests, replies.

A file cannot bring any of it: it is done by the same ways in as in the pages, by institutions that play their part.
"""

from __future__ import annotations

from datetime import date, timedelta

from access import Identity
from access.roles import local
from graph.store import Graph
from graph.visibility import MEMBER
from planning.entering import enter
from planning.partnership import consultations as consulting
from planning.partnership.demands import Said, receive, validate
from planning.partnership.territorial import Call, answer, promote
from queries.partnership.consultations import consultations, guests
from queries.partnership.demands import demands
from queries.partnership.members import Member, members
from queries.partnership.territorial_needs import Threshold, heard

ASKED = {
    "emploi": "Former des soudeurs et des conducteurs de ligne",
    "financement": "Un fonds de trésorerie pour les ateliers de moins de vingt salariés",
    "implantation": "Des locaux d'activité de moins de 500 m²",
}
ANSWER = "Deux écoles de production ouvrent à la rentrée ; les entreprises y inscrivent leurs salariés dès janvier."
DECISIONS = (
    ("Écoles de production", "scheme", "emploi", "600000", True),
    ("Appel à projets Friches à reprendre", "call", "implantation", "1200000", False),
    ("Prime à la mobilité douce", "scheme", "", "300000", False),
)
"""Title, kind, theme, amount in euros, and whether it answers the first territorial need."""
REQUESTS = tuple(
    Said(title, code_postal, commune, summary, theme, holder, contact_email="porteur@demande.example")
    for title, code_postal, commune, summary, theme, holder in (
        (
            "Reprendre la boulangerie du village",
            "59280",
            "Armentières",
            "Le fournil ferme en mars.",
            "",
            "Une habitante",
        ),
        ("Trouver un atelier partagé", "80000", "Amiens", "", "implantation", "Un artisan"),
        ("Qui peut relire mon plan de financement ?", "62400", "Béthune", "", "financement", "Une créatrice"),
    )
)
REPLY = "Nous proposons d'ajouter la logistique, qui manque à nos adhérents."
KEPT = "La logistique entre dans la feuille de route."


def play(graph: Graph, today: date) -> None:
    """Do it all, as far as the region has the institutions and the needs for it."""
    region = next((one for one in members(graph, MEMBER) if one.is_region), None)
    if region is None:
        return
    named = _as(region)
    first = _recognised(graph, named, today)
    for title, kind, theme, euros, answers in DECISIONS:
        said = {"title": title, "kind": kind, "theme": theme, "amount_eur": euros, "visibility": "shared"}
        said["on"] = (today - timedelta(days=20)).isoformat()
        enter(graph, named, "decisions", said | ({"answers": first} if answers and first else {}))
    if first:
        answer(graph, named, first, ANSWER)
    _requests(graph)
    _replies(graph)


def _as(one: Member) -> Identity:
    return local(one.uid, one.name, actor="demo")


def _recognised(graph: Graph, region: Identity, today: date) -> str | None:
    """Have the themes of `ASKED` recognised where they are heard widely enough; return the first."""
    known = {one.theme for one in heard(graph, MEMBER, Threshold())}
    asking = next((one for one in members(graph, MEMBER) if not one.is_region), None)
    uids = [
        promote(graph, _as(asking), Call(theme, title, region.organisation or "", today + timedelta(days=60)))
        for theme, title in ASKED.items()
        if asking and theme in known
    ]
    return uids[0] if uids else None


def _requests(graph: Graph) -> None:
    """Send the requests of the public form; whoever received the first makes a need of it."""
    for said in REQUESTS:
        receive(graph, said)
    for one in members(graph, MEMBER):
        mine = _as(one)
        for found in demands(graph, mine.caller):
            if found.own and found.title == REQUESTS[0].title:
                cells = {"title": found.title, "name": "Boulangerie du village", "theme": "développement"}
                validate(graph, mine, found.uid, cells | {"commune": "Armentières", "code_postal": "59280"})
                return


def _replies(graph: Graph) -> None:
    """Members that were asked reply to each consultation; the first reply is settled."""
    known = {one.uid: one for one in members(graph, MEMBER)}
    for asked in consultations(graph, MEMBER)[:2]:
        asking = next((one for one in known.values() if one.name == asked.institution), None)
        for guest in guests(graph, MEMBER, asked.uid):
            if guest.member and guest.uid in known:
                consulting.reply(graph, _as(known[guest.uid]), asked.uid, consulting.Said(guest.guest, REPLY))
        first = next((one for one in guests(graph, MEMBER, asked.uid) if one.reply), None)
        if asking and first and first.reply:
            settled = consulting.Settled(first.guest, "kept", KEPT, first.reply.said_at)
            consulting.settle(graph, _as(asking), asked.uid, settled)

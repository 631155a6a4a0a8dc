"""Requests sent from outside: those that an institution receives, and the state that a person reads by its number."""

from __future__ import annotations

import re
from typing import Literal

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller
from queries import marker
from queries.cypher import load
from queries.models import Answer, Page

CYPHER = load(__file__)
STATE = load(__file__, "demand_state")
REFUSALS = {
    "outside": "elle ne concerne pas le développement économique",
    "elsewhere": "elle concerne un territoire hors de la région",
    "known": "ce besoin nous est déjà connu, et il est suivi",
    "unclear": "elle ne dit pas assez pour être traitée ; vous pouvez en envoyer une autre, plus complète",
    "unreachable": "nous n'avons pas pu vous joindre",
}
"""Why a request was refused, as the person reads it: never anybody's own words."""
_NUMBER = re.compile(r"[2-9A-HJKMNP-TV-Z]{4}(-[2-9A-HJKMNP-TV-Z]{4}){2}")
Status = Literal["open", "validated", "refused"]


class Demand(Answer):
    """One request. Until an institution has taken it, the others' stewards read what and where, never who."""

    uid: str
    own: bool
    status: Status
    received_at: str
    title: str
    summary: str | None
    theme: str | None
    theme_label: str | None
    holder: str | None
    siren: str | None
    commune: str | None
    code_commune: str | None
    epci_name: str | None
    contact_name: str | None
    contact_email: str | None
    contact_phone: str | None
    doubts: tuple[str, ...]
    need: str | None
    refusal: str | None
    note: str | None
    decided_at: str | None

    @property
    def place(self) -> str:
        """Where the list goes on after this one."""
        return marker.write(self.received_at, self.uid)


class DemandState(Answer):
    """What the person reads: the state of the request, and of the need that was made of it."""

    status: Status
    received_at: str
    decided_at: str | None
    refusal: str | None
    need: str | None


def demands(
    graph: Graph, caller: Caller, *, status: Status | None = "open", page: Page | None = None
) -> tuple[Demand, ...]:
    """Return the requests that the caller's institution receives, and those addressed to nobody, oldest first.

    Raises:
        AccessRefused: the caller is not a member.
        Misuse: a cursor that is none.
    """
    caller.members_only()
    page = page or Page()
    at, after = marker.read(page.cursor, str, str) or (None, None)
    asked = {"uid": None, "status": status, "at": at, "after": after, "many": page.limit}
    return tuple(graph.read_all(CYPHER, Demand, caller, **asked))


def demand(graph: Graph, caller: Caller, uid: str) -> Demand:
    """Return one request that the caller's institution receives, or may take.

    Raises:
        NotFound: there is none.
    """
    asked = {"uid": uid, "status": None, "at": None, "after": None, "many": 1}
    found = graph.read_all(CYPHER, Demand, caller, **asked)
    if not found:
        raise NotFound("Cette demande n'est pas dans votre file.", hint="Voyez la liste des demandes.")
    return found[0]


def demand_state(graph: Graph, caller: Caller, number: str) -> DemandState:
    """Return the state of a request to whoever knows its number, a member or not.

    Raises:
        NotFound: no request has that number.
    """
    written = "".join(number.split()).upper()
    found = graph.read_all(STATE, DemandState, caller, number=written) if _NUMBER.fullmatch(written) else []
    if not found:
        raise NotFound("Aucune demande ne porte ce numéro.", hint="Vérifiez-le, signe par signe.")
    return found[0]

"""Needs raised by companies, territories and project holders, as a caller may know them, and what was done of each."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller, Visibility
from queries import marker
from queries.cypher import load
from queries.days import shown
from queries.models import MASKED_NAME, Answer, Page, Party
from queries.scope import Scope, resolve

CYPHER = load(__file__)
ACTS = load(__file__, "need_acts")
OPEN = ("quo", "not_for_me")
"""Nobody answers it yet."""
MOST = 5_000
"""Needs of a list that is asked for whole."""
Raiser = Literal["company", "territory", "holder"]


class NeedFilter(Answer):
    """Which needs: statuses, a theme, a territory by uid or code, who raised them, between which days.

    `mine` keeps one's own business; of a need known by its month, any day of it may be in the period.
    """

    statuses: tuple[str, ...] = ()
    theme: str | None = None
    territory: str | None = None
    raiser: Raiser | None = None
    mine: bool = False
    since: str | None = None
    until: str | None = None


class Need(Answer):
    """One need. Of a signalled one only its month, its institution and who raised it are known to the others.

    `holder` and `place` are the name and commune of a project holder without SIREN, `reference` and `day` those of the
    form: the owner's alone.
    """

    uid: str
    own: bool
    visibility: Visibility
    signalled: bool
    on: str | None = Field(description="the day, or the month")
    institution_uid: str = Field(description="uid of the institution that recorded it")
    institution: str
    mailbox: str | None
    raiser: Raiser
    title: str | None
    status: str | None
    theme: str | None
    theme_label: str | None
    summary: str | None
    answered_on: str | None
    holder: str | None
    place: str | None
    reference: str | None
    day: str | None
    company: str | None
    siren: str | None
    company_name: str | None
    territory: str | None
    territory_name: str | None
    epci: str | None
    epci_name: str | None
    handed_to: str | None
    handed_name: str | None
    takers: tuple[Party, ...]


class NeedList(Answer):
    """A part of the list of needs."""

    needs: tuple[Need, ...]
    next_cursor: str | None = None


class Act(Answer):
    """Something that was done about a need; `to` names the institution to which it was handed over."""

    uid: str
    kind: str
    at: str
    who: str
    own: bool
    to: str | None
    text: str | None


def needs(graph: Graph, caller: Caller, wanted: NeedFilter, *, page: Page | None = None) -> NeedList:
    """Return the needs that the caller may know, latest first.

    Raises:
        AccessRefused: the caller is not a member.
        Misuse: an unknown territory, or a cursor that is none.
    """
    caller.members_only()
    page = page or Page()
    at, after = marker.read(page.cursor, str, str) or (None, None)
    limit = page.limit or MOST
    rows = _rows(graph, caller, wanted, at=at, after=after, many=limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    following = marker.write(last["at"], last["uid"]) if last and page.limit else None
    return NeedList(needs=tuple(_need(row) for row in rows[:limit]), next_cursor=following)


def need(graph: Graph, caller: Caller, uid: str) -> Need:
    """Return one need.

    Raises:
        AccessRefused: the caller is not a member.
        NotFound: there is none, or the caller may not know it.
    """
    caller.members_only()
    rows = _rows(graph, caller, NeedFilter(), uid=uid)
    if not rows:
        raise NotFound("Ce besoin n'existe pas, ou ne vous est pas partagé.", hint="Voyez la liste des besoins.")
    return _need(rows[0])


def need_acts(graph: Graph, caller: Caller, about: str) -> tuple[Act, ...]:
    """Return what was done about a need, oldest first; whoever asks has read the need itself."""
    caller.members_only()
    return tuple(graph.read_all(ACTS, Act, caller, about=about))


def _rows(graph: Graph, caller: Caller, wanted: NeedFilter, **which: Any) -> list[dict[str, Any]]:
    place = resolve(graph, caller, Scope(territory=(wanted.territory,) if wanted.territory else ()))
    asked = wanted.model_dump(exclude={"territory"}) | {"statuses": list(wanted.statuses)} | place.parameters
    nowhere = {"uid": None, "at": None, "after": None, "many": 1}
    return graph.read(CYPHER, caller, masked_name=MASKED_NAME, **(nowhere | asked | which))


def _need(row: dict[str, Any]) -> Need:
    on = shown(row.pop("earliest"), row.pop("latest"), signalled=row["signalled"])
    del row["at"]
    return Need.model_validate({**row, "on": on})

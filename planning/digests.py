"""What an institution's digest says: what it was told since the last one, what waits for it, where it goes next.

It is due when there is news, and once a week as long as something waits. It is claimed before it is sent, so that of
two runs at once one alone sends it; a sending that fails gives the claim back, and the next run says the same again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from graph.store import Graph
from graph.visibility import Caller
from ingest.queue import list_reviews
from planning.told import now
from queries.exchanges import Exchange, exchanges
from queries.mergings import Merging, mergings
from queries.notices import Notice, notices
from queries.own_visits import OwnVisit, agenda
from queries.tidings import Tiding, tidings

AHEAD_DAYS = 14
REMINDED_DAYS = 7
MOST_VISITS = 200
MOST_MERGINGS = 200
_MEMBERS = """
MATCH (o:Operator)
WHERE o.admitted_at IS NOT NULL AND o.suspended_at IS NULL AND ($uid IS NULL OR o.uid = $uid)
RETURN o.uid AS uid, o.name AS name, o.mailbox AS mailbox, o.digest_at AS told_until ORDER BY toLower(name), uid
"""
# The first SET takes the institution's lock: of two who claim at once, the second reads what the first wrote.
_CLAIM = """
MATCH (o:Operator {uid: $uid}) SET o.uid = o.uid
WITH o WHERE coalesce(o.digest_at, '') = $before
SET o.digest_at = $after
RETURN o.uid AS uid
"""


class Institution(NamedTuple):
    """A member, the mailbox that it gave, and until when its last digest told."""

    uid: str
    name: str
    mailbox: str | None
    told_until: str | None


class Digest(NamedTuple):
    """What one institution is told.

    Args:
        to: the institution.
        until: moment of the digest; the next one begins there.
        notices: since the last digest, latest first.
        waiting: what others asked and nobody here has answered.
        coming: own visits planned within 14 days, first day first.
        unreported: own visits whose day has passed and of which nothing was said since.
        reviews: how many rows wait for a decision.
        mergings: pairs of companies that others would make one, and that wait for this institution's word.
        tidings: what it was told of needs, agreements, committees and envelopes since the last digest.
    """

    to: Institution
    until: str
    notices: tuple[Notice, ...]
    waiting: tuple[Exchange, ...]
    coming: tuple[OwnVisit, ...]
    unreported: tuple[OwnVisit, ...]
    reviews: int
    mergings: tuple[Merging, ...] = ()
    tidings: tuple[Tiding, ...] = ()

    @property
    def news(self) -> tuple[Notice, ...]:
        """The notices that tell more than what is waiting: a request that is still open is told there, once."""
        waiting = {one.uid for one in self.waiting} | {one.uid for one in self.mergings}
        return tuple(one for one in self.notices if one.said is None or one.said.uid not in waiting)

    @property
    def is_due(self) -> bool:
        """Whether there is news, or something still to be done that was last said a week ago."""
        if self.notices or self.tidings:
            return True
        said_lately = (self.to.told_until or "") > _before(self.until, REMINDED_DAYS)
        return bool(self.waiting or self.unreported or self.reviews or self.mergings) and not said_lately


def _before(moment: str, days: int) -> str:
    return (datetime.fromisoformat(moment) - timedelta(days=days)).isoformat()


def institutions(graph: Graph, uid: str | None = None) -> list[Institution]:
    """Return the members that are not suspended, or one of them, by name."""
    return [Institution(**record) for record in graph.system_read(_MEMBERS, uid=uid)]


def digest(graph: Graph, to: Institution, today: date, *, since: str | None = None) -> Digest:
    """Return what an institution is told, with no more than its readers see on their pages.

    Args:
        graph: the store.
        to: whom.
        today: the day of the digest.
        since: a moment; the end of the last digest by default, and all that is kept for the first.
    """
    caller = Caller(organisation=to.uid, actor="digest")
    begin = since if since is not None else (to.told_until or "")
    until = now()
    planned = agenda(graph, caller, as_of=today, limit=MOST_VISITS)
    last = (today + timedelta(days=AHEAD_DAYS)).isoformat()
    return Digest(
        to,
        until,
        tuple(one for one in notices(graph, caller) if begin < one.at <= until),
        tuple(one for one in exchanges(graph, caller, open_only=True) if not one.own),
        _by_day(one for one in planned.ahead if (one.on or "") <= last),
        _by_day(planned.due),
        list_reviews(graph, caller, limit=1).count,
        tuple(
            one
            for one in mergings(graph, caller, status="proposed", limit=MOST_MERGINGS)
            if to.uid in one.asked and to.uid not in one.agreed
        ),
        tuple(one for one in tidings(graph, caller) if begin < one.at <= until),
    )


def _by_day(visits: Iterable[OwnVisit]) -> tuple[OwnVisit, ...]:
    return tuple(sorted(visits, key=lambda one: (one.on or "", one.name)))


def claim(graph: Graph, said: Digest) -> bool:
    """Take a digest as one's own to send; False when another run was faster."""
    asked = {"uid": said.to.uid, "before": said.to.told_until or "", "after": said.until}
    return bool(graph.write_all([(_CLAIM, asked)], guarded=True, companies=()))


def give_back(graph: Graph, said: Digest) -> None:
    """Undo a claim, for the digest could not be sent."""
    asked = {"uid": said.to.uid, "before": said.until, "after": said.to.told_until}
    graph.write_all([(_CLAIM, asked)], guarded=True, companies=())

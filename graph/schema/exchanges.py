"""What passes between institutions about their visits, and what became of a visit."""

from __future__ import annotations

from neomodel import ArrayProperty, IntegerProperty, StringProperty, StructuredNode

EXCHANGES = {"join": "demande à se joindre", "objection": "objection"}
ANSWERS = {"open": "en attente", "accepted": "acceptée", "declined": "déclinée", "withdrawn": "retirée"}
DECISIONS = {
    "open": "à décider",
    "justified": "justifié",
    "to_merge": "à fusionner",
    "avoided": "évité",
    "merged": "fusionné",
}


class VisitChange(StructuredNode):
    """One change of a visit: which fields, from what to what; of texts only that they changed, never what they said.

    `about` is the uid of the edge; `was_by` and `was_at` say who had written it before; `rank` tells apart, from 0, the
    changes of one second.
    """

    uid = StringProperty(unique_index=True, required=True)
    owner = StringProperty(index=True, required=True)
    about = StringProperty(index=True, required=True)
    at = StringProperty(required=True)
    rank = IntegerProperty()
    by = StringProperty(required=True)
    was_by = StringProperty()
    was_at = StringProperty()
    was_status = StringProperty()
    changed = ArrayProperty(StringProperty())
    before = ArrayProperty(StringProperty())
    after = ArrayProperty(StringProperty())


class Exchange(StructuredNode):
    """What an institution (`owner`) asks of another (`addressee`) about one of its visits (`theirs`)."""

    uid = StringProperty(unique_index=True, required=True)
    owner = StringProperty(index=True, required=True)
    addressee = StringProperty(index=True, required=True)
    kind = StringProperty(required=True, choices=EXCHANGES)
    status = StringProperty(required=True, choices=ANSWERS)
    company = StringProperty(required=True)
    mine = StringProperty()
    theirs = StringProperty(index=True, required=True)
    reason = StringProperty()
    answer = StringProperty()
    asked_at = StringProperty(required=True)
    asked_by = StringProperty(required=True)
    answered_at = StringProperty()
    answered_by = StringProperty()


class OverlapDecision(StructuredNode):
    """What was decided of two visits that overlap: by which institution, and who agreed to make one visit of them.

    `uid` is made of the keys of both visits; it is never shown, for a key can tell a day: `overlap` names it.
    """

    uid = StringProperty(unique_index=True, required=True)
    status = StringProperty(required=True, choices=DECISIONS)
    company = StringProperty(index=True, required=True)
    overlap = StringProperty()
    visits = ArrayProperty(StringProperty())
    organisation = StringProperty(required=True)
    by = StringProperty(required=True)
    at = StringProperty(required=True)
    agreed = ArrayProperty(StringProperty())


class Notice(StructuredNode):
    """Something that an institution (`owner`) is told; what it says is read again, as far as levels then permit.

    `about` is the institution's own visit, an exchange or a decision; `mark` tells whether it is news.
    """

    uid = StringProperty(unique_index=True, required=True)
    owner = StringProperty(index=True, required=True)
    kind = StringProperty(required=True)
    about = StringProperty(index=True, required=True)
    other = StringProperty(required=True)
    company = StringProperty(required=True)
    at = StringProperty(required=True)
    mark = StringProperty()
    read_by = ArrayProperty(StringProperty())


EXCHANGE_MODELS: tuple[type[StructuredNode], ...] = (VisitChange, Exchange, OverlapDecision, Notice)

"""The means of the partnership: schemes, posts, trainings, envelopes, committees, and what passes by them."""

from __future__ import annotations

from neomodel import ArrayProperty, DateProperty, FloatProperty, IntegerProperty, StringProperty, StructuredNode

from graph.schema.base import FactNode

COMMITMENT_STATUSES = {"planned": "prévu", "committed": "engagé", "cancelled": "abandonné"}
COMMITTEE_KINDS = {"commitment": "comité d'engagement", "territorial": "comité territorial"}
COMMITTEE_STATUSES = {"planned": "prévu", "held": "tenu", "cancelled": "annulé"}
ITEM_KINDS = {"company": "entreprise", "project": "projet", "need": "besoin", "envelope": "demande d'enveloppe"}
VERDICTS_OF_ITEMS = {"favourable": "favorable", "unfavourable": "défavorable", "postponed": "ajourné"}


class Scheme(StructuredNode):
    """An aid scheme, as its operator names it."""

    uid = StringProperty(unique_index=True, required=True)
    name = StringProperty(required=True)
    aliases = ArrayProperty(StringProperty())


class Envelope(FactNode):
    """An amount that its owner delegates for a year to an institution, its `manager`, who alone commits and splits it.

    `parent` is the envelope it was taken from, of which its owner is the manager. `amount_cents` is what was first
    delegated; transfers move it afterwards. Its sub-envelopes and commitments never exceed it.
    """

    title = StringProperty(required=True)
    reference = StringProperty(index=True)
    year = IntegerProperty(required=True, index=True)
    amount_cents = IntegerProperty(required=True)
    territory = StringProperty(index=True)
    scheme = StringProperty()
    parent = StringProperty(index=True)
    manager = StringProperty(index=True)
    on = DateProperty()
    earliest = DateProperty()
    latest = DateProperty()
    summary = StringProperty()
    raw = StringProperty()


class Commitment(FactNode):
    """A part of an envelope promised to somebody, then paid, of which some may come back (`returned_cents`).

    A planned one takes nothing of the envelope yet. `decision` is the item of a committee that made it.
    """

    envelope = StringProperty(index=True, required=True)
    title = StringProperty(required=True)
    reference = StringProperty()
    status = StringProperty(required=True, choices=COMMITMENT_STATUSES)
    amount_cents = IntegerProperty(required=True)
    paid_cents = IntegerProperty()
    returned_cents = IntegerProperty()
    scheme = StringProperty()
    holder_name = StringProperty()
    holder_place = StringProperty()
    decision = StringProperty(index=True)
    on = DateProperty()
    paid_on = DateProperty()
    returned_on = DateProperty()
    earliest = DateProperty()
    latest = DateProperty()
    summary = StringProperty()
    raw = StringProperty()


class Transfer(StructuredNode):
    """An amount moved from one envelope to another of the same parent by the institution that delegates both."""

    uid = StringProperty(unique_index=True, required=True)
    owner = StringProperty(index=True, required=True)
    visibility = StringProperty(required=True)
    out_of = StringProperty(index=True, required=True)
    into = StringProperty(index=True, required=True)
    amount_cents = IntegerProperty(required=True)
    reason = StringProperty()
    on = DateProperty()
    at = StringProperty(required=True)
    by = StringProperty(required=True)


class Post(FactNode):
    """A post of an institution in territories, whoever holds it: its function, FTE, subjects and functional mailbox.

    The person who holds it is an `Agent` of the same uid, read by its own institution alone.
    """

    function = StringProperty(required=True)
    fte = FloatProperty(required=True)
    territories = ArrayProperty(StringProperty())
    themes = ArrayProperty(StringProperty())
    mailbox = StringProperty()
    starts_on = DateProperty()
    ends_on = DateProperty()
    on = DateProperty()
    earliest = DateProperty()
    latest = DateProperty()
    raw = StringProperty()


class Training(FactNode):
    """A training given (`trainer`), and how many people of one institution followed it."""

    title = StringProperty(required=True)
    theme = StringProperty()
    trainer = StringProperty()
    territory = StringProperty()
    participants = IntegerProperty()
    hours = FloatProperty()
    on = DateProperty()
    earliest = DateProperty()
    latest = DateProperty()
    raw = StringProperty()


class Committee(FactNode):
    """A commitment or territorial committee: its day, its members by function, its minutes.

    `partner` is the institution that runs it in tandem with its owner: either may rule on its items.
    """

    title = StringProperty(required=True)
    reference = StringProperty(index=True)
    kind = StringProperty(choices=COMMITTEE_KINDS)
    status = StringProperty(choices=COMMITTEE_STATUSES)
    on = DateProperty()
    earliest = DateProperty()
    latest = DateProperty()
    territory = StringProperty(index=True)
    place = StringProperty()
    partner = StringProperty(index=True)
    members = ArrayProperty(StringProperty())
    minutes = StringProperty()
    raw = StringProperty()


class AgendaItem(FactNode):
    """What a committee has to look at. Files may tell what was decided; a `Ruling` of the same uid wins over it."""

    committee = StringProperty(index=True, required=True)
    title = StringProperty(required=True)
    reference = StringProperty(index=True)
    kind = StringProperty(choices=ITEM_KINDS)
    holder_name = StringProperty()
    holder_place = StringProperty()
    asked_cents = IntegerProperty()
    envelope = StringProperty(index=True)
    scheme = StringProperty()
    verdict = StringProperty(choices=VERDICTS_OF_ITEMS)
    granted_cents = IntegerProperty()
    reason = StringProperty()
    on = DateProperty()
    decided_on = DateProperty()
    earliest = DateProperty()
    latest = DateProperty()
    summary = StringProperty()
    raw = StringProperty()


class Referral(FactNode):
    """A question that went up to headquarters (`addressee`). Files may tell the answer; a `Ruling` wins over it."""

    title = StringProperty(required=True)
    committee = StringProperty(index=True)
    territory = StringProperty(index=True)
    theme = StringProperty()
    addressee = StringProperty(index=True)
    due_on = DateProperty()
    answered_on = DateProperty()
    answer = StringProperty()
    on = DateProperty()
    earliest = DateProperty()
    latest = DateProperty()
    summary = StringProperty()
    raw = StringProperty()


class Ruling(StructuredNode):
    """What an institution decided of an agenda item, or answered to a referral, of the same uid.

    Its level is that of what it rules on. `commitment` is what it committed, in the same transaction.
    """

    uid = StringProperty(unique_index=True, required=True)
    owner = StringProperty(index=True, required=True)
    visibility = StringProperty(required=True)
    verdict = StringProperty(required=True)
    reason = StringProperty()
    amount_cents = IntegerProperty()
    commitment = StringProperty()
    on = DateProperty()
    at = StringProperty(required=True)
    by = StringProperty(required=True)


MEANS_MODELS: tuple[type[StructuredNode], ...] = (
    Scheme,
    Envelope,
    Commitment,
    Transfer,
    Post,
    Training,
    Committee,
    AgendaItem,
    Referral,
    Ruling,
)

"""The means of the partnership: schemes, envelopes, committees."""

from __future__ import annotations

from neomodel import ArrayProperty, DateProperty, FloatProperty, IntegerProperty, StringProperty, StructuredNode

from graph.schema.base import FactNode


class Scheme(StructuredNode):
    """An aid scheme, as its operator names it."""

    uid = StringProperty(unique_index=True, required=True)
    name = StringProperty(required=True)
    aliases = ArrayProperty(StringProperty())


class Envelope(FactNode):
    """An amount delegated to a territory for a year."""

    year = IntegerProperty(required=True)
    amount_eur = FloatProperty(required=True)
    used_eur = FloatProperty()
    territory = StringProperty()
    scheme = StringProperty()


class Committee(FactNode):
    """A commitment or territorial committee: its date and what it decided."""

    kind = StringProperty()
    on = DateProperty()
    territory = StringProperty()
    decided = ArrayProperty(StringProperty())

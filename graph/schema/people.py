"""People: personal data, kept apart and read for their own organisation alone."""

from __future__ import annotations

from neomodel import ArrayProperty, DateProperty, FloatProperty, JSONProperty, StringProperty, StructuredNode

from graph.schema.base import FactNode


class Agent(FactNode):
    """An operator's agent. Others see the function, never the name. Disabled after twelve idle months."""

    name = StringProperty()
    function = StringProperty()
    email = StringProperty()
    fte = FloatProperty()
    territories = ArrayProperty(StringProperty())
    disabled_at = StringProperty()


class Contact(FactNode):
    """A person of a company, known to one institution; erased three years after the last contact."""

    name = StringProperty()
    function = StringProperty()
    email = StringProperty()
    phone = StringProperty()
    company = StringProperty(index=True)
    last_contact_on = DateProperty()


class Frozen(StructuredNode):
    """What a record said of a person whose data are frozen (GDPR, article 18): taken out of it, for the dpo alone.

    `act` is the freezing it belongs to; `place` the label or type of the record, `record` its key, `field` its name
    for people. `values` is what stood there, `left` what was left in its place; `whole` says that the record itself
    was taken out.
    """

    uid = StringProperty(unique_index=True, required=True)
    owner = StringProperty(index=True, required=True)
    act = StringProperty(index=True, required=True)
    place = StringProperty(required=True)
    record = StringProperty(required=True)
    whole = StringProperty()
    values = JSONProperty(required=True)
    left = JSONProperty()
    at = StringProperty(required=True)
    by = StringProperty(required=True)


class Suppression(StructuredNode):
    """A person who is not to come back into an institution's records: keyed hashes, never a name.

    `marks` are `kind:words:hash`. `reason` is `erase`, `freeze` or `object`; `records` are the only ones that it
    concerns, none means all.
    """

    uid = StringProperty(unique_index=True, required=True)
    owner = StringProperty(index=True, required=True)
    reason = StringProperty(required=True, choices={"erase": "effacée", "freeze": "gelée", "object": "opposée"})
    marks = ArrayProperty(StringProperty())
    records = ArrayProperty(StringProperty())
    at = StringProperty(required=True)
    by = StringProperty(required=True)


PERSON_MODELS: tuple[type[StructuredNode], ...] = (Frozen, Suppression)

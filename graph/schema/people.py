"""People: personal data, kept apart and read for their own organisation alone."""

from __future__ import annotations

from neomodel import ArrayProperty, DateProperty, FloatProperty, StringProperty

from graph.schema.base import FactNode


class Agent(FactNode):
    """An operator's agent. Others see the function, never the name."""

    name = StringProperty()
    function = StringProperty()
    email = StringProperty()
    fte = FloatProperty()
    territories = ArrayProperty(StringProperty())


class Contact(FactNode):
    """A person of a company, known to one institution; erased three years after the last contact."""

    name = StringProperty()
    function = StringProperty()
    email = StringProperty()
    phone = StringProperty()
    company = StringProperty(index=True)
    last_contact_on = DateProperty()

"""Territories and sectors: the official frames in which everything else is placed."""

from __future__ import annotations

from neomodel import (
    ArrayProperty,
    BooleanProperty,
    IntegerProperty,
    RelationshipTo,
    StringProperty,
    StructuredNode,
)

from graph.schema.edges import Carries, Declares, InvitedTo, PartyTo, Raised

TERRITORY_LEVELS = {
    "commune": "commune",
    "ancienne_commune": "ancienne commune",
    "epci": "EPCI",
    "departement": "département",
    "region": "région",
    "pays": "pays",
}


class Territory(StructuredNode):
    """A commune, EPCI, département or région. `uid` is level and code, such as `epci:200018083`."""

    uid = StringProperty(unique_index=True, required=True)
    code = StringProperty(index=True, required=True)
    level = StringProperty(index=True, required=True, choices=TERRITORY_LEVELS)
    name = StringProperty(required=True)
    kind = StringProperty()
    siren = StringProperty()
    population = IntegerProperty()
    vintage = IntegerProperty()

    part_of = RelationshipTo("Territory", "PART_OF")
    became = RelationshipTo("Territory", "BECAME")
    carries = RelationshipTo("graph.schema.projects.Project", "CARRIES", model=Carries)
    raised = RelationshipTo("graph.schema.partnership.Need", "RAISED", model=Raised)
    party_to = RelationshipTo("graph.schema.partnership.Agreement", "PARTY_TO", model=PartyTo)
    declares = RelationshipTo("graph.schema.partnership.Strategy", "DECLARES", model=Declares)
    invited_to = RelationshipTo("graph.schema.partnership.Consultation", "INVITED_TO", model=InvitedTo)


class Sector(StructuredNode):
    """A NAF position (5 levels) or a filière, which is a set of NAF positions.

    `uid` is nomenclature and code, such as `naf2:62.01Z` or `filiere:agroalimentaire`.
    """

    uid = StringProperty(unique_index=True, required=True)
    code = StringProperty(index=True, required=True)
    nomenclature = StringProperty(required=True)
    label = StringProperty(required=True)
    level = IntegerProperty()
    priority = BooleanProperty()
    aliases = ArrayProperty(StringProperty())

    part_of = RelationshipTo("Sector", "PART_OF")
    includes = RelationshipTo("Sector", "INCLUDES")


class Theme(StructuredNode):
    """A theme of visits, needs and support, from the vocabulary: what `theme` on a fact is the `uid` of."""

    uid = StringProperty(unique_index=True, required=True)
    name = StringProperty(required=True)
    aliases = ArrayProperty(StringProperty())

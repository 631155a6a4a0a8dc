"""What the Region and the territories do together: needs that are raised, agreements that are signed."""

from __future__ import annotations

from neomodel import BooleanProperty, DateProperty, FloatProperty, RelationshipTo, StringProperty

from graph.schema.base import FactNode

NEED_STATUSES = {
    "quo": "sans réponse",
    "taking_care": "prise en charge",
    "done": "traité",
    "done_no_help": "clos sans aide",
    "done_not_reachable": "clos, injoignable",
    "not_for_me": "hors de mon champ",
}


class Need(FactNode):
    """A need raised by a company or a territory, and how far it has been answered."""

    title = StringProperty(required=True)
    theme = StringProperty()
    status = StringProperty(required=True, choices=NEED_STATUSES)
    holder_name = StringProperty()
    holder_place = StringProperty()
    on = DateProperty()
    earliest = DateProperty()
    latest = DateProperty()
    answered_on = DateProperty()
    summary = StringProperty()
    raw = StringProperty()


class Agreement(FactNode):
    """A partnership contract, such as a PDEC: what the parties do together, from when to when."""

    title = StringProperty(required=True)
    kind = StringProperty()
    starts_on = DateProperty()
    ends_on = DateProperty()
    earliest = DateProperty()
    latest = DateProperty()
    amount_eur = FloatProperty()
    engineering_fte = FloatProperty()
    est_ess = BooleanProperty()
    summary = StringProperty()
    raw = StringProperty()

    priority_sectors = RelationshipTo("graph.schema.territories.Sector", "COVERS")
    territories = RelationshipTo("graph.schema.territories.Territory", "COVERS")

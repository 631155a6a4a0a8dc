"""What all facts and all reference records have in common."""

from __future__ import annotations

from neomodel import DateProperty, StringProperty, StructuredNode, StructuredRel

from graph.visibility import Visibility

VISIBILITIES = {level.value: level.value for level in Visibility}


class FactEdge(StructuredRel):
    """An edge that an institution entered: where it comes from and who may see it.

    `earliest` and `latest` bound the day as far as other members may know it: the day itself for a shared
    record, the whole month for a signalled one, the year where a source gives no more.
    """

    uid = StringProperty(unique_index=True, required=True)
    owner = StringProperty(required=True)
    visibility = StringProperty(required=True, choices=VISIBILITIES)
    source_uid = StringProperty(required=True)
    import_uid = StringProperty(required=True)
    recorded_at = StringProperty(required=True)
    recorded_by = StringProperty(required=True)
    content_hash = StringProperty()
    earliest = DateProperty()
    latest = DateProperty()


class FactNode(StructuredNode):
    """A node that an institution entered: the same provenance as a fact edge."""

    __abstract_node__ = True

    uid = StringProperty(unique_index=True, required=True)
    owner = StringProperty(index=True)
    visibility = StringProperty(required=True, choices=VISIBILITIES)
    source_uid = StringProperty(required=True)
    import_uid = StringProperty(required=True)
    recorded_at = StringProperty(required=True)
    recorded_by = StringProperty(required=True)
    content_hash = StringProperty()

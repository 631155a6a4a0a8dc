"""Campaigns of visits: a list of companies that institutions share out before a day."""

from __future__ import annotations

from neomodel import IntegerProperty, StringProperty, StructuredNode


class Campaign(StructuredNode):
    """What an institution (`owner`) proposes to visit until a day; `drawn` says how the list was drawn, in French."""

    uid = StringProperty(unique_index=True, required=True)
    owner = StringProperty(index=True, required=True)
    visibility = StringProperty(required=True)
    title = StringProperty(required=True)
    since = StringProperty(required=True)
    until = StringProperty(required=True)
    drawn = StringProperty()
    created_at = StringProperty(required=True)
    created_by = StringProperty(required=True)
    closed_at = StringProperty()


class CampaignTarget(StructuredNode):
    """A company of a campaign, and the institution that takes it; the level is that of the campaign.

    What became of it is read from the visits, never kept here.
    """

    uid = StringProperty(unique_index=True, required=True)
    owner = StringProperty(index=True, required=True)
    visibility = StringProperty(required=True)
    campaign = StringProperty(index=True, required=True)
    company = StringProperty(index=True, required=True)
    rank = IntegerProperty(required=True)
    reason = StringProperty()
    taken_by = StringProperty()
    taken_at = StringProperty()
    taken_actor = StringProperty()


CAMPAIGN_MODELS: tuple[type[StructuredNode], ...] = (Campaign, CampaignTarget)

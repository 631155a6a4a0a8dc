"""Networks of actors: who is linked with whom, who counts, and files to open elsewhere."""

from __future__ import annotations

from queries.analytics.answers import CentralityReport, Measure, Mode, NetworkAnswer, describe
from queries.analytics.around import Around, operators
from queries.analytics.bridges import Bridge, Group, bridges, groups
from queries.analytics.centrality import CentralityOptions, centrality, report
from queries.analytics.exports import FORMS, render, write
from queries.analytics.gaps import Gap, Gaps, gaps
from queries.analytics.kept import institutions, measured
from queries.analytics.model import Actor, Link, Network
from queries.analytics.network import network, network_since
from queries.analytics.picture import Picture, picture
from queries.analytics.summary import Evolution, evolution, spread

__all__ = [
    "FORMS",
    "Actor",
    "Around",
    "Bridge",
    "CentralityOptions",
    "CentralityReport",
    "Evolution",
    "Gap",
    "Gaps",
    "Group",
    "Link",
    "Measure",
    "Mode",
    "Network",
    "NetworkAnswer",
    "Picture",
    "bridges",
    "centrality",
    "describe",
    "evolution",
    "gaps",
    "groups",
    "institutions",
    "measured",
    "network",
    "network_since",
    "operators",
    "picture",
    "render",
    "report",
    "spread",
    "write",
]

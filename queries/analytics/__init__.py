"""Networks of actors: who is linked with whom, who counts, and files to open elsewhere."""

from __future__ import annotations

from queries.analytics.answers import CentralityReport, Measure, Mode, NetworkAnswer, describe
from queries.analytics.around import Around
from queries.analytics.centrality import CentralityOptions, centrality, report
from queries.analytics.exports import FORMS, render, write
from queries.analytics.model import Actor, Link, Network
from queries.analytics.network import network

__all__ = [
    "FORMS",
    "Actor",
    "Around",
    "CentralityOptions",
    "CentralityReport",
    "Link",
    "Measure",
    "Mode",
    "Network",
    "NetworkAnswer",
    "centrality",
    "describe",
    "network",
    "render",
    "report",
    "write",
]

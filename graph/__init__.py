"""The base of the house: the store, its schema, who may see what, settings and errors."""

from graph.connect import connect
from graph.settings import Settings, get_settings
from graph.store import Graph
from graph.visibility import MEMBER, PUBLIC, Caller, Layer, Visibility

__all__ = [
    "MEMBER",
    "PUBLIC",
    "Caller",
    "Graph",
    "Layer",
    "Settings",
    "Visibility",
    "connect",
    "get_settings",
]

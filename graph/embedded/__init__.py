"""DORE's own Neo4j: downloaded once, started on loopback, one server for each `DORE_HOME`.

>>> endpoint = start(get_settings())     # finds the running server, or starts it
>>> endpoint.uri
'bolt://127.0.0.1:40123'
"""

from graph.embedded.runtime import install
from graph.embedded.server import Status, start, status, stop
from graph.embedded.state import Endpoint
from graph.embedded.tool import admin

__all__ = ["Endpoint", "Status", "admin", "install", "start", "status", "stop"]

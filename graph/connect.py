"""From settings to a ready `Graph`: the embedded server, or a server of one's own."""

from __future__ import annotations

from graph.errors import Misuse, StoreRefused
from graph.migrations import Applied, migrate
from graph.settings import Settings, get_settings
from graph.store import Graph


def connect(settings: Settings | None = None, *, progress: bool = True) -> Graph:
    """Return the graph of this installation, its schema up to date.

    Without `NEO4J_URI` the embedded server of `DORE_HOME` is used, and started when it does not run yet.

    Raises:
        StoreError: no server can be reached or started, or its database holds something else than DORE's.
    """
    settings = settings or get_settings()
    graph = _open(settings, progress=progress)
    try:
        refuse_foreign(graph)
        migrate(graph)
    except BaseException:
        graph.close()
        raise
    return graph


def upgrade(graph: Graph) -> list[Applied]:
    """Run the migrations that this database lacks and return what they said."""
    refuse_foreign(graph)
    return migrate(graph)


def _open(settings: Settings, *, progress: bool) -> Graph:
    timeout = float(settings.transaction_timeout_s)
    if settings.neo4j_uri:
        if settings.neo4j_password is None:
            raise Misuse("NEO4J_URI est défini sans NEO4J_PASSWORD.", hint="Définissez aussi NEO4J_PASSWORD.")
        password = settings.neo4j_password.get_secret_value()
        return Graph(settings.neo4j_uri, settings.neo4j_user, password, timeout_s=timeout, home=settings.home)
    from graph.embedded import start  # imported here: a server of one's own needs no Java

    endpoint = start(settings, progress=progress)
    return Graph(endpoint.uri, endpoint.user, endpoint.password, timeout_s=timeout, home=settings.home)


def refuse_foreign(graph: Graph) -> None:
    """Refuse a database that holds nodes and was never DORE's.

    Raises:
        StoreRefused: it is not empty and bears no mark of ours.
    """
    [found] = graph.system_read("RETURN EXISTS { (:Migration) } AS ours, EXISTS { MATCH (n) } AS filled")
    if found["filled"] and not found["ours"]:
        raise StoreRefused(
            f"La base Neo4j à l'adresse {graph.uri} contient déjà d'autres données : DORE n'y touche pas.",
            hint="Donnez-lui une base vide.",
        )

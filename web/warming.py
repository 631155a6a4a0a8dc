"""What the first page of each kind would wait for, done beside the requests as soon as a service starts."""

from __future__ import annotations

import threading

import structlog

from gate import logs
from gate.service import Service
from graph.errors import DoreError
from graph.store import Graph
from graph.visibility import MEMBER, Caller
from ingest.deciding import plan
from ingest.queue import list_reviews
from queries.company_names import company_names
from queries.days import today
from queries.own_visits import own_at, own_visits, planned_at, to_report
from queries.results.results import results
from queries.visit_history import visit_history
from queries.who import dossiers_of
from web.rendering import environment

NOBODY = Caller(organisation="-")
NO_KEY = "000000000"
FIRST = frozenset(
    ("layout.html", "components.html", "search.html", "_results.html", "company.html", "unsupported.html")
)


def templates() -> int:
    """Compile every template, those that most pages are made of first, and return how many."""
    pages = environment()
    names = sorted(pages.list_templates(extensions=("html",)), key=lambda name: (name not in FIRST, name))
    for name in names:
        pages.get_template(name)
    return len(names)


def questions(graph: Graph) -> None:
    """Ask what pages ask beside what is the same for all: the plans are made, on behalf of nobody."""
    dossiers_of(graph, NOBODY, [NO_KEY], today())
    to_report(graph, NOBODY, limit=1)
    planned_at(graph, NOBODY, NO_KEY)
    own_at(graph, NOBODY, NO_KEY, today())
    own_visits(graph, NOBODY, past=True)
    visit_history(graph, NOBODY, NO_KEY)
    company_names(graph, NOBODY, [NO_KEY])
    plan(graph, NOBODY)
    list_reviews(graph, NOBODY, limit=1)
    results(graph, MEMBER)


def start(service: Service) -> threading.Thread | None:
    """Begin, if the service warms up; it holds up neither the requests nor the end of the service."""
    if not service.warms:
        return None

    def run() -> None:
        try:
            templates()
            questions(service.graph)
        except (DoreError, OSError) as error:
            structlog.get_logger().warning("warming", **logs.failure(error))

    thread = threading.Thread(target=run, name="warming-pages", daemon=True)
    thread.start()
    return thread

"""What routes are given: the graph, who asks, and the settings. Never from the body of a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from graph.errors import AccessRefused
from graph.settings import Settings
from graph.store import Graph
from graph.visibility import Caller

# These are `async` so that they run where they stand: a plain function would cost a thread for each of them.


@dataclass(frozen=True, slots=True)
class Service:
    """What one running service works with.

    Args:
        graph: the store.
        settings: of the installation.
        caller: on whose behalf every request is answered, until people sign in. It comes from the command
            that started the service.
        operator: name of the institution of that caller, as the graph writes it.
        operator: name of the institution of that caller, as the graph writes it.
    """

    graph: Graph
    settings: Settings
    caller: Caller
    operator: str = ""


async def _service(request: Request) -> Service:
    found: Service = request.app.state.service
    return found


ServiceDep = Annotated[Service, Depends(_service)]


async def _graph(service: ServiceDep) -> Graph:
    return service.graph


async def _caller(service: ServiceDep) -> Caller:
    return service.caller


async def _writer(service: ServiceDep) -> Caller:
    if service.caller.organisation is None:
        raise AccessRefused(
            "Ce service est en lecture seule : il n'agit au nom d'aucune institution.",
            hint="Relancez-le au nom de la vôtre : dore serve --as INSTITUTION.",
        )
    return service.caller


async def _operator(service: ServiceDep) -> str:
    return service.operator


GraphDep = Annotated[Graph, Depends(_graph)]
CallerDep = Annotated[Caller, Depends(_caller)]
WriterDep = Annotated[Caller, Depends(_writer)]
"""A caller that acts for an institution; others are refused."""
OperatorDep = Annotated[str, Depends(_operator)]

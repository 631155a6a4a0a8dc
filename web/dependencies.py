"""What the pages are given: the service, its graph, who asks. Never from the body of a request."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from access import Identity
from gate.asking import asking
from gate.service import Service
from graph.store import Graph
from graph.visibility import Caller

# These are `async` so that they run where they stand: a plain function would cost a thread for each of them.


async def _service(request: Request) -> Service:
    found: Service = request.app.state.service
    return found


ServiceDep = Annotated[Service, Depends(_service)]


async def _graph(service: ServiceDep) -> Graph:
    return service.graph


async def _identity(request: Request) -> Identity:
    return asking(request.scope)


IdentityDep = Annotated[Identity, Depends(_identity)]


async def _caller(identity: IdentityDep) -> Caller:
    return identity.caller


GraphDep = Annotated[Graph, Depends(_graph)]
CallerDep = Annotated[Caller, Depends(_caller)]

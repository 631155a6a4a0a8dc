"""What routes are given: the graph, who asks, and the settings. Never from the body of a request."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from access import Action, Identity
from gate.asking import asking
from gate.service import Service
from graph.bridge import run_bridged
from graph.errors import AccessRefused, Conflict
from graph.store import Graph
from graph.visibility import Caller
from ingest.operators import Operators
from planning.announcing import Announcer

# These are `async` so that they run where they stand: a plain function would cost a thread for each of them.


async def _service(request: Request) -> Service:
    found: Service = request.app.state.service
    return found


ServiceDep = Annotated[Service, Depends(_service)]


async def _graph(service: ServiceDep) -> Graph:
    return service.graph


GraphDep = Annotated[Graph, Depends(_graph)]


async def _identity(request: Request) -> Identity:
    return asking(request.scope)


IdentityDep = Annotated[Identity, Depends(_identity)]


async def _caller(identity: IdentityDep) -> Caller:
    return identity.caller


def read_only() -> AccessRefused:
    """Return the refusal of a service that was started for no institution."""
    return AccessRefused(
        "Ce service est en lecture seule : il n'agit au nom d'aucune institution.",
        hint="Relancez-le au nom de la vôtre : dore serve --as INSTITUTION.",
    )


async def _writer(identity: IdentityDep) -> Caller:
    if identity.organisation is None:
        raise read_only()
    return identity.caller


async def _operator(identity: IdentityDep, graph: GraphDep) -> str:
    """Return the name by which an import finds the institution, which must be that very one."""
    found = await run_bridged(Operators, graph)
    if found.find(identity.organisation_name) != identity.organisation:
        raise Conflict(
            f"Une autre institution porte aussi le nom « {identity.organisation_name} ».",
            hint="Donnez-leur des noms différents avant d'écrire au nom de l'une d'elles.",
        )
    return identity.organisation_name


async def _announcer(
    identity: IdentityDep, caller: Annotated[Caller, Depends(_writer)], operator: Annotated[str, Depends(_operator)]
) -> Announcer:
    return Announcer(caller, operator, identity.may(Action.WIDEN))


CallerDep = Annotated[Caller, Depends(_caller)]
WriterDep = Annotated[Caller, Depends(_writer)]
"""A caller that acts for an institution; others are refused."""
OperatorDep = Annotated[str, Depends(_operator)]
AnnouncerDep = Annotated[Announcer, Depends(_announcer)]
"""On whose behalf a visit is announced, and whether that role may raise levels."""

"""What a running service works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from access import Identity
from gate.rates import Rates
from gate.reach import Reach
from gate.sweeps import Sweeps
from graph.settings import Settings
from graph.store import Graph

if TYPE_CHECKING:  # read at start-up only where there is one: it brings cryptography
    from gate.provider import Provider


@dataclass(frozen=True)
class Service:
    """What the front doors are given when they are made.

    Args:
        graph: the store.
        settings: of the installation.
        local: on whose behalf every request is answered, when the service was started for one institution on its
            own machine (`dore serve --as`); None where people sign in.
        insecure: whether browsers come without HTTPS: the cookie has another name.
        reach: from where it is reached.
        provider: where people may sign in, besides their one-time links.
        warms: whether what first pages wait for is asked when the service starts and after each change: one that
            stays does, one that answers a few requests would only be slower.
        rates: how often one may ask, counted for all doors together.
        sweeps: what was opened lately, counted likewise.
    """

    graph: Graph
    settings: Settings
    local: Identity | None = None
    insecure: bool = False
    reach: Reach = field(default_factory=Reach)
    provider: Provider | None = None
    warms: bool = False
    rates: Rates = field(init=False)
    sweeps: Sweeps = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rates", Rates(self.settings))
        object.__setattr__(self, "sweeps", Sweeps(self.settings))

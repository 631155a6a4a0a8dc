"""How often one may ask: by person or key, by institution, by address for whoever is nobody yet.

In memory, by the library `limits` (a sliding window over counters): the service is one process, a restart forgets
nothing that matters, and a store for it would be one more thing to run. Whoever runs the server itself, on its own
machine, is not counted.
"""

from __future__ import annotations

import math
import time
from functools import cached_property
from ipaddress import IPv6Address, ip_address, ip_network

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from access import Identity
from graph.errors import Misuse, TooMany
from graph.settings import Settings

_WHOSE = {
    "rate_person": "Vous avez envoyé trop de demandes en peu de temps.",
    "rate_organisation": "Votre institution a envoyé trop de demandes en peu de temps.",
    "rate_address": "Trop de demandes sont venues de votre adresse sans connexion.",
    "rate_sign_in": "Trop de tentatives de connexion sont venues de votre adresse.",
    "rate_demand": "Trop de demandes ont été envoyées depuis votre adresse.",
}


class Rates:
    """The counts of a service.

    Args:
        settings: how much is permitted.

    Raises:
        Misuse: a limit is not written as one.
    """

    def __init__(self, settings: Settings) -> None:
        self._limits = {name: _limit(name, getattr(settings, name)) for name in _WHOSE}

    @cached_property
    def _counts(self) -> SlidingWindowCounterRateLimiter:
        return SlidingWindowCounterRateLimiter(MemoryStorage())  # at first use: it starts a thread

    def ask(self, identity: Identity, address: str) -> None:
        """Count a request.

        Raises:
            TooMany: there were too many from this person or key, its institution, or this address.
        """
        if identity.via == "local":
            return
        if identity.via == "":
            self._count("rate_address", _house(address))
            return
        self._count("rate_person", identity.actor)
        if identity.organisation:
            self._count("rate_organisation", identity.organisation)

    def try_to_enter(self, address: str) -> None:
        """Count an attempt to sign in.

        Raises:
            TooMany: there were too many from this address.
        """
        self._count("rate_sign_in", _house(address))

    def send_demand(self, address: str) -> None:
        """Count a request sent by the public form.

        Raises:
            TooMany: there were too many from this address.
        """
        self._count("rate_demand", _house(address))

    def _count(self, name: str, whose: str) -> None:
        limit = self._limits[name]
        if limit is None or self._counts.hit(limit, name, whose):
            return
        again = self._counts.get_window_stats(limit, name, whose).reset_time - time.time()
        wait = max(1, math.ceil(again))
        raise TooMany(
            _WHOSE[name],
            retry_after_s=wait,
            hint=f"Attendez {wait} seconde{'s' if wait > 1 else ''}, puis recommencez.",
        )


def _limit(name: str, written: str) -> RateLimitItem | None:
    if not written.strip():
        return None
    try:
        return parse(written)
    except ValueError as error:
        raise Misuse(
            f"DORE_{name.upper()} n'est pas une limite : « {written} ».",
            hint="Écrivez-la ainsi : 600/minute, ou rien pour ne pas limiter.",
        ) from error


def _house(address: str) -> str:
    """Return what stands for an address: for IPv6 its network, since one customer has all of it.

    >>> _house("192.0.2.7"), _house("2001:db8:1:2:3:4:5:6"), _house("::ffff:192.0.2.7")
    ('192.0.2.7', '2001:db8:1:2::/64', '192.0.2.7')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))

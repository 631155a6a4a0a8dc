"""Whoever opens an unusual number of company sheets, or walks through the lists, is slowed down, then refused.

Counted by person or key, over the last hour, in memory: distinct companies, and distinct pages of lists beyond the
first or exports. From half of what is permitted each new one waits a little longer; beyond it, what was opened already
stays open and nothing new is. Both moments are recorded in the audit, once an hour, for the institution's stewards and
the platform's administrator (`dore sweeps`).
"""

from __future__ import annotations

import json
import math
import re
import threading
import time
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import anyio
from fastapi import Request

from access import Identity, sweeping
from access.audit import event
from access.journal import Journal
from graph.errors import TooMany
from graph.settings import Settings

HOUR_S = 3600
LONGEST_WAIT_S = 4.0
_BETWEEN = re.compile(r"[\r\n,;\t]+")
_SIRET = re.compile(r"\d{14}")
_SAID = {
    "sheets": "Vous avez ouvert {most} fiches d'entreprises différentes en une heure : aucune autre ne s'ouvre.",
    "lists": "Vous avez parcouru ou exporté {most} pages de listes en une heure : aucune autre ne s'ouvre.",
}


class Opened(NamedTuple):
    """What a request opens that is counted: companies, by any name that tells them apart, and pages of lists."""

    sheets: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


class _Verdict(NamedTuple):
    wait_s: float
    refused_s: int
    tell: str


class Sweeps:
    """What was opened lately.

    Args:
        settings: how much is permitted.
    """

    def __init__(self, settings: Settings) -> None:
        self._most = {"sheets": settings.sweep_sheets, "lists": settings.sweep_lists}
        self._seen: dict[tuple[str, str], dict[str, float]] = {}
        self._told: dict[tuple[str, str, str], float] = {}
        self._lock = threading.Lock()

    async def watch(self, identity: Identity, opened: Opened, journal: Journal) -> None:
        """Let somebody open something, at once or after a while.

        Raises:
            TooMany: it is more than anybody opens in an hour.
        """
        if identity.via in ("local", ""):
            return
        for kind, things in opened._asdict().items():
            verdict = self._verdict(kind, identity.actor, things)
            if verdict.tell:
                journal.note(event(identity, verdict.tell, about=identity.organisation, target=kind))
            if verdict.refused_s:
                minutes = math.ceil(verdict.refused_s / 60)
                raise TooMany(
                    _SAID[kind].format(most=self._most[kind]),
                    retry_after_s=verdict.refused_s,
                    hint=f"Reprenez dans {minutes} minute{'s' if minutes > 1 else ''}. Le responsable des données de"
                    " votre institution en est averti : voyez avec lui si votre travail en demande davantage.",
                )
            await anyio.sleep(verdict.wait_s)

    def _verdict(self, kind: str, actor: str, things: Iterable[str]) -> _Verdict:
        most, now = self._most[kind], time.monotonic()
        with self._lock:
            self._forget(now)
            seen = self._seen.setdefault((kind, actor), {})
            new = [thing for thing in dict.fromkeys(things) if thing not in seen]
            if not new or not most:
                return _Verdict(0, 0, "")
            if len(seen) + len(new) > most:
                left = math.ceil(min(seen.values(), default=now) + HOUR_S - now)
                return _Verdict(0, max(1, left), self._once(sweeping.REFUSED, kind, actor, now))
            seen.update(dict.fromkeys(new, now))
            over = len(seen) / most - 0.5
            if over <= 0:
                return _Verdict(0, 0, "")
            return _Verdict(2 * over * LONGEST_WAIT_S, 0, self._once(sweeping.SLOWED, kind, actor, now))

    def _once(self, action: str, kind: str, actor: str, now: float) -> str:
        key = (action, kind, actor)
        if key in self._told:
            return ""
        self._told[key] = now
        return action

    def _forget(self, now: float) -> None:
        oldest = now - HOUR_S
        for key, seen in list(self._seen.items()):
            # In the order in which they came: the first that is young enough ends it.
            while seen and next(iter(seen.values())) <= oldest:
                del seen[next(iter(seen))]
            if not seen:
                del self._seen[key]
        self._told = {key: at for key, at in self._told.items() if at > oldest}


async def opened(request: Request, sheets: Mapping[str, str], exports: Collection[str]) -> Opened:
    """Return what a request opens that is counted.

    Args:
        request: to a route that was found.
        sheets: routes that show companies, with the parameter (of the path, the address or the body) that names them.
        exports: routes that give a whole list at once.
    """
    name = f"{request.method} {request.scope['route'].path}"
    further = {"cursor", "suite"} & set(request.query_params)
    lists = (str(request.url.query) + name,) if name in exports or (further and request.method == "GET") else ()
    if name not in sheets:
        return Opened((), lists)
    parameter = sheets[name]
    if request.method == "POST":
        named = _in_the_body(await request.body(), parameter)
    else:
        written = request.path_params.get(parameter) or request.query_params.get(parameter, "")
        named = _BETWEEN.split(written)
    return Opened(tuple(_company(one) for one in named if one.strip()), lists)


def _in_the_body(body: bytes, parameter: str) -> list[str]:
    try:
        found = json.loads(body)[parameter]
    except (ValueError, KeyError, TypeError):
        return []  # the route will say what is wrong with it
    return [str(one) for one in found] if isinstance(found, list) else []


def _company(written: str) -> str:
    plain = re.sub(r"\s", "", written)
    return plain[:9] if _SIRET.fullmatch(plain) else plain

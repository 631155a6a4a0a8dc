"""Thousands of requests made up from the documents of the API and of the pages, sent as every role over HTTP.

    pip install -e ".[trust]"; python -m bench.trust.schema_cases [--cases 5000]

Schemathesis draws each request, some of them about records that exist. No answer may be a 5xx; nobody may get a 2xx
from an operation that is not open to all; who shows something forged is never let in where a sign-in is asked for.
Prints one JSON line.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import schemathesis
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from hypothesis import HealthCheck, Phase, given, seed, settings
from requests.exceptions import InvalidHeader, InvalidURL
from schemathesis.core.result import Ok

from access.roles import Role
from api.app import create_app
from bench.trust.facts import NAMES, SECRETIVE, siren_of
from bench.trust.house import House, house, signed_in
from bench.trust.worlds import Eyes, pair
from gate.service import Service
from web.app import create_pages

OPEN = {
    *("GET /healthz", "GET /readyz", "GET /api/v1/problems/{kind}"),
    *("GET /api/v1/companies", "GET /api/v1/companies/{siren}", "GET /api/v1/who"),
    *("GET /api/v1/reconcile", "POST /api/v1/reconcile", "GET /guide", "GET /guide/{name}", "GET /guide/images/{name}"),
    *("GET /composants", "GET /assets/{digest}/{name}", "GET /connexion", "POST /connexion", "GET /organisation"),
    *("GET /connexion/fournisseur", "GET /connexion/retour", "GET /charte", "POST /deconnexion"),
}
"""Written by hand: what an answer is given to without anybody having signed in."""
LEADS_OUT = {"POST /deconnexion", "POST /connexion", "POST /organisation"}
"""What ends a session or changes it: whoever did that signs in again."""
KNOWN = {
    "uid": [
        *(f"v{n}" for n in range(24)),
        *(f"{SECRETIVE}-{kind}-0" for kind in ("import", "review")),
        *(f"h-{kind}-0" for kind in ("exchange", "campaign")),
    ],
    "siren": [siren_of(n) for n in range(len(NAMES))],
    "key": [siren_of(n) for n in range(len(NAMES))],
    "form": ["csv", "gexf", "graphml", "html", "xlsx"],
    "gesture": ["erase", "freeze", "export", "suspendre", "rouvrir"],
}
"""Values of parameters of paths that lead somewhere; half of the requests have one."""


def documents(of: House) -> list[dict[str, Any]]:
    """Return what can be asked of the API, and of the pages."""
    service = Service(of.graph, of.settings, insecure=True)
    return [_document(create_app(service)), _document(create_pages(service))]


def _document(app: FastAPI) -> dict[str, Any]:
    return get_openapi(title=app.title, version="1", routes=app.routes)


def main() -> int:
    """Send the requests, and say what came back."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--cases", type=int, default=5000)
    wanted = asked.parse_args()
    sent: Counter[int] = Counter()
    wrong: list[str] = []
    started = time.perf_counter()
    with house(pair(0, Eyes.MEMBER)[1]) as of:
        operations = [
            operation.ok()
            for document in documents(of)
            for operation in schemathesis.openapi.from_dict(document).get_all_operations()
            if isinstance(operation, Ok)
        ]
        each = -(-wanted.cases // (len(operations) * len(of.shown)))
        rounds = ((operation, role) for operation in cycle(operations) for role in of.shown)
        for number, (operation, role) in enumerate(rounds):
            if number >= len(operations) * len(of.shown) and sent.total() >= wanted.cases:
                break
            tried(of, operation, role, (number, each), sent, wrong)
        log = [line for line in of.log.getvalue().splitlines() if '"level": "error"' in line]
    for said in dict.fromkeys([*wrong, *log]):
        print(said, file=sys.stderr)
    kinds = {
        f"{hundreds}xx": sum(n for status, n in sent.items() if status // 100 == hundreds) for hundreds in range(2, 6)
    }
    ignored = sum(one.startswith("let in") for one in wrong)
    print(json.dumps({"bench": "trust_schema_cases", "cases": sent.total(), "operations": len(operations),
                      "roles": len(of.shown), **kinds, "ignored_auth": ignored,
                      "seconds": round(time.perf_counter() - started)}))  # fmt: skip
    return 1 if wrong else 0


def tried(of: House, operation: Any, role: str, number: tuple[int, int], sent: Counter[int], wrong: list[str]) -> None:
    """Send some requests of one operation as one role, and note what came back."""
    name, chance = f"{operation.method.upper()} {operation.path}", random.Random(number[0])

    @seed(number[0])
    @settings(max_examples=number[1], database=None, deadline=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=operation.as_strategy())
    def one(case: Any) -> None:
        for parameter in case.path_parameters or {}:
            if parameter in KNOWN and chance.random() < 0.5:
                case.path_parameters[parameter] = chance.choice(KNOWN[parameter])
        try:
            answer = case.call(base_url=of.address, headers=of.shown[role], timeout=60, allow_redirects=False)
        except (InvalidURL, InvalidHeader):
            return  # what the client itself cannot send
        sent[answer.status_code] += 1
        wrong.extend(_wrong(name, role, answer.status_code))

    one()
    if name in LEADS_OUT and "Cookie" in of.shown[role] and role not in ("stranger", "neighbour"):
        of.shown[role] = again(of, role)


def again(of: House, role: str) -> dict[str, str]:
    """Sign somebody in again whose session a request has ended."""
    return signed_in(of.graph, Role(role), SECRETIVE, f"{role}{random.randrange(10**9)}")


def _wrong(name: str, role: str, status: int) -> Iterator[str]:
    if status >= 500:
        yield f"{status} to {role}: {name}"
    if role in ("anonymous", "stranger") and name not in OPEN and 200 <= status < 300:
        yield f"let in {role}: {name}: {status}"
    if role == "stranger" and name.startswith(("GET /api/v1/companies", "GET /api/v1/who")) and status != 401:
        yield f"let in {role}: {name}: {status} for something forged"


if __name__ == "__main__":
    sys.exit(main())

"""Failures as pages: what went wrong, in French, and what to do.

The gate says every failure as one problem (RFC 9457), wherever it arises: a route, the limit on a body, the loopback
rule. The outermost layer of the pages turns that into a page, so that no failure can reach a reader as JSON.
"""

from __future__ import annotations

from typing import NamedTuple

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gate.problems import MEDIA_TYPE, Problem
from web.rendering import render


class Advice(NamedTuple):
    """What a page says of a status beyond the problem itself."""

    title: str
    advice: str


ADVICE = {
    400: Advice("Demande illisible", "Revenez à la page précédente et recommencez."),
    401: Advice("Connexion nécessaire", "Connectez-vous de nouveau, puis recommencez."),
    403: Advice(
        "Vous ne pouvez pas faire cela",
        "Si cela relève de votre travail, demandez-le au responsable des données de votre institution.",
    ),
    404: Advice(
        "Introuvable",
        "Cela n'existe pas, ou ne vous est pas partagé. Vérifiez l'adresse, ou cherchez l'entreprise par son nom.",
    ),
    405: Advice("Cette adresse ne s'ouvre pas ainsi", "Revenez à la page d'où vous veniez et utilisez ses boutons."),
    409: Advice("L'état a changé entre-temps", "Quelqu'un est passé avant vous : rechargez la page et relisez."),
    413: Advice("Envoi trop volumineux", "Partagez le fichier en plusieurs, ou retirez ce qui n'est pas utile."),
    415: Advice("Format non accepté", "Envoyez un fichier CSV, TSV, XLSX ou Parquet."),
    422: Advice("Demande à corriger", "Corrigez ce qui est signalé, puis recommencez."),
    429: Advice("Un peu moins vite", "Rien n'est perdu de ce que vous avez saisi ou lu."),
    500: Advice(
        "DORE a rencontré une erreur",
        "Elle est consignée. Recommencez ; si elle revient, donnez le numéro ci-dessous à qui fait tourner le service.",
    ),
    503: Advice(
        "La base ne répond pas",
        "Rien n'est perdu. Attendez quelques secondes, puis rechargez la page.",
    ),
}
KEPT = ("allow", "retry-after")


class AsPages:
    """Turns the problems that the application answers into pages.

    Args:
        app: what answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; if its answer is a problem, send the page that says it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started: Message = {}
        body = bytearray()

        async def read(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start" and _is_problem(message):
                started = message
            elif not started:
                await send(message)
            else:
                body.extend(message.get("body", b""))

        await self._app(scope, receive, read)
        if started:
            page = _page(scope, Problem.model_validate_json(bytes(body)), Headers(raw=started["headers"]))
            await page(scope, receive, send)


def _is_problem(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type", "").startswith(MEDIA_TYPE)


def _page(scope: Scope, problem: Problem, headers: Headers) -> ASGIApp:
    status = problem.status
    advice = ADVICE.get(status) or ADVICE[500 if status >= 500 else 400]
    page = render(Request(scope), "problem.html", status_code=status, problem=problem, advice=advice)
    page.headers.update({name: headers[name] for name in KEPT if name in headers})
    page.headers["Cache-Control"] = "no-store"
    if number := headers.get("x-request-id"):
        page.headers["X-Request-Id"] = number
    return page

"""What a request that fails is answered: one shape (RFC 9457), in French, with what to do.

The one place that pairs an error of DORE with an HTTP status.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from gate.french import in_french
from graph.errors import (
    AccessRefused,
    Conflict,
    DoreError,
    FieldsRefused,
    FileRefused,
    Interrupted,
    Misuse,
    NotFound,
    ProviderUnavailable,
    Refused,
    StoreError,
    TooMany,
    Unauthenticated,
)

MEDIA_TYPE = "application/problem+json"
BASE = "/api/v1/problems/"


class Kind(NamedTuple):
    """A kind of problem: its status, its title, and what the page at its address says of it."""

    status: int
    title: str
    said: str


KINDS = {
    "invalid": Kind(422, "Demande non valable", "Un champ de la demande manque ou ne peut pas être compris."),
    "misuse": Kind(422, "Demande non comprise", "Une valeur ne désigne rien de connu, ou la demande se contredit."),
    "file-refused": Kind(422, "Fichier refusé", "Le fichier entier est refusé : rien n'en a été écrit."),
    "refused": Kind(422, "Demande refusée", "La demande est comprise, et ne peut pas être satisfaite telle quelle."),
    "not-found": Kind(404, "Introuvable", "Cela n'existe pas, ou vous ne pouvez pas en avoir connaissance."),
    "conflict": Kind(409, "Conflit", "L'état a changé entre-temps : relisez avant de recommencer."),
    "access-refused": Kind(403, "Accès refusé", "Vous ne pouvez pas faire cela."),
    "unauthenticated": Kind(
        401, "Connexion nécessaire", "Personne n'est connecté, ou ce qui est présenté ne vaut pas."
    ),
    "method": Kind(405, "Méthode non permise", "Cette adresse existe, mais pas pour cette méthode HTTP."),
    "too-large": Kind(413, "Envoi trop volumineux", "Le corps de la demande dépasse ce qui est accepté ici."),
    "not-acceptable": Kind(415, "Format non accepté", "Le corps de la demande n'est pas du type attendu."),
    "too-many": Kind(429, "Trop de demandes", "Attendez le nombre de secondes que dit l'en-tête Retry-After."),
    "bad-request": Kind(400, "Demande illisible", "La demande n'a pas pu être lue."),
    "interrupted": Kind(503, "Interrompu", "Le traitement s'est arrêté ; ce qui est écrit est complet."),
    "provider": Kind(503, "Fournisseur d'identité indisponible", "On ne peut pas se connecter par lui en ce moment."),
    "store": Kind(503, "Base indisponible", "Neo4j ne répond pas, ou ne peut pas être utilisé."),
    "internal": Kind(500, "Erreur interne", "Le service a rencontré une erreur ; elle est consignée."),
}
BY_STATUS = {
    401: "unauthenticated",
    404: "not-found",
    405: "method",
    413: "too-large",
    415: "not-acceptable",
    403: "access-refused",
}


class FieldError(BaseModel):
    """What is wrong with one field."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str = Field(description="name of the field or parameter, as its sender wrote it")
    message: str = Field(description="what is wrong, in French")


# The first that applies, so the narrower ones come first.
PAIRS: Sequence[tuple[type[DoreError], str]] = (
    (FieldsRefused, "invalid"),
    (FileRefused, "file-refused"),
    (NotFound, "not-found"),
    (Conflict, "conflict"),
    (Unauthenticated, "unauthenticated"),
    (AccessRefused, "access-refused"),
    (TooMany, "too-many"),
    (Interrupted, "interrupted"),
    (Misuse, "misuse"),
    (ProviderUnavailable, "provider"),
    (StoreError, "store"),
    (Refused, "refused"),
    (DoreError, "internal"),
)


class Problem(BaseModel):
    """An answer that something went wrong, as RFC 9457 lays it out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str = Field(description="address of the page that explains this kind of problem")
    title: str = Field(description="the kind of problem, in French")
    status: int = Field(description="the HTTP status, repeated")
    detail: str = Field(description="what is wrong this time, in French")
    hint: str | None = Field(default=None, description="what to do about it, in French")
    request_id: str | None = Field(default=None, description="what to quote to whoever runs the service")
    code: str | None = Field(default=None, description="stable name of the defect of a file")
    line: int | None = None
    column: str | None = None
    errors: tuple[FieldError, ...] = ()


def problem(kind: str, detail: str, *, request_id: str | None = None, **more: Any) -> Problem:
    """Return a problem of one of `KINDS`."""
    known = KINDS[kind]
    return Problem(
        type=BASE + kind, title=known.title, status=known.status, detail=detail, request_id=request_id, **more
    )


def of_error(error: DoreError, request_id: str | None = None) -> Problem:
    """Return the problem that an error of DORE is."""
    kind = next(kind for errors, kind in PAIRS if isinstance(error, errors))
    more: dict[str, Any] = {}
    if isinstance(error, FileRefused):
        more = {"code": error.code, "line": error.line, "column": error.column}
    elif isinstance(error, FieldsRefused):
        more = {"errors": tuple(FieldError(field=field, message=said) for field, said in error.fields)}
    return problem(kind, error.message, request_id=request_id, hint=error.hint or None, **more)


def respond(found: Problem, headers: dict[str, str] | None = None) -> Response:
    """Send a problem."""
    more = dict(headers or {})
    if found.status == KINDS["store"].status:
        more.setdefault("Retry-After", "5")
    if found.status == KINDS["unauthenticated"].status:
        more.setdefault("WWW-Authenticate", 'Bearer realm="dore"')
    body = found.model_dump_json(exclude_defaults=True)
    return Response(body, found.status, more, media_type=MEDIA_TYPE)


def answer(error: DoreError, request_id: str | None = None) -> Response:
    """Return the answer that an error of DORE is, with when to come back where that is known."""
    headers = {"Retry-After": str(error.retry_after_s)} if isinstance(error, TooMany) else None
    return respond(of_error(error, request_id), headers)


def install(app: FastAPI) -> None:
    """Make every failure of the application a problem."""
    app.add_exception_handler(DoreError, _dore_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)


async def _dore_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, DoreError)
    return answer(error, _request_id(request))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = tuple(FieldError(field=_field(one["loc"]), message=in_french(one)) for one in error.errors())
    names = ", ".join(dict.fromkeys(one.field for one in errors))
    detail = f"À corriger : {names}."
    return respond(problem("invalid", detail, request_id=_request_id(request), errors=errors))


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = BY_STATUS.get(error.status_code, "bad-request" if error.status_code < 500 else "internal")
    detail = "Aucune page à cette adresse." if error.status_code == 404 else KINDS[kind].said
    headers = {key: value for key, value in (error.headers or {}).items() if key.lower() == "allow"}
    return respond(problem(kind, detail, request_id=_request_id(request)), headers)


def _request_id(request: Request) -> str | None:
    found: str | None = request.scope.get("state", {}).get("request_id")
    return found


def _field(place: Sequence[int | str]) -> str:
    """Name a field as its sender wrote it: without `body` or `query`, positions in brackets."""
    name = ""
    for part in place[1:] if len(place) > 1 and place[0] in ("body", "query", "path", "header") else place:
        if isinstance(part, int):
            name += f"[{part}]"
        else:
            name += f".{part}" if name else part
    return "corps de la demande" if name in ("", "body") or name.startswith("[") else name


__all__ = [
    "KINDS",
    "MEDIA_TYPE",
    "FieldError",
    "Problem",
    "answer",
    "install",
    "of_error",
    "problem",
    "respond",
]

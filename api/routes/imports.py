"""Files in, and what became of their rows."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api import examples_intake as examples
from api.dependencies import AnnouncerDep, CallerDep, GraphDep, ServiceDep, WriterDep
from api.documents import answers
from api.parameters import Paged, UidPath
from api.uploads import Upload, received
from gate.running import heavy, light
from gate.service import Service
from graph.errors import Conflict
from graph.visibility import Visibility
from ingest.reading import WEB_LIMITS
from ingest.report import FORM, Report
from ingest.request import Request as Wanted
from ingest.run import ingest_file
from queries.own_imports import ImportCard, Imports, Remarks, imports, one_import, remarks

router = APIRouter(prefix="/api/v1/imports", tags=["imports"])
FOLDER = "imports"
"""Under `DORE_HOME`: the remarks of each import, as the command line writes them too."""
_one_at_a_time = threading.Lock()


class ImportOptions(BaseModel):
    """The fields of the form around a file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str = Field(description="what the file holds: visits, companies, support, needs…")
    dry_run: bool = Field(default=False, description="check everything, write nothing")
    create_companies: bool = Field(default=False, description="create companies that nothing known resembles")
    visibility: Visibility | None = Field(default=None, description="who sees the rows that do not say it")
    replace: bool = Field(default=False, description="end the rows that the former edition of this file had")
    separator: str | None = Field(default=None, max_length=10, description="of a CSV, when it is ambiguous")
    mapping: dict[str, str] = Field(
        default_factory=dict, description="headers chosen by hand: one field `map` each, `column=Header`"
    )


class ImportsQuery(Paged):
    """What `GET /imports` takes."""

    forms: bool = Field(default=False, description="also what was entered one by one, not in a file")


async def _upload(request: Request, service: ServiceDep, _: WriterDep) -> AsyncIterator[Upload]:
    # It asks for a writer so that who may not write is refused before a byte is taken.
    async with received(request, service.settings.home) as upload:
        yield upload


def _form() -> dict[str, Any]:
    schema = ImportOptions.model_json_schema()
    fields = {**schema["properties"], "file": {"type": "string", "format": "binary"}}
    del fields["mapping"]
    fields["map"] = {"type": "array", "items": {"type": "string"}, "examples": [["on=Date du RDV"]]}
    fields["visibility"] = {"type": "string", "enum": [level.value for level in Visibility]}
    form = {"schema": {"type": "object", "required": ["file", "source"], "properties": fields}}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": form}}}


@router.post(
    "",
    status_code=201,
    summary="Take a file in",
    openapi_extra=_form(),
    responses=answers(examples.REPORT, 400, 409, 413, 415, status=201),
)
@heavy
def post_import(
    upload: Annotated[Upload, Depends(_upload)],
    response: Response,
    service: ServiceDep,
    who: AnnouncerDep,
) -> Report:
    """Take in a CSV, TSV, XLSX or Parquet file of the organisation that the service acts for.

    The answer comes when all of it is written: what became of each row, and the first remarks. Meanwhile
    `GET /imports` shows it as running. The same file again changes nothing; a corrected one updates.
    """
    options = _options(upload)
    wanted = Wanted(operator=who.operator, actor=who.caller.actor, may_widen=who.may_widen, **options.model_dump())
    if not _one_at_a_time.acquire(blocking=False):
        raise Conflict("Un autre import est en cours.", hint="Recommencez quand il sera terminé.")
    try:
        report = ingest_file(service.graph, upload.path, wanted, findings_dir=_folder(service), limits=WEB_LIMITS)
    finally:
        _one_at_a_time.release()
    if report.dry_run:
        response.status_code = 200
    response.headers["Location"] = f"{router.prefix}/{report.import_uid}"
    return report.model_copy(update={"findings_file": None})


@router.get("", summary="Your organisation's imports", responses=answers(examples.IMPORTS))
@light
def get_imports(query: Annotated[ImportsQuery, Query()], graph: GraphDep, caller: CallerDep) -> Imports:
    """What your organisation brought in, latest first."""
    return imports(graph, caller, query.page, but=None if query.forms else FORM)


@router.get("/{uid}", summary="One import", responses=answers(examples.IMPORT, 404))
@light
def get_import(uid: UidPath, graph: GraphDep, caller: CallerDep) -> ImportCard:
    """What became of one file."""
    return one_import(graph, caller, uid)


@router.get("/{uid}/findings", summary="The remarks on one import", responses=answers(examples.REMARKS, 404))
@heavy
def get_findings(uid: UidPath, query: Annotated[Paged, Query()], service: ServiceDep, caller: CallerDep) -> Remarks:
    """What was repaired, doubted or refused, line by line, with the cell as written."""
    return remarks(service.graph, caller, uid, _folder(service), query.page)


def _folder(service: Service) -> Path:
    return service.settings.home / FOLDER


def _options(upload: Upload) -> ImportOptions:
    given: dict[str, Any] = {name: texts[-1] for name, texts in upload.fields.items() if name != "map"}
    pairs = [text.partition("=") for text in upload.fields.get("map", ())]
    given["mapping"] = {name.strip(): header.strip() for name, _, header in pairs}
    try:
        return ImportOptions.model_validate(given)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in found]) from error

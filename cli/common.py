"""What commands that ask questions have in common: the graph, the caller, and the options of filters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

import typer
from pydantic import BaseModel, ValidationError

from access import Action
from access.audit import event, record
from access.named import collect
from access.roles import local, platform
from graph import Graph, connect
from graph.errors import Misuse, NotFound
from graph.visibility import MEMBER, Caller
from ingest.operators import Operators
from queries.scope import SIZES

M = TypeVar("M", bound=BaseModel)
A = TypeVar("A")
DAY = ["%Y-%m-%d", "%d/%m/%Y"]

As = Annotated[
    str | None,
    typer.Option(
        "--as", metavar="INSTITUTION", help="Voir aussi les fiches de cette institution (nom ou identifiant)."
    ),
]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=DAY, metavar="DATE", help="Jour de la question : ce qui le suit est prévu."),
]
Json = Annotated[bool, typer.Option("--json", help="Répondre en JSON.")]
Territory = Annotated[
    list[str] | None,
    typer.Option("--territory", "-t", help="Territoire : code, nom exact ou niveau:code. Répétable."),
]
Sector = Annotated[
    list[str] | None,
    typer.Option("--sector", help="Secteur : code NAF à tout niveau, ou son intitulé exact. Répétable."),
]
Filiere = Annotated[list[str] | None, typer.Option("--filiere", help="Filière : code ou nom. Répétable.")]
Size = Annotated[list[str] | None, typer.Option("--size", help=f"Effectif : {', '.join(SIZES)}. Répétable.")]
Ess = Annotated[bool | None, typer.Option("--ess/--no-ess", help="De l'économie sociale et solidaire, ou non.")]
Limit = Annotated[int, typer.Option("--limit", "-n", min=0, help="Longueur de la liste ; 0 : tout.")]
After = Annotated[
    str | None, typer.Option("--cursor", help="Suite d'une page : le `next_cursor` de la réponse précédente.")
]


def graph_and_caller(organisation: str | None) -> tuple[Graph, Caller]:
    """Open the graph, and say on whose behalf it is asked: the members' layer, or `--as` an institution.

    Raises:
        NotFound: nobody is known by that name; the hint offers the near ones.
    """
    graph = connect()
    if organisation is None:
        return graph, MEMBER
    try:
        operators = Operators(graph)
        uid = operators.find(organisation)
        if uid is None:
            near = operators.near(organisation)
            hint = f"Vouliez-vous dire : {', '.join(near)} ?" if near else "Chargez d'abord la liste des institutions."
            raise NotFound(f"Institution inconnue : « {organisation} ».", hint=hint)
    except BaseException:
        graph.close()
        raise
    return graph, Caller(organisation=uid)


@contextmanager
def asking(organisation: str | None) -> Iterator[tuple[Graph, Caller]]:
    """Give the graph and the caller, and close the connection afterwards."""
    graph, caller = graph_and_caller(organisation)
    with graph:
        yield graph, caller


@contextmanager
def questioning(organisation: str | None) -> Iterator[tuple[Graph, Caller, Callable[[A], A]]]:
    """Give the graph, the caller, and what records an answer: whoever runs the server is audited too.

    The line says on whose behalf the server was asked and which companies the answer names; never what was typed.
    """
    with asking(organisation) as (graph, caller):

        def told(answer: A) -> A:
            shown: set[str] = set()
            collect(answer, shown)
            by = local(caller.organisation) if caller.organisation else platform()
            record(graph, [event(by, Action.READ_MEMBERS, shown=shown)])
            return answer

        yield graph, caller, told


def day(value: datetime | None) -> date | None:
    """Return the day of an option."""
    return value.date() if value else None


def model_of(model: type[M], **values: Any) -> M:
    """Make a model of filters from options; those not given keep their default.

    Raises:
        Misuse: a value that the model refuses.
    """
    given = {name: value for name, value in values.items() if value is not None}
    try:
        return model.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        said = str(first["msg"]).removeprefix("Value error, ")
        raise Misuse(f"Option --{field.replace('_', '-')} : {said}.") from error


def several(*lists: list[str] | None) -> tuple[str, ...]:
    """Join the values of repeatable options."""
    return tuple(value for values in lists for value in values or ())

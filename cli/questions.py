"""`dore who|overlaps|unsupported|briefing|search|indicators`: the questions on companies and visits."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.common import (
    DAY,
    After,
    As,
    AsOf,
    Ess,
    Filiere,
    Json,
    Limit,
    Sector,
    Size,
    Territory,
    day,
    model_of,
    questioning,
    several,
)
from cli.dossier import show_briefing, show_candidates, show_who
from cli.listing import show_indicators, show_overlaps, show_unsupported
from cli.output import new_console, plural, print_json
from graph.errors import Misuse
from queries.briefing import briefing
from queries.indicators import IndicatorScope, indicators
from queries.models import Kind, Page
from queries.overlap_kinds import KINDS_FR
from queries.overlaps import OverlapScope, overlaps
from queries.search import SearchScope, search
from queries.unsupported import UnsupportedScope, unsupported
from queries.who import who

Since = Annotated[
    datetime | None, typer.Option("--since", formats=DAY, metavar="DATE", help="Premier jour qui compte.")
]
Until = Annotated[
    datetime | None, typer.Option("--until", formats=DAY, metavar="DATE", help="Dernier jour qui compte.")
]
Window = Annotated[
    int,
    typer.Option("--window", "-w", min=0, help="Jours d'écart au plus entre deux visites, bornes comprises."),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("who")(who_command)
    app.command("search")(search_command)
    app.command("briefing")(briefing_command)
    app.command("overlaps")(overlaps_command)
    app.command("unsupported")(unsupported_command)
    app.command("indicators")(indicators_command)


def who_command(
    query: Annotated[list[str], typer.Argument(metavar="ENTREPRISE", help="SIREN, SIRET, ou un nom, même mal écrit.")],
    as_of: AsOf = None,
    organisation: As = None,
    as_json: Json = False,
) -> int:
    """Dire qui est une entreprise, qui l'a déjà vue ou aidée, et qui appeler d'abord."""
    with questioning(organisation) as (graph, caller, told):
        answer = told(who(graph, caller, " ".join(query), as_of=day(as_of)))
    if as_json:
        print_json(answer)
    else:
        show_who(new_console(), answer)
    return 0


def search_command(
    text: Annotated[list[str], typer.Argument(metavar="TEXTE", help="Nom, SIREN ou SIRET.")],
    territory: Territory = None,
    sector: Sector = None,
    filiere: Filiere = None,
    size: Size = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=50)] = 10,
    as_of: AsOf = None,
    organisation: As = None,
    as_json: Json = False,
) -> int:
    """Chercher une entreprise par son nom, même mal écrit."""
    scope = model_of(SearchScope, territory=several(territory), sector=several(sector, filiere), size=several(size))
    with questioning(organisation) as (graph, caller, told):
        answer = told(search(graph, caller, " ".join(text), scope, limit=limit, as_of=day(as_of)))
    if as_json:
        print_json(answer)
    elif answer.candidates:
        show_candidates(new_console(), answer.candidates, plural(answer.count, "entreprise possible"))
    else:
        new_console().print("Aucune entreprise connue sous ce nom.")
    return 0


def briefing_command(
    identifiers: Annotated[list[str] | None, typer.Argument(metavar="SIRET…", help="SIREN ou SIRET.")] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", "-f", help="Fichier d'identifiants, un par ligne ; « - » : l'entrée."),
    ] = None,
    window: Window = 90,
    as_of: AsOf = None,
    organisation: As = None,
    as_json: Json = False,
) -> int:
    """Préparer une ou plusieurs visites : contacts, points ouverts, qui appeler, ce que personne n'a
    abordé."""
    asked = [*(identifiers or []), *_lines(file)]
    with questioning(organisation) as (graph, caller, told):
        answer = told(briefing(graph, caller, asked, as_of=day(as_of), window_days=window))
    if as_json:
        print_json(answer)
    else:
        show_briefing(new_console(), answer)
    return 0


def overlaps_command(
    territory: Territory = None,
    sector: Sector = None,
    filiere: Filiere = None,
    size: Size = None,
    ess: Ess = None,
    window: Window = 90,
    kind: Annotated[
        list[Kind] | None,
        typer.Option("--kind", help="; ".join(f"{one.value} : {label}" for one, label in KINDS_FR.items())),
    ] = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    cursor: After = None,
    as_of: AsOf = None,
    organisation: As = None,
    as_json: Json = False,
) -> int:
    """Lister les visites qui se chevauchent : deux institutions à peu de jours, l'une sans l'autre."""
    scope = model_of(
        OverlapScope,
        territory=several(territory),
        sector=several(sector, filiere),
        size=several(size),
        ess=ess,
        window_days=window,
        kind=tuple(kind or ()),
        since=day(since),
        until=day(until),
    )
    with questioning(organisation) as (graph, caller, told):
        answer = told(overlaps(graph, caller, scope, as_of=day(as_of), page=Page(limit=limit, cursor=cursor)))
    if as_json:
        print_json(answer)
    else:
        show_overlaps(new_console(), answer)
    return 0


def unsupported_command(
    territory: Territory = None,
    sector: Sector = None,
    filiere: Filiere = None,
    size: Size = None,
    ess: Ess = None,
    since: Since = None,
    months: Annotated[int, typer.Option("--months", "-m", min=1, help="Mois sans accompagnement connu.")] = 12,
    limit: Limit = 50,
    cursor: After = None,
    as_of: AsOf = None,
    organisation: As = None,
    as_json: Json = False,
) -> int:
    """Lister les entreprises que personne de connu n'accompagne, les plus pressantes d'abord."""
    scope = model_of(
        UnsupportedScope,
        territory=several(territory),
        sector=several(sector, filiere),
        size=several(size),
        ess=ess,
        since=day(since),
        months=months,
    )
    with questioning(organisation) as (graph, caller, told):
        answer = told(unsupported(graph, caller, scope, as_of=day(as_of), page=Page(limit=limit, cursor=cursor)))
    if as_json:
        print_json(answer)
    else:
        show_unsupported(new_console(), answer)
    return 0


def indicators_command(
    territory: Territory = None,
    sector: Sector = None,
    filiere: Filiere = None,
    window: Window = 90,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    organisation: As = None,
    as_json: Json = False,
) -> int:
    """Mesurer les visites qui se chevauchent, et les chevauchements qu'un avertissement a précédés."""
    scope = model_of(
        IndicatorScope,
        territory=several(territory),
        sector=several(sector, filiere),
        window_days=window,
        since=day(since),
        until=day(until),
    )
    with questioning(organisation) as (graph, caller, told):
        answer = told(indicators(graph, caller, scope, as_of=day(as_of)))
    if as_json:
        print_json(answer)
    else:
        show_indicators(new_console(), answer)
    return 0


def _lines(file: Path | None) -> list[str]:
    if file is None:
        return []
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Misuse(f"Le fichier {file} ne peut pas être lu.", hint="Un identifiant par ligne, en UTF-8.") from error
    return [line.strip() for line in text.splitlines() if line.strip()]

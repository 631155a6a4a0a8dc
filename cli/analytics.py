"""`dore network` and `dore centrality`: who is linked with whom, and who counts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from cli.common import As, AsOf, Filiere, Json, Sector, Territory, day, model_of, questioning, several
from cli.output import french_day, french_integer, new_console, new_table, plural, print_json, safe
from graph.errors import Misuse
from queries.analytics import (
    FORMS,
    Around,
    CentralityOptions,
    CentralityReport,
    Measure,
    Mode,
    Network,
    describe,
    network,
    report,
    write,
)
from queries.analytics.answers import NOTHING, OperatorLine, operator_lines
from queries.analytics.exports import form_of
from queries.analytics.model import FACTS_FR, KINDS_FR

Ego = Annotated[
    str | None,
    typer.Option("--ego", help="Un seul acteur : SIREN ou SIRET d'une entreprise, ou nom d'un opérateur."),
]
Export = Annotated[
    Path | None,
    typer.Option("--export", help=f"Fichier à écrire ; la fin du nom dit le format : {', '.join(FORMS)}."),
]

COLUMNS = {
    "visits": "visites",
    "planned": "prévues",
    "supports": "soutiens",
    "partnerships": "partenariats",
    "follows": "suivis",
    "signalled": "signalés",
}
STRONGEST = 15


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("network")(network_command)
    app.command("centrality")(centrality_command)


def network_command(
    territory: Territory = None,
    sector: Sector = None,
    filiere: Filiere = None,
    ego: Ego = None,
    as_of: AsOf = None,
    limit: Annotated[int, typer.Option(min=0, help="Liens montrés par acteur en JSON ; 0 : tous.")] = 50,
    export: Export = None,
    organisation: As = None,
    as_json: Json = False,
) -> int:
    """Montrer les acteurs d'un territoire, d'un secteur ou d'une filière, et leurs liens."""
    frames = {"territory": several(territory), "sector": several(sector), "filiere": several(filiere)}
    around = model_of(Around, **frames, ego=ego, as_of=day(as_of))
    drawn = _draw(around, export, organisation)
    if as_json:
        print_json(describe(drawn, per_actor=limit))
    else:
        _print_network(new_console(), drawn)
    _export(drawn, export)
    return 0


def centrality_command(
    territory: Territory = None,
    sector: Sector = None,
    filiere: Filiere = None,
    ego: Ego = None,
    as_of: AsOf = None,
    mode: Annotated[
        Mode,
        typer.Option(help="actors : tous les acteurs ; operators : opérateurs par entreprises en commun."),
    ] = Mode.ACTORS,
    by: Annotated[Measure, typer.Option(help="Mesure qui ordonne le tableau.")] = Measure.DEGREE,
    kind: Annotated[str | None, typer.Option(help=f"Ne montrer que : {', '.join(KINDS_FR)}.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="Longueur des listes ; 0 : tout.")] = 20,
    export: Export = None,
    organisation: As = None,
    as_json: Json = False,
) -> int:
    """Mesurer qui compte : degré, PageRank, intermédiarité, communautés, absences de lien."""
    if kind is not None and kind not in KINDS_FR:
        raise Misuse(f"La nature « {kind} » est inconnue.", hint=f"Possibles : {', '.join(KINDS_FR)}.")
    frames = {"territory": several(territory), "sector": several(sector), "filiere": several(filiere)}
    around = model_of(Around, **frames, ego=ego, as_of=day(as_of))
    drawn = _draw(around, export, organisation)
    answer, measured = report(drawn, CentralityOptions(mode=mode, by=by, kind=kind, limit=limit))
    if as_json:
        print_json(answer)
    else:
        _print_report(new_console(), answer)
    _export(measured, export)
    return 0


def _draw(around: Around, export: Path | None, organisation: str | None) -> Network:
    if export is not None:
        form_of(export)  # a wrong name is said before the work, not after it
    with questioning(organisation) as (graph, caller, told):
        return told(network(graph, caller, around))


def _export(drawn: Network, path: Path | None) -> None:
    if path is None:
        return
    for written in write(drawn, path):
        actors, links = plural(len(drawn.actors), "acteur"), plural(len(drawn.links), "lien")
        typer.echo(f"Écrit : {written} ({actors}, {links})", err=True)


def _print_network(console: Console, drawn: Network) -> None:
    console.print(safe(drawn.title), style="bold")
    console.print(f"{plural(drawn.companies, 'entreprise')}, dont {french_integer(drawn.unlinked)} sans lien connu")
    if not drawn.actors:
        console.print(NOTHING)
        return
    kinds = Counter(actor.kind for actor in drawn.actors)
    actors = ", ".join(plural(kinds[kind], noun) for kind, noun in KINDS_FR.items() if kinds[kind])
    facts = plural(int(drawn.links.weight.sum()), "fait")
    console.print(f"{actors} ; {plural(len(drawn.links), 'lien')}, {facts}")
    _print_operators(console, operator_lines(drawn))
    table = new_table("de", "vers", "faits#", "détail", "premier!", "dernier!")
    order = sorted(range(len(drawn.links)), key=lambda row: -int(drawn.links.weight[row]))
    for link in drawn.each_link(order[:STRONGEST]):
        detail = ", ".join(f"{FACTS_FR[kind]} {french_integer(count)}" for kind, count in link.counts.items())
        ends = safe(link.source.label), safe(link.target.label)
        table.add_row(*ends, _count(link.weight), detail, _when(link.first), _when(link.last))
    _print_table(console, "Liens les plus forts", table, len(drawn.links))


def _print_operators(console: Console, lines: list[OperatorLine]) -> None:
    shown = lines[:STRONGEST]
    used = [kind for kind in COLUMNS if any(kind in line.counts for line in shown)]
    names = [f"{COLUMNS[kind]}#" for kind in used]
    table = new_table("opérateur", "entreprises#", *names, "premier!", "dernier!")
    for line in shown:
        counts = [_count(line.counts.get(kind, 0)) for kind in used]
        dates = _when(line.first or ""), _when(line.last or "")
        table.add_row(safe(line.label), _count(line.companies), *counts, *dates)
    _print_table(console, "Opérateurs", table, len(lines))


def _print_report(console: Console, answer: CentralityReport) -> None:
    console.print(safe(answer.perimeter), style="bold")
    if answer.message:
        console.print(answer.message)
        return
    sizes = [plural(answer.actor_count, "acteur"), plural(answer.link_count, "lien")]
    sizes.append(plural(answer.community_count, "communauté"))
    if answer.modularity is not None:
        sizes.append(f"modularité {_decimal(answer.modularity, 2)}")
    console.print(f"{', '.join(sizes)}. {answer.betweenness.statement}")
    _print_rows(console, answer)
    _print_brokers(console, answer)
    _print_communities(console, answer)
    _print_apart(console, answer)
    console.print()
    for definition in answer.definitions.values():
        console.print(definition, style="dim")


def _print_rows(console: Console, answer: CentralityReport) -> None:
    measures = ("degré#", "pondéré#", "PageRank#", "intermédiarité#", "communauté#")
    table = new_table("rang#", "acteur", "nature!", *measures)
    for row in answer.rows:
        shares = _decimal(row.pagerank, 4), _decimal(row.betweenness, 4)
        degrees = french_integer(row.degree), french_integer(row.weighted_degree)
        actor = safe(row.label), KINDS_FR[row.kind]
        table.add_row(french_integer(row.rank), *actor, *degrees, *shares, french_integer(row.community))
    _print_table(console, "Acteurs", table, answer.row_count)


def _print_brokers(console: Console, answer: CentralityReport) -> None:
    table = new_table("intermédiaire", "nature!", "intermédiarité#", "communautés touchées#")
    for broker in answer.brokers:
        share = _decimal(broker.betweenness, 4)
        table.add_row(safe(broker.label), KINDS_FR[broker.kind], share, french_integer(broker.communities))
    _print_table(console, "Intermédiaires", table, answer.broker_count)


def _print_communities(console: Console, answer: CentralityReport) -> None:
    table = new_table("communauté#", "acteurs#", "opérateurs#", "entreprises#", "autour de")
    for group in answer.communities:
        sizes = _count(group.size), _count(group.operators), _count(group.companies)
        table.add_row(french_integer(group.number), *sizes, safe(", ".join(group.leaders)))
    _print_table(console, "Communautés", table, answer.community_count)


def _print_apart(console: Console, answer: CentralityReport) -> None:
    table = new_table("opérateur", "et", "entreprises de l'un#", "de l'autre#", "en commun au hasard#")
    for pair in answer.apart:
        one, other = pair.operators
        table.add_row(safe(one), safe(other), *map(_count, pair.companies), _decimal(pair.expected, 1))
    _print_table(console, "Opérateurs qui ne se croisent jamais", table, answer.apart_count)


def _print_table(console: Console, title: str, table: Table, total: int) -> None:
    """Print a table under its title, and how many more there are; nothing when it is empty."""
    if not table.row_count:
        return
    console.print(f"\n{title}", style="bold")
    console.print(table)
    if total > table.row_count:
        console.print(f"… et {french_integer(total - table.row_count)} de plus", style="dim")


def _count(number: int) -> str:
    return french_integer(number) if number else ""


def _when(on: str) -> str:
    return french_day(on) if on else ""


def _decimal(number: float, digits: int) -> str:
    return f"{number:.{digits}f}".replace(".", ",")

"""Lists in a terminal: overlaps, companies without known accompaniment, indicators."""

from __future__ import annotations

from rich.console import Console

from cli.dossier import STATUSES_FR
from cli.output import (
    french_day,
    french_integer,
    french_number,
    french_percent,
    new_table,
    plural,
    safe,
)
from queries.indicators import Indicators, Rate
from queries.models import OverlapVisit
from queries.overlap_kinds import KINDS_FR
from queries.overlaps import Overlaps
from queries.unsupported import OUT_FR, Unsupported


def show_overlaps(console: Console, answer: Overlaps) -> None:
    """Print a page of overlaps, the two visits side by side."""
    console.print(
        f"{plural(answer.count, 'chevauchement')} à {plural(answer.window_days, 'jour')} d'écart au plus",
        style="bold",
    )
    table = new_table("écart#", "entreprise", "première visite", "seconde visite", "comment")
    for one in answer.overlaps:
        name = f"{one.name}\n{french_number(one.siren)}"
        first, second = map(_met, one.visits)
        table.add_row(f"{one.days_apart} j", safe(name), first, second, KINDS_FR[one.kind])
    if answer.overlaps:
        console.print(table)
    _next(console, answer.count, len(answer.overlaps), answer.next_cursor)


def _met(visit: OverlapVisit) -> str:
    return safe(f"{french_day(visit.on)}, {STATUSES_FR[visit.status]}\n{', '.join(visit.operators)}")


def show_unsupported(console: Console, answer: Unsupported) -> None:
    """Print a page of companies with the reasons, and what is in no list."""
    console.print(
        f"{plural(answer.count, 'entreprise')} sans accompagnement connu depuis le {answer.since:%d/%m/%Y}",
        style="bold",
    )
    console.print(
        f"{french_integer(answer.known)} déjà vues ou aidées auparavant, "
        f"{french_integer(answer.unknown)} dont personne n'a rien dit ; "
        f"{plural(answer.supported, 'autre accompagnée', 'autres accompagnées')}"
    )
    table = new_table("SIREN!", "entreprise", "commune", "pourquoi")
    for one in answer.companies:
        cells = (french_number(one.siren), one.name, one.commune, " ; ".join(one.reasons))
        table.add_row(*map(safe, cells))
    if answer.companies:
        console.print(table)
    left_out = answer.out_of_scope.model_dump()
    if any(left_out.values()):
        told = [f"{french_integer(count)} {OUT_FR[reason]}" for reason, count in left_out.items() if count]
        console.print(f"Hors de cette liste : {' ; '.join(told)}", style="dim")
    _next(console, answer.count, len(answer.companies), answer.next_cursor)


def show_indicators(console: Console, answer: Indicators) -> None:
    """Print the two rates, in all, by month and by EPCI."""
    total = answer.total
    console.print(f"Taux de chevauchement : {french_percent(total.overlap_rate)}", style="bold")
    console.print(
        f"  {french_integer(total.visits_overlapping)} des {plural(total.visits_done, 'visite réalisée')} "
        f"à {plural(answer.window_days, 'jour')} au plus de celle d'une autre institution"
    )
    console.print(f"Taux d'avertissement : {french_percent(total.warned_rate)}", style="bold")
    console.print(
        f"  {french_integer(total.overlaps_warned)} des {plural(total.overlaps, 'chevauchement')} étaient "
        "connus de DORE avant la seconde visite"
    )
    _show_rates(console, "mois", [(french_day(one.month), one) for one in answer.by_month])
    ranked = sorted(answer.by_territory, key=lambda one: (-one.visits_done, one.name))
    _show_rates(console, "EPCI", [(one.name, one) for one in ranked])


def _show_rates(console: Console, what: str, rates: list[tuple[str, Rate]]) -> None:
    columns = ("visites réalisées#", "se chevauchent#", "taux#", "chevauchements#", "avertis#", "taux#")
    table = new_table(what, *columns, title=f"\nPar {what}")
    for name, rate in rates:
        table.add_row(
            safe(name),
            french_integer(rate.visits_done),
            french_integer(rate.visits_overlapping),
            french_percent(rate.overlap_rate),
            french_integer(rate.overlaps),
            french_integer(rate.overlaps_warned),
            french_percent(rate.warned_rate),
        )
    if rates:
        console.print(table)


def _next(console: Console, count: int, shown: int, cursor: str | None) -> None:
    if cursor:
        console.print(
            f"{french_integer(shown)} sur {french_integer(count)} ; la suite : --cursor {cursor}", style="dim"
        )

"""The indicators of the four actions on one page, month by month, as files and as a page for a board."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from gate.running import heavy
from queries.days import today
from queries.results.model import ACTIONS_FR
from queries.results.results import Results, results
from queries.results.sharing import RECENT_DAYS, sharing
from web.asked import day_of
from web.board import board
from web.dependencies import CallerDep, GraphDep
from web.filters import SHORT_TEXT, Choice, choices
from web.rendering import render
from web.tables import Cell, as_csv, as_xlsx

router = APIRouter()
VIEWS: list[Choice] = [("", "Aujourd'hui"), ("mois", "Mois par mois")]
HEADER = ("action", "code", "indicateur", "valeur", "unité", "à jour au", "lacunes", "définition")
UNITS_FR = {"number": "nombre", "percent": "part", "euros": "euros", "days": "jours", "fte": "ETP", "jobs": "emplois"}


class Asked:
    """Of which territory, on which day, and how it is shown: as the form says it."""

    def __init__(
        self,
        request: Request,
        territory: Annotated[str, SHORT_TEXT] = "",
        jour: Annotated[str, Query(max_length=10)] = "",
        vue: Annotated[str, Query(max_length=10)] = "",
    ) -> None:
        every = [pair for _, group in choices(request).territories for pair in group]
        names = dict(every)
        # A word that no list offers is left out rather than refused: addresses are typed and kept for years.
        self.territory = territory if territory in names else ""
        self.on = min(day_of(jour) or today(), today())
        self.view = vue if vue == "mois" else ""
        self.place = names.get(self.territory) or next(name for uid, name in every if uid.startswith("region:"))

    @property
    def values(self) -> dict[str, str]:
        """What an address says of it."""
        return {
            "territory": self.territory,
            "jour": "" if self.on == today() else self.on.isoformat(),
            "vue": self.view,
        }

    @property
    def name(self) -> str:
        """What its files are called."""
        place = self.territory.replace(":", "-") or "region"
        return f"indicateurs-{place}-{self.on:%Y-%m-%d}"


AskedDep = Annotated[Asked, Depends(Asked)]


@router.get("/indicateurs")
@heavy
def get_results(request: Request, graph: GraphDep, caller: CallerDep, asked: AskedDep) -> Response:
    """All indicators: what they are worth, how they moved, how fresh they are, what they lack."""
    found = _found(graph, caller, asked)
    months = [one.month for one in found.indicators[0].months]
    groups = [(name, [one for one in found.indicators if one.action is action]) for action, name in ACTIONS_FR.items()]
    return render(
        request, "results.html", asked=asked, months=months, groups=[pair for pair in groups if pair[1]],
        territories=choices(request).territories, views=VIEWS, last=today().isoformat(), lines=_lines(found),
    )  # fmt: skip


@router.get("/indicateurs.{form}")
@heavy
def get_results_file(
    graph: GraphDep, caller: CallerDep, asked: AskedDep, form: Literal["csv", "xlsx", "pdf"]
) -> Response:
    """The same as a file: for a spreadsheet, or one page for a board."""
    found = _found(graph, caller, asked)
    if form == "pdf":
        headers = {"Content-Disposition": f'attachment; filename="{asked.name}.pdf"'}
        return Response(board(found, asked.place), headers=headers, media_type="application/pdf")
    months = [one.month for one in found.indicators[0].months]
    rows: list[list[Cell]] = [
        [ACTIONS_FR[one.action], one.code, one.label, one.value, UNITS_FR[one.unit], one.fresh_on, one.gaps,
         one.definition, *(month.value for month in one.months)]
        for one in found.indicators
    ]  # fmt: skip
    header = [*HEADER, *months]
    return as_csv(asked.name, header, rows) if form == "csv" else as_xlsx(asked.name, {"Indicateurs": [header, *rows]})


@router.get("/animation")
@heavy
def get_sharing(request: Request, graph: GraphDep, caller: CallerDep) -> Response:
    """What each institution shared and how fresh it is, beside the median; its own first."""
    found = sharing(graph, caller)
    own = next((one for one in found.institutions if one.uid == caller.organisation), None)
    return render(request, "sharing.html", found=found, own=own, recent=RECENT_DAYS)


@router.get("/animation.csv")
@heavy
def get_sharing_file(graph: GraphDep, caller: CallerDep) -> Response:
    """The same as a file."""
    header = ("institution", "faits", "dernier ajout", "jours depuis", "détail")
    rows = (
        (
            one.institution,
            one.facts,
            one.last_on,
            one.days_since,
            ", ".join(f"{many} {kind}" for kind, many in one.kinds),
        )
        for one in sharing(graph, caller).institutions
    )
    return as_csv(f"animation-{today():%Y-%m-%d}", header, rows)


def _found(graph: GraphDep, caller: CallerDep, asked: Asked) -> Results:
    return results(graph, caller, asked.territory or None, as_of=asked.on)


WIDTH, HEIGHT = 72, 20


def _lines(found: Results) -> dict[str, str]:
    """The points of each indicator's line, by its code: months from left to right, from its smallest value up."""
    drawn = {}
    for one in found.indicators:
        known = [(at, month.value) for at, month in enumerate(one.months) if month.value is not None]
        if len(known) < 2:
            continue
        low, high = min(value for _, value in known), max(value for _, value in known)
        step, height = WIDTH / (len(one.months) - 1), (HEIGHT - 4) / ((high - low) or 1)
        drawn[one.code] = " ".join(f"{at * step:.1f},{HEIGHT - 2 - (value - low) * height:.1f}" for at, value in known)
    return drawn

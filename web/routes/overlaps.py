"""Visits that overlap: the list, how many, how that evolves, its file."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, cast
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import RedirectResponse, Response

from gate.running import heavy
from graph.errors import Misuse
from graph.schema.exchanges import DECISIONS
from planning.deciding import Decided, decide, part
from queries.days import today
from queries.indicators import IndicatorScope, MonthRate, indicators
from queries.models import Kind, Overlap, Page
from queries.overlap_decisions import overlap_decisions
from queries.overlap_kinds import KINDS_FR
from queries.overlaps import OverlapScope, overlaps
from web.dependencies import CallerDep, GraphDep, IdentityDep
from web.filters import WhereDep, choices
from web.french import day, percent
from web.rendering import render
from web.routes.visits import FormDep
from web.tables import as_csv

router = APIRouter()
PER_PAGE = 20
"""A pair and its ways out weigh 1.3 kB, the figures above them 40: more would make the page pass 100 kB."""
MOST_EXPORTED = 10_000
WINDOWS = (("15", "15 jours"), ("30", "30 jours"), ("90", "90 jours"), ("180", "180 jours"))
DEFAULT_WINDOW = 90
MONTHS_SHOWN = 24
DONE = {
    "justified": "Le recouvrement est noté comme justifié.",
    "avoided": "Le recouvrement est noté comme évité.",
    "to_merge": "La fusion se fera quand l'autre institution l'aura aussi décidée ; elle en est avertie.",
    "merged": "Les deux visites n'en font plus qu'une ; l'autre institution en est avertie.",
    "open": "La décision est reprise.",
    "part": "Les deux visites sont de nouveau séparées ; l'autre institution en est avertie.",
}

KindQuery = Annotated[str, Query(alias="genre", max_length=40)]
WindowQuery = Annotated[str, Query(alias="ecart", max_length=4)]
SinceQuery = Annotated[str, Query(alias="depuis", max_length=10)]
CursorQuery = Annotated[str, Query(alias="suite", max_length=500)]


class Asked:
    """What the form asks for, beside the companies."""

    def __init__(self, genre: KindQuery = "", ecart: WindowQuery = "", depuis: SinceQuery = "") -> None:
        self.genre = genre if genre in set(Kind) else ""
        self.ecart = ecart if ecart in dict(WINDOWS) else str(DEFAULT_WINDOW)
        self.depuis = depuis if _is_day(depuis) else ""

    @property
    def values(self) -> dict[str, str]:
        """What an address says of it."""
        return {"genre": self.genre, "ecart": self.ecart, "depuis": self.depuis}

    def scope(self, fields: dict[str, Any]) -> OverlapScope:
        """As the question takes it."""
        kind = (Kind(self.genre),) if self.genre else ()
        return OverlapScope(**fields, kind=kind, window_days=int(self.ecart), since=self.since)

    @property
    def since(self) -> date | None:
        """The first day wanted."""
        return date.fromisoformat(self.depuis) if self.depuis else None


AskedDep = Annotated[Asked, Depends()]


@router.get("/recouvrements")
@heavy
def get_overlaps(
    request: Request, graph: GraphDep, caller: CallerDep, where: WhereDep, asked: AskedDep, suite: CursorQuery = ""
) -> Response:
    """The overlaps, latest first, and the rates of the mission."""
    found, rates, refused = None, None, None
    try:
        page = Page(limit=PER_PAGE, cursor=suite or None)
        found = overlaps(graph, caller, asked.scope(where.fields), page=page)
        wanted = IndicatorScope(**where.fields, window_days=int(asked.ecart), since=asked.since)
        rates = indicators(graph, caller, wanted)
    except Misuse as error:
        refused = error
    return render(
        request,
        "overlaps.html",
        found=found,
        rates=rates,
        points=_points(rates.by_month) if rates else [],
        refused=refused,
        where=where,
        asked=asked,
        windows=WINDOWS,
        choices=choices(request),
        values={**where.values, **asked.values},
        suite=suite,
        merged=overlap_decisions(graph, caller, merged_only=True),
        done=DONE.get(request.query_params.get("decide", ""), ""),
        most=MOST_EXPORTED,
    )


@router.post("/recouvrements/{uid}")
@heavy
def post_decision(uid: str, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Decide about an overlap of one's institution, or take a decision back."""
    said = {name: str(form.get(name) or "") for name in ("decision", "expected", "company", "filters")}
    if said["decision"] == "part":
        part(graph, identity, uid)
        return RedirectResponse("/recouvrements?decide=part", 303)
    decision = cast("Decided", said["decision"])
    done = decide(graph, identity, said["company"], uid, decision=decision, expected=said["expected"] or "open")
    filters = {name: text for name, text in parse_qsl(said["filters"]) if name != "decide"}
    return RedirectResponse(f"/recouvrements?{urlencode({**filters, 'decide': done})}#o-{uid}", 303)


@router.get("/recouvrements.csv")
@heavy
def get_overlaps_file(graph: GraphDep, caller: CallerDep, where: WhereDep, asked: AskedDep) -> Response:
    """The same list as a file."""
    found = overlaps(graph, caller, asked.scope(where.fields), page=Page(limit=MOST_EXPORTED))
    header = (
        "SIREN",
        "nom",
        "commune",
        "genre",
        "jours d'écart",
        "décision",
        "décidé par",
        *_columns("première"),
        *_columns("seconde"),
    )
    return as_csv(f"recouvrements-au-{today():%Y-%m-%d}", header, (_row(one) for one in found.overlaps))


def _columns(which: str) -> tuple[str, str, str]:
    return f"{which} visite", f"{which} : par", f"{which} : thèmes"


def _row(one: Overlap) -> list[str | int | None]:
    cells: list[str | int | None] = [
        one.siren,
        one.name,
        one.commune,
        KINDS_FR[one.kind],
        one.days_apart,
        DECISIONS[one.status],
        one.decided_by,
    ]
    for visit in one.visits:
        cells += [visit.on, ", ".join(visit.operators), ", ".join(visit.themes)]
    return cells


def _points(months: tuple[MonthRate, ...]) -> list[dict[str, Any]]:
    """The bars of the last months: each as high as its share of the highest rate."""
    shown = [one for one in months if one.visits_done][-MONTHS_SHOWN:]
    highest = max((one.overlap_rate or 0 for one in shown), default=0) or 1
    return [
        {
            "label": day(one.month),
            "share": (one.overlap_rate or 0) / highest,
            "text": percent(one.overlap_rate, 1),
            "rate": one,
        }
        for one in shown
    ]


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True

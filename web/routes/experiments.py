"""Experiments: the ledger, one of them, its form, what is added to it, its verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import RedirectResponse, Response

from access import Action, Identity
from gate.running import heavy
from graph.errors import Conflict, FieldsRefused
from graph.schema.projects import DIRECTIONS, MEASURES, VERDICTS
from graph.store import Graph
from graph.visibility import LABELS_FR, Caller
from ingest.reference.vocabularies import themes
from planning.experiments import Conclusion, add, conclude, save
from planning.models import Outcome
from queries.days import today
from queries.experiments.effects import effects
from queries.experiments.ledger import Experiment, Wanted, ledger
from queries.experiments.sheet import sheet
from queries.experiments.spreading import spreading
from web.dependencies import CallerDep, GraphDep, IdentityDep
from web.experimenting import AUDIENCE, PARTS, Draft, blank, look_back, of_sheet, origins, part_typed, typed
from web.filters import choices
from web.rendering import render
from web.routes.visits import FormDep
from web.tables import as_csv

router = APIRouter()
NEW = "/experimentations/nouvelle"
PER_PAGE = 40
FILTERS = [("running", "En cours"), ("failed", "Échecs"), ("succeeded", "Réussites"),
           ("inconclusive", "Non concluantes"), ("ended", "Toutes celles qui sont closes")]  # fmt: skip
SAID = {
    "faite": "L'expérimentation est enregistrée. Dites maintenant à quoi on la jugera : un indicateur et son départ.",
    "modifiee": "La correction est enregistrée.",
    "indicateurs": "L'indicateur est enregistré.",
    "resultats": "Le résultat est enregistré.",
    "difficultes": "La difficulté est enregistrée : les autres territoires la liront avant de se lancer.",
    "bilan": "Le bilan est enregistré.",
    "attente": "Un doute reste à lever : ce que vous avez saisi attend dans « À vérifier ».",
}
Text = Annotated[str, Query(max_length=200)]
PageNumber = Annotated[int, Query(ge=1, le=1000)]
Gesture = Literal["indicateurs", "resultats", "difficultes", "bilan"]


async def _wanted(bilan: Text = "", theme: Text = "", territoire: Text = "", q: Text = "") -> Wanted:
    # A word that no list offers is left out rather than refused: addresses are typed and kept for years.
    return Wanted(verdict=bilan if bilan in dict(FILTERS) else "", theme=theme, territory=territoire, words=q.strip())


WantedDep = Annotated[Wanted, Depends(_wanted)]


@router.get("/experimentations")
@heavy
def get_experiments(
    request: Request,
    graph: GraphDep,
    caller: CallerDep,
    wanted: WantedDep,
    page: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> Response:
    """The experiments that one may know, found by verdict, theme, territory and words."""
    found = ledger(graph, caller, wanted)
    return render(
        request, "experiments/ledger.html", found=found[(page - 1) * PER_PAGE : page * PER_PAGE], count=len(found),
        page=page, more=len(found) > page * PER_PAGE, wanted=wanted, values=_values(wanted), filters_of=FILTERS,
        themes=_themes(), territories=choices(request).territories, verdicts=VERDICTS, levels=LABELS_FR,
    )  # fmt: skip


@router.get("/experimentations.csv")
@heavy
def get_experiments_file(graph: GraphDep, caller: CallerDep, wanted: WantedDep) -> Response:
    """The same list as a file."""
    header = ("identifiant", "expérimentation", "institution", "territoire", "thème", "date", "bilan", "date du bilan",
              "leçon", "hypothèse", "appel à projets", "montant", "emplois créés", "retombées économiques",
              "contribue au SRDEII", "diffusion")  # fmt: skip
    return as_csv(f"experimentations-{today()}", header, (_cells(one) for one in ledger(graph, caller, wanted)))


@router.get(NEW)
@heavy
def get_new(request: Request, graph: GraphDep, identity: IdentityDep, reprise: Text = "") -> Response:
    """The form of an experiment, or of one that takes up another's."""
    identity.require(Action.WRITE)
    draft = blank(request.query_params, sheet(graph, identity.caller, reprise) if reprise else None)
    look_back(graph, identity.caller, draft)
    return _form(request, graph, identity, draft)


@router.get("/experimentations/semblables")
@heavy
def get_before(request: Request, graph: GraphDep, caller: CallerDep) -> Response:
    """What was tried on a theme, while the form is being filled in."""
    draft = typed(request.query_params)
    look_back(graph, caller, draft)
    return render(request, "experiments/_before.html", before=draft.before)


@router.post(NEW)
@heavy
def post_new(request: Request, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Write an experiment, or a correction of one's own; or look at what was tried before, and write nothing."""
    identity.require(Action.WRITE)
    draft = typed(form)
    look_back(graph, identity.caller, draft)
    if form.get("do") == "regarder":
        return _form(request, graph, identity, draft)
    try:
        entered = save(graph, identity, draft.cells, uid=draft.uid or None, version=draft.version or None)
    except FieldsRefused as error:
        draft.refused(error)
        return _form(request, graph, identity, draft, 422)
    if entered.outcome is Outcome.REVIEW:
        return RedirectResponse("/a-verifier", 303)
    return RedirectResponse(f"/experimentations/{entered.uid}?fait={'modifiee' if draft.uid else 'faite'}", 303)


@router.get("/experimentations/{uid}")
@heavy
def get_experiment(request: Request, uid: str, graph: GraphDep, caller: CallerDep, fait: Text = "") -> Response:
    """One experiment: what is tried, with which help, what it gave, where it may spread."""
    return _sheet(request, graph, caller, uid, said=SAID.get(fait, ""))


@router.get("/experimentations/{uid}/modifier")
@heavy
def get_edit(request: Request, uid: str, graph: GraphDep, identity: IdentityDep) -> Response:
    """The form that corrects one's own experiment."""
    identity.require(Action.WRITE)
    found = sheet(graph, identity.caller, uid)
    if not found.experiment.own:
        raise Conflict("Cette expérimentation n'est pas celle de votre institution.", hint="Elle seule la corrige.")
    draft = of_sheet(found)
    return _form(request, graph, identity, draft)


@router.post("/experimentations/{uid}/{gesture}")
@heavy
def post_gesture(
    request: Request, uid: str, gesture: Gesture, graph: GraphDep, identity: IdentityDep, form: FormDep
) -> Response:
    """Add an indicator, a result or a difficulty, or give the verdict."""
    identity.require(Action.WRITE)
    names = {*Conclusion._fields, *(PARTS[gesture][1] if gesture in PARTS else ())}
    cells = {name: str(form.get(name) or "") for name in names}
    said: str = gesture
    try:
        if gesture == "bilan":
            conclude(graph, identity, uid, Conclusion(**{name: cells[name] for name in Conclusion._fields}))
        else:
            what, added = part_typed(gesture, form)
            said = "attente" if add(graph, identity, uid, what, added).outcome is Outcome.REVIEW else gesture
    except FieldsRefused as error:
        errors = {("on" if name == "verdict_on" else name): message for name, message in error.fields}
        return _sheet(request, graph, identity.caller, uid, wrong=_Wrong(gesture, cells, errors))
    return RedirectResponse(f"/experimentations/{uid}?fait={said}#{gesture}", 303)


class _Wrong(NamedTuple):
    """What was refused on a sheet: in which of its forms, what had been typed, and what is wrong, by field."""

    gesture: str = ""
    typed: Mapping[str, str] = MappingProxyType({})
    errors: Mapping[str, str] = MappingProxyType({})


def _sheet(
    request: Request, graph: Graph, caller: Caller, uid: str, said: str = "", wrong: _Wrong | None = None
) -> Response:
    found = sheet(graph, caller, uid)
    refused = wrong or _Wrong()
    return render(
        request,
        "experiments/sheet.html",
        status_code=422 if wrong else 200,
        found=found,
        one=found.experiment,
        said=said,
        effects=effects(graph, caller, found),
        spread=spreading(graph, caller, found.experiment),
        verdicts=VERDICTS,
        levels=LABELS_FR,
        audience=AUDIENCE,
        directions=DIRECTIONS,
        measures=MEASURES,
        names=[(each.name, each.name) for each in found.indicators],
        today=today().isoformat(),
        wrong_in=refused.gesture,
        typed=defaultdict(str, refused.typed),
        errors=defaultdict(str, refused.errors),
    )


def _form(request: Request, graph: Graph, identity: Identity, draft: Draft, status: int = 200) -> Response:
    return render(
        request, "experiments/form.html", status_code=status, draft=draft, values=draft.values, errors=draft.errors,
        before=draft.before, themes=_themes(), territories=choices(request).territories, audience=AUDIENCE,
        origins=origins(graph, identity, draft.uid), levels=LABELS_FR, action=NEW,
    )  # fmt: skip


def _values(wanted: Wanted) -> dict[str, str]:
    return {"bilan": wanted.verdict, "theme": wanted.theme, "territoire": wanted.territory, "q": wanted.words}


def _themes() -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in themes().entries]


def _cells(one: Experiment) -> list[str | float | None]:
    place = one.territory.name if one.territory else None
    sri = None if one.contributes_to_sri is None else ("oui" if one.contributes_to_sri else "non")
    verdict = VERDICTS[one.verdict] if one.verdict else None
    theme = themes().label(one.theme) if one.theme else None
    return [one.uid, one.title, one.institution, place, theme, one.on, verdict, one.verdict_on, one.lesson,
            one.hypothesis, one.call, one.amount_eur, one.jobs_created, one.effect_eur, sri,
            LABELS_FR[one.visibility]]  # fmt: skip

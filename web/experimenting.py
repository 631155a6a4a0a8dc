"""The forms of an experiment: what they hold, what is wrong with it, what was tried before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from access import Identity
from graph.errors import FieldsRefused
from graph.store import Graph
from graph.visibility import Caller, Visibility
from planning.experiments import cells_of
from queries.experiments.ledger import Experiment, ledger
from queries.experiments.sheet import ExperimentSheet
from queries.experiments.spreading import Forerunners, forerunners

FIELDS = (
    *("title", "territory", "commune", "theme", "hypothesis", "summary", "call", "call_until", "partners", "starts_on"),
    *("ends_on", "technical_help", "amount_eur", "financial_help", "administrative_help", "derogation"),
    *("derogation_from", "derogation_until", "contributes_to_sri", "jobs", "origin", "visibility", "reference"),
)
"""What the form of an experiment shows; what it does not show stays as it was."""
Part = Literal["indicators", "results", "difficulties"]
PARTS: dict[str, tuple[Part, tuple[str, ...]]] = {
    "indicateurs": (
        "indicators",
        ("name", "unit", "better", "measure", "baseline", "baseline_on", "target", "target_on"),
    ),
    "resultats": ("results", ("indicator", "value", "on", "comment")),
    "difficultes": ("difficulties", ("text", "on")),
}
"""What is added on a sheet: the word of its address, what it is, and its fields."""
AUDIENCE = {
    Visibility.PRIVATE: "personne d'autre que votre institution",
    Visibility.SIGNALLED: "les partenaires voient votre institution et le mois ; rien d'autre",
    Visibility.SHARED: "les partenaires voient tout : hypothèse, aides, montant, résultats, difficultés et leçon",
    Visibility.OPEN: "comme partagé ; le public ne voit que le fait, votre institution, l'année et le montant",
}
_COMMUNE = "commune:"


@dataclass(slots=True)
class Draft:
    """A form under way.

    Args:
        values: text by field.
        errors: what is wrong, by field.
        before: what was tried on its theme, once theme and territory are known.
        uid: of the experiment that it corrects; empty for a new one.
        version: as it was when the form was filled in.
    """

    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=lambda: defaultdict(str))
    before: Forerunners | None = None
    uid: str = ""
    version: str = ""

    @property
    def place(self) -> str:
        """The territory: a commune when one is named."""
        return self.values["commune"].strip() or self.values["territory"].strip()

    @property
    def cells(self) -> dict[str, str]:
        """As a file would say it; an emptied field says nothing any more."""
        said = {name: text for name, text in self.values.items() if name != "commune"}
        said["territory"] = self.place
        return said if said["reference"] else {name: text for name, text in said.items() if name != "reference"}

    def refused(self, error: FieldsRefused) -> None:
        """Tie what was refused to its fields."""
        for name, message in error.fields:
            self.errors["commune" if name == "territory" and self.values["commune"].strip() else name] = message


def typed(form: Mapping[str, Any]) -> Draft:
    """Return what a form says, every field a text."""
    values = {name: str(form.get(name) or "") for name in FIELDS}
    values["visibility"] = values["visibility"] or Visibility.SHARED.value
    return Draft(values, uid=str(form.get("uid") or ""), version=str(form.get("version") or ""))


def blank(wanted: Mapping[str, Any], origin: ExperimentSheet | None) -> Draft:
    """Return an empty form, or one that takes up another's experiment."""
    draft = typed(wanted)
    if origin is not None:
        kept = cells_of(origin)
        draft.values |= {name: kept.get(name, "") for name in ("title", "theme", "hypothesis")}
        draft.values["origin"] = origin.experiment.uid or ""
    return draft


def of_sheet(one: ExperimentSheet) -> Draft:
    """Return the form that corrects an experiment."""
    draft = typed(cells_of(one))
    draft.uid, draft.version = one.experiment.uid or "", one.version or ""
    if draft.values["territory"].startswith(_COMMUNE):
        draft.values["commune"] = draft.values.pop("territory").removeprefix(_COMMUNE)
        draft.values["territory"] = ""
    return draft


def look_back(graph: Graph, caller: Caller, draft: Draft) -> None:
    """Say what was tried on the theme of a form, once it has one."""
    if draft.values["theme"]:
        draft.before = forerunners(graph, caller, draft.values["theme"], draft.place)


def origins(graph: Graph, identity: Identity, but: str) -> list[tuple[str, str]]:
    """The experiments that one may take up, by title."""
    every = [one for one in ledger(graph, identity.caller) if one.uid and one.uid != but]
    return sorted(((one.uid or "", _called(one)) for one in every), key=lambda pair: pair[1])


def _called(one: Experiment) -> str:
    return f"{one.title} ({one.territory.name})" if one.territory else str(one.title)


def part_typed(gesture: str, form: Mapping[str, Any]) -> tuple[Part, dict[str, str]]:
    """Return what is added on a sheet, and its cells as typed."""
    what, names = PARTS[gesture]
    return what, {name: str(form.get(name) or "") for name in names}

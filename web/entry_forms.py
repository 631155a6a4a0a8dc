"""Forms that enter one fact of a source: what each asks for, and what becomes of what was typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from access import Identity
from graph.errors import FieldsRefused
from graph.store import Graph
from graph.visibility import LABELS_FR, Visibility
from planning.entering import enter
from planning.models import Outcome
from web.rendering import render

LONGEST = 2_000
AUDIENCE = {
    Visibility.PRIVATE: "personne d'autre que votre institution",
    Visibility.SIGNALLED: "les partenaires voient que cela existe, votre institution et le mois ; rien d'autre",
    Visibility.SHARED: "les partenaires voient le détail et les montants",
    Visibility.OPEN: "comme partagé ; le public voit l'institution, l'année et le montant",
}


class Field(NamedTuple):
    """One field of a form.

    Args:
        name: the column of the source.
        label: as people read it.
        kind: `text`, `date`, `textarea` or `choice`.
        hint: what to write, in a line.
        required: whether it must be filled in.
        options: of a choice, as the component takes them.
        names: what is offered while one types, such as the names of institutions.
    """

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    required: bool = False
    options: Sequence[Any] = ()
    names: Sequence[str] = ()


class Entry(NamedTuple):
    """A form: which source it writes, where it is, what it says, where it leads.

    Args:
        source: name of the source.
        title: of the page.
        lead: what it is for, in a line.
        action: its address.
        back: where to go when it is given up.
        fields: in order.
        fixed: columns that the form carries without showing them.
        sheet: address of the page of what was entered, where it has one.
    """

    source: str
    title: str
    lead: str
    action: str
    back: str
    fields: tuple[Field, ...]
    fixed: Mapping[str, str] = {}
    sheet: str = ""


def shown(
    request: Request, form: Entry, values: Mapping[str, str], errors: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    """Show a form, with what was typed and what is wrong with it."""
    names = {field.name for field in form.fields} | {"visibility"}
    known = {name: text for name, text in (errors or {}).items() if name in names}
    elsewhere = [text for name, text in (errors or {}).items() if name not in names]
    return render(
        request, "means/form.html", status, form=form, values=defaultdict(str, values), levels=LABELS_FR,
        errors=defaultdict(str, known), elsewhere=elsewhere, audience=AUDIENCE,
    )  # fmt: skip


def taken(request: Request, graph: Graph, identity: Identity, form: Entry, sent: FormData) -> Response:
    """Enter what was typed and go to its page; or show the form again, with what is wrong."""
    names = [*(field.name for field in form.fields), "visibility", "reference"]
    values = {name: str(sent.get(name) or "").strip()[:LONGEST] for name in names}
    cells = {name: text for name, text in (values | dict(form.fixed)).items() if text}
    try:
        entered = enter(graph, identity, form.source, cells)
    except FieldsRefused as error:
        return shown(request, form, values, dict(error.fields), 422)
    if entered.outcome is Outcome.REVIEW:
        return RedirectResponse("/a-verifier", 303)
    where = form.sheet.format(entered.uid) if form.sheet else form.back
    return RedirectResponse(f"{where}?fait={form.source}", 303)

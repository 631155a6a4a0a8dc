"""Forms of agreements, strategies and consultations: what was typed, as cells of their sources, and who will see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from starlette.datastructures import FormData

from access import Identity
from graph.errors import FieldsRefused
from graph.store import Graph
from graph.visibility import LABELS_FR, Visibility
from ingest.reference.vocabularies import themes
from planning.entering import Entered, enter
from planning.models import Outcome

AUDIENCE = {
    Visibility.PRIVATE: "personne d'autre que votre institution, pas même ceux qui sont nommés ici",
    Visibility.SIGNALLED: "les partenaires voient que cela existe, votre institution et le mois",
    Visibility.SHARED: "les partenaires voient tout ce qui est écrit ici",
    Visibility.OPEN: "comme partagé ; le public peut connaître le fait, votre institution, l'année et le montant",
}
ROWS = 4
"""Empty rows of a form for parties or guests, beside those that are filled in."""
KINDS = {"": "institution ou entreprise", "commune": "commune", "association": "association, collectif"}


class Row(NamedTuple):
    """A party or guest as a form has it."""

    name: str = ""
    kind: str = ""
    responsibility: str = ""
    amount_eur: str = ""
    fte: str = ""


class Typed(NamedTuple):
    """A form: text by field, its rows of parties, and what is wrong by field."""

    values: Mapping[str, str]
    rows: tuple[Row, ...] = ()
    errors: Mapping[str, str] = {}

    @property
    def shown(self) -> dict[str, Any]:
        """What a template needs of it, with the lists that forms offer."""
        return {
            "values": defaultdict(str, self.values), "rows": [*self.rows, *[Row()] * ROWS],
            "errors": defaultdict(str, self.errors), "no_errors": defaultdict(str),
            "audience": AUDIENCE, "levels": LABELS_FR, "row_kinds": KINDS,
            "themes": [(one.code, one.label) for one in themes().entries],
        }  # fmt: skip


def typed(form: FormData, names: Iterable[str], lists: Iterable[str] = ()) -> Typed:
    """Return what a form says; fields that may have several values become one text, as files write it."""
    values = {name: str(form.get(name) or "").strip() for name in names}
    values |= {name: "|".join(str(one) for one in form.getlist(name) if one) for name in lists}
    values["visibility"] = values.get("visibility") or Visibility.SHARED.value
    columns = [[str(one).strip() for one in form.getlist(f"row_{name}")] for name in Row._fields]
    rows = tuple(Row(*cells) for cells in zip(*columns, strict=False) if cells[0])
    return Typed(values, rows)


def cells_of(said: Typed) -> dict[str, str]:
    """Return the cells of the source; what goes with the parties is in their order, one line each."""
    cells = dict(said.values)
    if said.rows:
        cells["parties"] = "\n".join(_named(row) for row in said.rows)
        for column, name in (("responsibilities", "responsibility"), ("party_amounts_eur", "amount_eur"),
                             ("party_fte", "fte")):  # fmt: skip
            parts = [" ".join(str(getattr(row, name)).split()) for row in said.rows]
            if any(parts):
                cells[column] = "\n".join(parts) + "\n"
    return cells


def entered(graph: Graph, identity: Identity, source: str, said: Typed) -> Entered | Typed:
    """Write what a form says, or return it with what is wrong, field by field."""
    try:
        return enter(graph, identity, source, cells_of(said))
    except FieldsRefused as error:
        return said._replace(errors=dict(error.fields))


def where_to(done: Entered, address: str) -> str:
    """Return the page that follows: the record, or the queue where a person has to look first."""
    if done.outcome is Outcome.REVIEW:
        return f"/a-verifier/suite?rang=1#{done.uid}" if not done.uid else "/a-verifier"
    return f"{address.format(done.uid)}?fait={done.outcome.value}"


SAID = {
    Outcome.CREATED.value: "Enregistré.",
    Outcome.UPDATED.value: "Correction enregistrée.",
    Outcome.UNCHANGED.value: "Rien n'a changé.",
    "reponse": "La réponse est enregistrée.",
    "suite": "La suite donnée est enregistrée : chacun peut la lire.",
    "clore": "La concertation est close.",
    "rouvrir": "La concertation est rouverte.",
}


def text_of(value: Any) -> str:
    """Write a value as a form or a file would: numbers with a comma, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",") if value < 1e6 else f"{value:.2f}".replace(".", ",")
    return str(value)


def as_it_stands(one: Any, names: Iterable[str], lists: Iterable[str], rows: Iterable[Row] = ()) -> Typed:
    """Return what a form would say of a record, to be corrected."""
    values = {name: text_of(getattr(one, name, None)) for name in names} | {"visibility": one.visibility.value}
    values |= {name: "|".join(named.uid for named in getattr(one, name)) for name in lists}
    return Typed(values, tuple(rows))


def row_of(one: Any) -> Row:
    """Return the row of a form that names an actor who is already a party or a guest."""
    said = [text_of(getattr(one, name, None)) for name in ("responsibility", "amount_eur", "engineering_fte")]
    if one.kind == "outsider":
        return Row(one.name, "association", *said)
    if one.kind == "territory":
        commune = one.uid.startswith("commune:")
        return Row(one.uid.partition(":")[2] if commune else one.uid, "commune" if commune else "", *said)
    return Row(one.siren or one.uid if one.kind == "company" else one.name, "", *said)


def _named(row: Row) -> str:
    name = " ".join(row.name.replace(";", ",").replace("|", "/").split())
    if row.kind == "commune":
        return name if ":" in name else f"Commune de {name}"
    return f"{name} (association)" if row.kind == "association" else name

"""The filters of a question, one frozen model; and what their words mean in this graph."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from pydantic import field_validator

from graph.errors import Misuse
from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.models import Answer

CYPHER = load(__file__)

SIZES: dict[str, tuple[str, ...]] = {
    "0": ("NN", "00"),
    "1-9": ("01", "02", "03"),
    "10-49": ("11", "12"),
    "50-249": ("21", "22", "31"),
    "250+": ("32", "41", "42", "51", "52", "53"),
    "inconnu": ("",),
}
"""Size bands as people say them, and the codes of INSEE they hold (tranche d'effectif)."""
_BAND = re.compile(r"NN|[0-5][0-9]")


class Scope(Answer):
    """Which companies a question is about; an empty filter rules nothing out, several values add up.

    `territory` and `sector` take uids (`epci:200018083`, `naf2:62.01Z`, `filiere:agroalimentaire`), codes, or
    names; `size` the words of `SIZES` or INSEE codes.
    """

    territory: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    ess: bool | None = None

    @field_validator("size")
    @classmethod
    def _known_sizes(cls, sizes: tuple[str, ...]) -> tuple[str, ...]:
        for size in sizes:
            if size not in SIZES and not _BAND.fullmatch(size):
                raise ValueError(f"taille inconnue « {size} » ; possibles : {', '.join(SIZES)}")
        return sizes

    @property
    def everything(self) -> bool:
        """Whether no filter is set on companies."""
        return not (self.territory or self.sector or self.size) and self.ess is None


class Resolved(NamedTuple):
    """A scope in the terms that the Cypher texts use."""

    communes: list[str]
    epcis: list[str]
    departements: list[str]
    nafs: list[str]
    sizes: list[str]
    ess: bool | None
    named: tuple[str, ...]
    scope: Scope

    @property
    def everything(self) -> bool:
        """Whether no filter is set on companies."""
        return self.scope.everything

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of the condition that every filtered question holds."""
        return {
            "everywhere": not self.scope.territory,
            "communes": self.communes,
            "epcis": self.epcis,
            "departements": self.departements,
            "any_sector": not self.scope.sector,
            "nafs": self.nafs,
            "any_size": not self.scope.size,
            "sizes": self.sizes,
            "any_ess": self.ess is None,
            "ess": bool(self.ess),
        }


def resolve(graph: Graph, caller: Caller, scope: Scope) -> Resolved:
    """Return what a scope means in this graph.

    Raises:
        Misuse: a territory or sector that nobody knows, or a code that means several.
    """
    sizes = sorted({code for size in scope.size for code in SIZES.get(size, (size,))})
    if not scope.territory and not scope.sector:
        return Resolved([], [], [], [], sizes, scope.ess, (), scope)
    [record] = graph.read(CYPHER, caller, territories=list(scope.territory), sectors=list(scope.sector))
    territories = _one_each(record["territories"], "territoire", "level")
    sectors = _one_each(record["sectors"], "secteur", "nomenclature")
    return Resolved(
        communes=_all(territories, "communes"),
        epcis=_all(territories, "epcis"),
        departements=_all(territories, "departements"),
        nafs=_all(sectors, "nafs"),
        sizes=sizes,
        ess=scope.ess,
        named=tuple(row["name"] for row in territories + sectors),
        scope=scope,
    )


def _all(rows: list[dict[str, Any]], key: str) -> list[str]:
    return sorted({code for row in rows for code in row[key]})


def _one_each(rows: list[dict[str, Any]], what: str, told_by: str) -> list[dict[str, Any]]:
    """Keep the one row that each word means; the same code in two NAF versions is one sector."""
    asked: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows:
        found = asked.setdefault(row["asked"], {})
        if row["uid"]:
            found[row["uid"]] = row
    for word, found in asked.items():
        if not found:
            raise Misuse(f"Le {what} « {word} » est inconnu.", hint="Donnez son code, son nom exact, ou niveau:code.")
        kinds = {row[told_by] for row in found.values()}
        if len(found) > 1 and not all(str(kind).startswith("naf") for kind in kinds):
            choices = ", ".join(f"{uid} ({row['name']})" for uid, row in sorted(found.items())[:5])
            raise Misuse(f"Le {what} « {word} » désigne plusieurs choses : {choices}.", hint="Donnez niveau:code.")
    return [row for found in asked.values() for row in found.values()]

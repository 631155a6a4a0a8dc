"""Which rows of a national file concern this installation: told from the raw cells, before anything is understood."""

from __future__ import annotations

from collections.abc import Callable

from graph.errors import Misuse
from graph.settings import get_settings
from graph.store import Graph
from ingest.binding import Binding
from ingest.reference.tables import communes, departements
from ingest.source import Source

KeepRow = Callable[[list[str]], bool]

SIRENS = "MATCH (company:Company) WHERE company.siren IS NOT NULL RETURN collect(company.siren) AS sirens"


def rows_to_keep(graph: Graph, source: Source, binding: Binding, only: tuple[str, ...]) -> KeepRow | None:
    """Return the test that a row must pass to be taken, or None when all are.

    Sites are those of the territory: `only`, or the départements of the installation's region. Legal units are
    those that the graph already knows, by a site or otherwise.

    Raises:
        Misuse: `only` names no département and no commune.
    """
    if source.name == "sirene_sites":
        return _in_territory(_column(binding, "code_commune"), only)
    if source.name == "sirene":
        index = _column(binding, "siren")
        [found] = graph.system_read(SIRENS)
        known = frozenset(found["sirens"])
        return lambda cells: cells[index] in known
    return None


def _in_territory(index: int, only: tuple[str, ...]) -> KeepRow:
    wanted = only or tuple(code for code, entry in departements().items() if entry.region == get_settings().region)
    unknown = [code for code in wanted if code not in departements() and code not in communes()]
    if unknown:
        raise Misuse(
            f"Ni département ni commune : {', '.join(unknown)}.",
            hint="--only attend des codes INSEE, comme 80 ou 80021.",
        )
    starts = tuple(code for code in wanted if code in departements())
    whole = frozenset(wanted) - frozenset(starts)
    return lambda cells: cells[index].startswith(starts) or cells[index] in whole


def _column(binding: Binding, name: str) -> int:
    return next(index for column, index in binding.used if column.name == name)

"""Fictional companies and real ones never lie in one database."""

from __future__ import annotations

from graph.errors import Refused
from graph.fictional import is_fictional_siren, refuse_mixture
from graph.store import Graph
from ingest.notes import Note, Severity

ANY_SIREN = "MATCH (company:Company) WHERE company.siren IS NOT NULL RETURN company.siren AS siren LIMIT 1"


class Mixing:
    """Tells rows that would mix the demo with real data; the first SIREN ever met settles what a database holds."""

    def __init__(self, graph: Graph) -> None:
        found = graph.system_read(ANY_SIREN)
        self._fictional: bool | None = is_fictional_siren(found[0]["siren"]) if found else None

    def refusal(self, siren: str | None) -> Note | None:
        """Return why a row with this SIREN may not enter, or None."""
        if siren is None:
            return None
        if self._fictional is None:
            self._fictional = is_fictional_siren(siren)
        try:
            refuse_mixture([siren], fictional=self._fictional)
        except Refused as error:
            return Note(Severity.REFUSE, "fictional-and-real", str(error))
        return None

"""SIREN and SIRET of a row, wherever they were typed: one identity, or a doubt."""

from __future__ import annotations

from ingest.cleaning import Identifier
from ingest.notes import Note, Severity
from ingest.source import Values


def settle_identity(values: Values) -> list[tuple[Note, str]]:
    """Replace the identifier cells of a row by `siren`, `siret` and `evidence_siren`, and return the remarks.

    A SIRET wins over a SIREN that agrees with it; when they disagree the row is doubtful and neither decides.
    """
    cells = [(name, values.pop(name)) for name in ("siret", "siren") if name in values]
    remarks: list[tuple[Note, str]] = []
    siren = siret = evidence = None
    for name, cell in cells:
        if not isinstance(cell, Identifier):
            values[name] = cell
            continue
        if cell.note is not None and cell.note.severity is Severity.DOUBT:
            evidence = evidence or cell.siren or cell.evidence_siren
            continue
        if siren and cell.siren and cell.siren != siren:
            message = f"Le SIREN {cell.siren} n'est pas le début du SIRET {siret or siren} : lequel est le bon ?"
            remarks.append((Note(Severity.DOUBT, "siren-siret-mismatch", message), name))
            evidence, siren, siret = siren, None, None
            continue
        siren, siret = siren or cell.siren, siret or cell.siret
        evidence = evidence or cell.evidence_siren
    for name, value in (("siren", siren), ("siret", siret), ("evidence_siren", None if siren else evidence)):
        if value:
            values[name] = value
    return remarks

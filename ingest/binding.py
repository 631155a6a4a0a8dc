"""Which column of a file says what: headers against the aliases of a source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.errors import FileRefused
from ingest.reading import fold_header
from ingest.source import Column, Source

REASON, ORIGIN = "Pourquoi refusée", "Ligne d'origine"
"""The columns that DORE adds to refused rows, which come back once they are mended."""
ADDED = {
    REASON: "DORE l'avait ajoutée : pourquoi la ligne était refusée",
    ORIGIN: "DORE l'avait ajoutée : où la ligne était dans le premier fichier",
}


@dataclass(frozen=True, slots=True)
class Binding:
    """The columns of one file.

    Args:
        used: (column, index in the row), in the order of the file.
        headers: header as written, by column name.
        ignored: known headers that are not taken, with the reason.
        unknown: headers that the source does not know.
    """

    used: tuple[tuple[Column, int], ...]
    headers: dict[str, str]
    ignored: dict[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    def has(self, name: str) -> bool:
        """Whether the file says it."""
        return name in self.headers


def known_headers(source: Source, mapping: Mapping[str, str] | None = None) -> set[str]:
    """All folded headers that the source knows, those of the user's own mapping included."""
    known = {fold_header(alias) for column in source.columns for alias in column.aliases}
    known |= {fold_header(name) for name in (*source.ignored, *ADDED)}
    return known | {fold_header(header) for header in (mapping or {}).values() if header}


def bind(source: Source, header: tuple[str, ...], mapping: Mapping[str, str] | None = None) -> Binding:
    """Return which column of the file says what.

    Args:
        source: the source the file is said to be of.
        header: the headers as written.
        mapping: headers chosen by the user, by column name; they win over the aliases. An empty one says that the
            file does not have that column, whatever its headers look like.

    Raises:
        FileRefused: two headers say the same thing, a required column is missing, or the mapping names a
            column or header that does not exist.
    """
    chosen = _chosen(source, header, mapping or {})
    withheld = {name for name, written in (mapping or {}).items() if not written}
    by_alias = {
        fold_header(alias): column
        for column in source.columns
        if column.name not in withheld
        for alias in column.aliases
    }
    ignored_names = {fold_header(name): reason for name, reason in {**source.ignored, **ADDED}.items()}
    used: dict[str, tuple[Column, int]] = {}
    ignored: dict[str, str] = {}
    unknown: list[str] = []
    for index, written in enumerate(header):
        column = chosen.get(index) or by_alias.get(fold_header(written))
        if column is None or (index not in chosen and any(column is other for other in chosen.values())):
            reason = ignored_names.get(fold_header(written))
            if reason is None:
                unknown.append(written)
            else:
                ignored[written] = reason
        elif column.name in used:
            raise _twice(column.name, header[used[column.name][1]], written)
        else:
            used[column.name] = (column, index)
    _require(source, used, header)
    return Binding(
        tuple(used.values()),
        {name: header[index] for name, (_, index) in used.items()},
        ignored,
        tuple(unknown),
    )


def _chosen(source: Source, header: tuple[str, ...], mapping: Mapping[str, str]) -> dict[int, Column]:
    chosen = {}
    folded = [fold_header(written) for written in header]
    names = [column.name for column in source.columns]
    for name, written in mapping.items():
        if name not in names:
            raise FileRefused(
                f"La source « {source.name} » n'a pas de colonne « {name} ».",
                code="unknown-column",
                hint=f"Colonnes possibles : {', '.join(names)}.",
            )
        if not written:
            continue
        if fold_header(written) not in folded:
            raise FileRefused(
                f"Le fichier n'a pas d'en-tête « {written} ».",
                code="unknown-header",
                hint=f"En-têtes du fichier : {', '.join(header)}.",
            )
        chosen[folded.index(fold_header(written))] = source.column(name)
    return chosen


def _twice(name: str, first: str, second: str) -> FileRefused:
    return FileRefused(
        f"Deux colonnes disent la même chose ({name}) : « {first} » et « {second} ».",
        code="ambiguous-header",
        column=second,
        hint=f'Précisez laquelle prendre : --map {name}="{first}".',
    )


def _require(source: Source, used: Mapping[str, object], header: tuple[str, ...]) -> None:
    missing = [column for column in source.columns if column.required and column.name not in used]
    if missing:
        wanted = ", ".join(f"{column.name} (par exemple « {column.aliases[1]} »)" for column in missing)
        raise FileRefused(
            f"Colonne obligatoire absente pour la source « {source.name} » : {wanted}.",
            code="missing-column",
            hint=f'En-têtes du fichier : {", ".join(header)}. Au besoin : --map {missing[0].name}="…".',
        )

"""How a source is declared: its columns, whom its rows speak of, and the nodes and links that a row becomes.

A source is a mapping and nothing else; reading, cleaning, matching, writing and reporting are shared by all. Each
column of a file is used, or ignored for a stated reason; a column that no source knows is listed in the report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from graph.visibility import Visibility
from ingest.cleaning import Cleaned
from ingest.notes import Note

Parser = Callable[[str], Cleaned[Any]]
Values = dict[str, Any]


class Subject(StrEnum):
    """Whom a row speaks of."""

    COMPANY = "company"
    """a company that must be found: visits, support"""
    HOLDER = "holder"
    """a company, or somebody without SIREN who is kept by name: projects, needs"""
    REGISTER = "register"
    """the row itself describes the company: company lists, Sirene"""
    OPERATOR = "operator"
    """the row itself describes an institution"""
    NONE = "none"
    """no company at all: agreements"""


class Repeats(StrEnum):
    """What equal rows of one file mean."""

    COLLAPSE = "collapse"
    """the same thing said twice: reported as repeated"""
    DISTINCT = "distinct"
    """as many things as rows: grants"""


@dataclass(frozen=True, slots=True)
class Column:
    """One thing that a file of this source can say.

    Args:
        name: the name of the value in `Values`.
        parse: from the cell to the value; None for a day, whose order is settled over the whole file first.
        aliases: headers under which institutions write it; case, accents and punctuation do not count.
        required: a row without it is refused.
    """

    name: str
    parse: Parser | None
    aliases: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class NodeMap:
    """A node that each row becomes: its label, and the value that each property takes."""

    label: str
    properties: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LinkMap:
    """An edge that each row becomes, between two roles: operator, company, holder, node, territory, parties, parent…"""

    start: str
    type: str
    end: str
    properties: Mapping[str, str]
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A fact written before, that a row speaks of: its uid takes the place of what the column says of it.

    Args:
        column: where it is said, by reference, title or uid; the role of the same name in `links`.
        source: of which source it is.
        within: the column of the fact that it is looked for in.
        of_others: whether it may be another institution's, among those shared with all.
    """

    column: str
    source: str
    within: str | None = None
    of_others: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of file that DORE can read.

    Args:
        name: what `--source` takes.
        label: what it holds, in French.
        publisher: who makes such files.
        licence: under what terms they come.
        columns: what a file can say.
        subject: whom a row speaks of.
        nodes, links: what a row becomes.
        key: values that tell a row from the others when it has no id of its own; `mention` is what it says of
            the company.
        repeats: what equal rows of one file mean.
        visibility: who sees the facts when neither the row nor the command says so.
        parent: label of what each row belongs to, named in its column `parent`.
        ignored: known columns that are not taken, each with its reason.
        out_of_scope: returns why a row is not of this source, or None.
        derive: completes the values of a row that is taken, given the day of the import.
        wrong: says what is wrong with a whole row: the column, and the remark.
        refers: the facts written before, that its rows speak of.
        keeps: properties that a corrected row leaves as they are where it does not say them: people's later acts.
        expected_rows: how many rows a file of it has, where that is known.
    """

    name: str
    label: str
    publisher: str
    licence: str
    columns: tuple[Column, ...]
    subject: Subject
    nodes: tuple[NodeMap, ...] = ()
    links: tuple[LinkMap, ...] = ()
    key: tuple[str, ...] = ("mention",)
    repeats: Repeats = Repeats.COLLAPSE
    visibility: Visibility = Visibility.SHARED
    parent: str = ""
    ignored: Mapping[str, str] = field(default_factory=dict)
    out_of_scope: Callable[[Values], str | None] | None = None
    derive: Callable[[Values, date], None] | None = None
    wrong: Callable[[Values, date], Iterable[tuple[str, Note]]] | None = None
    refers: tuple[Reference, ...] = ()
    keeps: tuple[str, ...] = ()
    url: str = ""
    expected_rows: range | None = None

    @property
    def acts(self) -> bool:
        """Whether a row is what an institution did, which must then be named."""
        return bool(self.links) and self.links[0].start == "operator"

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)


def column(name: str, parse: Parser | None, *aliases: str, required: bool = False) -> Column:
    """Declare a column; its own name is an alias too."""
    return Column(name, parse, (name, *aliases), required)


def node(label: str, **properties: str) -> NodeMap:
    """Declare the node that a row becomes: `title="title"` is property = value."""
    return NodeMap(label, properties)


def link(start: str, type_: str, end: str, /, when: str | None = None, **properties: str) -> LinkMap:
    """Declare an edge that a row becomes, only for rows that have the value `when` if one is named."""
    return LinkMap(start, type_, end, properties, when)

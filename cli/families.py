"""Which module answers each command: only that one is imported, since all of them together take seconds."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

FAMILIES = {
    "cli.server": ("up", "down", "status"),
    "cli.imports": ("ingest",),
    "cli.link": ("link",),
    "cli.match": ("match",),
    "cli.review": ("review",),
    "cli.merging": ("duplicates", "merge"),
    "cli.questions": ("who", "search", "briefing", "overlaps", "unsupported", "indicators"),
    "cli.results": ("results", "sharing"),
    "cli.analytics": ("network", "centrality"),
    "cli.fetch": ("fetch",),
    "cli.upkeep": ("check",),
    "cli.backup": ("backup", "restore"),
    "cli.serve": ("serve",),
    "cli.accounts": ("invite", "org", "member", "key"),
    "cli.persons": ("retention", "audit", "person"),
    "cli.digests": ("digest",),
    "cli.watch": ("sweeps",),
    "cli.demo.command": ("demo",),
}
"""The commands that each module's `register` adds; a test compares."""


class Commands(MutableMapping[str, Any]):
    """The commands by name, in the order of help; the module of one is imported when it is asked for."""

    def __init__(self) -> None:
        self._modules = {name: module for module, names in FAMILIES.items() for name in names}
        self._ready: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._ready:
            self._ready |= registered(self._modules[name])
        return self._ready[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._modules.setdefault(name, "")
        self._ready[name] = command

    def __delitem__(self, name: str) -> None:
        del self._modules[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


class Families(TyperGroup):
    """The group of all commands."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = Commands()


def registered(module: str) -> dict[str, Any]:
    """Return the commands that a module adds, by name."""
    family = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
    import_module(module).register(family)
    return dict(get_group(family).commands)

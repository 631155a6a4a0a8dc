"""The `dore` command: one module for each family of commands, and one place where errors become sentences."""

from __future__ import annotations

import sys

import typer
from typer.exceptions import TyperException

from cli import (
    accounts,
    analytics,
    backup,
    digests,
    fetch,
    imports,
    link,
    persons,
    questions,
    review,
    serve,
    server,
    upkeep,
    watch,
)
from cli.demo import command as demo
from cli.misuse import in_french
from cli.output import print_error
from graph.errors import DoreError

app = typer.Typer(
    name="dore",
    help="Données ouvertes région et entreprises : qui accompagne quelles entreprises, et qui reste seul.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
MODULES = (
    server,
    imports,
    link,
    review,
    questions,
    analytics,
    fetch,
    upkeep,
    backup,
    serve,
    accounts,
    persons,
    digests,
    watch,
    demo,
)
for module in MODULES:
    module.register(app)


def main() -> None:
    """Run the command line: 0 done, 1 refused or found wrong, 2 misused; errors go to stderr."""
    try:
        code = app(standalone_mode=False)
    except DoreError as error:
        print_error(error)
        sys.exit(error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(1)
    except TyperException as error:
        print(f"Commande mal écrite : {in_french(error)}.", file=sys.stderr)
        print("Voyez `dore --help`, ou `dore COMMANDE --help`.", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()

"""The `dore` command: one module for each family of commands, and one place where errors become sentences."""

from __future__ import annotations

import sys

import typer
from typer.exceptions import TyperException

from cli.families import Families
from cli.misuse import in_french
from cli.output import print_error
from graph.errors import DoreError

app = typer.Typer(
    name="dore",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
    cls=Families,
)


@app.callback()
def dore() -> None:
    """Données ouvertes région et entreprises : qui accompagne quelles entreprises, et qui reste seul."""


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
        if str(error).startswith("Usage:"):  # nothing was asked: what can be
            print(error)
            sys.exit(2)
        print(f"Commande mal écrite : {in_french(error)}.", file=sys.stderr)
        print("Voyez `dore --help`, ou `dore COMMANDE --help`.", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()

"""The `dore` command."""

"""Makes the tables under `ingest/reference/data/`: `python -m ingest.reference.make --help`."""

"""The demo region: fictional companies on real territories, in files as messy as institutions send.

`generate` writes them, `read_manifest` says in which order to ingest them; `words/` holds what names are made
of.
"""

from cli.demo.manifest import DemoFile, DemoRegion, read_manifest
from cli.demo.region import TODAY, generate

__all__ = ["TODAY", "DemoFile", "DemoRegion", "generate", "read_manifest"]

"""The gate is tried through the API: the same client."""

from tests.api.conftest import calling, cci, client, log, region

__all__ = ["calling", "cci", "client", "log", "region"]

"""The configuration of the embedded server: closed by default, sized from the machine.

Every line that closes something is asserted in `tests/graph/embedded/test_conf.py` on a live server, because
defaults move from one Neo4j version to the next.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from graph.embedded.layout import Layout
from graph.settings import Settings

_MIB = 1 << 20
_CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")

# Nothing leaves the machine, and nothing but Bolt on loopback comes in.
CLOSED = {
    "server.default_listen_address": "127.0.0.1",
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "server.bolt.enabled": "true",
    "dbms.usage_report.enabled": "false",
    "internal.dbms.usage_report.udc_network_enabled": "false",
    "client.allow_telemetry": "false",
    "server.bolt.telemetry.enabled": "false",
    "dbms.fleet_manager.enabled": "false",
    "server.fleet_discovery.enabled": "false",
    "dbms.security.auth_enabled": "true",
    "dbms.security.allow_csv_import_from_file_urls": "false",
    "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
    # Parameters and texts of queries are personal data.
    "db.logs.query.enabled": "OFF",
    # A database's log would take 256 MiB from its first byte, twice, for each home.
    "db.tx_log.preallocate": "false",
    # The databases are already closed when Bolt would still wait 2 x 5 s for a network to fall silent.
    "internal.dbms.bolt.netty_server_shutdown_quiet_period_duration": "0s",
}


# What Neo4j's own `neo4j.conf` gives to Java; without the first three, Netty and the page cache fall back to
# slower paths. `-Xrs` leaves the signals to the Python side, which shuts the databases down.
JVM_ARGUMENTS = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-Xrs",
    "-XX:+UseG1GC",
    "-XX:-OmitStackTraceInFastThrow",
    "-XX:+DisableExplicitGC",
    "-XX:+ExitOnOutOfMemoryError",
    "-Djdk.nio.maxCachedBufferSize=1024",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dlog4j2.disable.jmx=true",
    "-Dfile.encoding=UTF-8",
    "-Djava.awt.headless=true",
)


@dataclass(frozen=True)
class Memory:
    """Memory given to the server, in MiB."""

    heap_mib: int
    page_cache_mib: int


def machine_memory_mib() -> int:
    """Memory that this process may use: the machine's, or its container's when that is less."""
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    try:
        limit = int(_CGROUP_LIMIT.read_text(encoding="ascii"))
    except (OSError, ValueError):  # not in a container, or the word "max"
        limit = total
    return min(total, limit) // _MIB


def memory_for(settings: Settings, total_mib: int) -> Memory:
    """A quarter of the memory for the heap and an eighth for the page cache, within bounds of one region.

    >>> memory_for(Settings(heap_mib=None, page_cache_mib=None), 8192)
    Memory(heap_mib=2048, page_cache_mib=1024)
    """
    heap_mib = settings.heap_mib or min(max(total_mib // 4, 512), 4096)
    page_cache_mib = settings.page_cache_mib or min(max(total_mib // 8, 128), 2048)
    return Memory(heap_mib, page_cache_mib)


def configuration(layout: Layout, settings: Settings, memory: Memory, port: int) -> dict[str, str]:
    """Every setting that is given to Neo4j."""
    return CLOSED | {
        "server.bolt.listen_address": f"127.0.0.1:{port}",
        "server.bolt.advertised_address": f"127.0.0.1:{port}",
        "server.directories.data": str(layout.data),
        "server.directories.logs": str(layout.logs),
        "server.directories.import": str(layout.imports),
        "server.directories.run": str(layout.run),
        "server.memory.heap.max_size": f"{memory.heap_mib}m",
        "server.memory.pagecache.size": f"{memory.page_cache_mib}m",
        "db.transaction.timeout": f"{settings.transaction_timeout_s}s",
        "db.memory.transaction.max": f"{settings.transaction_memory_mib}m",
    }


def jvm_arguments(memory: Memory, cache: Path | None = None) -> list[str]:
    """The arguments of the virtual machine, with the cache of loaded classes where there is one."""
    return [f"-Xmx{memory.heap_mib}m", *JVM_ARGUMENTS, *([f"-XX:AOTCache={cache}"] if cache else [])]


def write(layout: Layout, values: dict[str, str]) -> None:
    """Write `neo4j.conf`, whole."""
    lines = [f"{name}={_escaped(value)}\n" for name, value in values.items()]
    layout.conf.write_text("# Written by DORE at each start; edits are lost.\n" + "".join(lines), encoding="utf-8")


def _escaped(value: str) -> str:
    # The file is read as Java properties, where a backslash starts an escape.
    return value.replace("\\", "\\\\")

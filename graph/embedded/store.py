"""What must hold of the data before Java is started on them."""

from __future__ import annotations

import shutil

from graph.embedded.conf import Memory
from graph.embedded.layout import Layout, write_private
from graph.embedded.lock import NEO4J_VERSION
from graph.errors import StoreRefused, StoreUnavailable

_ROOM_BYTES = 1 << 30


def require_same_version(layout: Layout) -> None:
    """Refuse data that a newer Neo4j has written, and note which version writes from now on.

    Neo4j migrates older data by itself and never goes back, so only a newer version is refused.

    Raises:
        StoreRefused: the data are newer than this Neo4j.
    """
    written_by = layout.version.read_text(encoding="utf-8").strip() if layout.version.exists() else ""
    if written_by and _as_numbers(written_by) > _as_numbers(NEO4J_VERSION):
        raise StoreRefused(
            f"Les données de {layout.root} ont été écrites par Neo4j {written_by}, plus récent que "
            f"celui de DORE ({NEO4J_VERSION}).",
            hint="Mettez DORE à jour, ou choisissez un autre dossier avec DORE_HOME.",
        )
    if written_by != NEO4J_VERSION:
        write_private(layout.version, NEO4J_VERSION + "\n")


def require_room(layout: Layout) -> None:
    """Refuse to start where a full disk would stop Neo4j half way: its transaction logs alone take 512 MiB.

    Raises:
        StoreUnavailable: less than 1 GiB is free.
    """
    free_bytes = shutil.disk_usage(layout.root).free
    if free_bytes < _ROOM_BYTES:
        raise StoreUnavailable(
            f"Il ne reste que {free_bytes / 1e6:.0f} Mo de place pour {layout.root} : Neo4j en demande 1 Go.",
            hint="Libérez de la place, ou choisissez un autre dossier avec DORE_HOME.",
        )


def require_memory(memory: Memory, total_mib: int) -> None:
    """Refuse more memory than there is: Java would take the order, and the system would kill it later.

    Raises:
        StoreUnavailable: heap and page cache together exceed the machine.
    """
    wanted_mib = memory.heap_mib + memory.page_cache_mib
    if wanted_mib > total_mib:
        raise StoreUnavailable(
            f"La mémoire manque : Neo4j devrait en prendre {wanted_mib} Mio et la machine en a {total_mib}.",
            hint="Réduisez DORE_HEAP_MIB et DORE_PAGE_CACHE_MIB, ou retirez-les.",
        )


def _as_numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())

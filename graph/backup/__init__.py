"""Backups: the whole graph in one file and back, a dump of the embedded server, and the erasures played again.

export.backup     graph  → FILE.dore.zip    online, while people work
restoring.restore FILE.dore.zip → graph     checked before the first write, and after the last
dumping           the embedded server's own dump, stopped meanwhile
erasures.replay   what was erased since the backup is erased again
"""

from graph.backup.archive import Manifest, verify
from graph.backup.dumping import dump, load_dump
from graph.backup.erasures import replay
from graph.backup.export import backup
from graph.backup.restoring import Restored, restore

__all__ = ["Manifest", "Restored", "backup", "dump", "load_dump", "replay", "restore", "verify"]

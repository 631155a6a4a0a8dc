"""The connection to Neo4j: the only place that talks to the driver.

Reads for people go through `read`, `read_one`, `read_all`, which take the caller; `system_read` is for the product's
own upkeep (ingest, checks, migrations) and is refused in `queries/` by a test.
"""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from neo4j import (
    READ_ACCESS,
    AsyncDriver,
    AsyncGraphDatabase,
    Driver,
    GraphDatabase,
    ManagedTransaction,
    Query,
    unit_of_work,
)
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)
from pydantic import BaseModel

from graph import edition
from graph.bridge import is_bridged, wait_for
from graph.errors import NotFound, Refused, StoreUnavailable
from graph.settings import get_settings
from graph.visibility import Caller

M = TypeVar("M", bound=BaseModel)
Record = dict[str, Any]
Statement = tuple[str, dict[str, Any]]
Step = Statement | Callable[[list[list[Record]]], Iterable[Statement]]
"""A statement, or what makes statements of the answers that those before it gave."""

DRIVER_OPTIONS: dict[str, Any] = {
    "user_agent": "dore",
    "telemetry_disabled": True,
    "notifications_min_severity": "OFF",
    "connection_acquisition_timeout": 30.0,
    "max_connection_pool_size": 50,
}
COMMIT_ATTEMPTS = 3
UPKEEP_TIMEOUT_S = 3600.0
WRITE_TIMEOUT_S = 300.0
"""A whole batch must go through even on a machine that is busy; questions keep the server's own limit."""


class _GuardError(Exception):
    """Rolls a guarded transaction back."""


class Graph:
    """One database, for sync callers and, inside `graph.bridge.run_bridged`, for async ones.

    Args:
        uri: `bolt://`, `neo4j://` or `neo4j+s://` address.
        user: name of the database user.
        password: its password.
        timeout_s: longest time of one transaction, in seconds.
        home: folder of the installation, for what must not be in the database; that of the settings by default.

    Raises:
        StoreUnavailable: nothing answers at that address, or it refuses the password.
    """

    def __init__(
        self, uri: str, user: str, password: str, *, timeout_s: float = 30.0, home: Path | None = None
    ) -> None:
        self.uri = uri
        self.home = home or get_settings().home
        self.timeout_s = timeout_s
        self._auth = (user, password)
        self._async: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, AsyncDriver] = weakref.WeakKeyDictionary()
        with _in_french(uri):
            self.driver: Driver = GraphDatabase.driver(uri, auth=self._auth, **DRIVER_OPTIONS)
            self.driver.verify_connectivity()

    def __enter__(self) -> Graph:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def door(self) -> tuple[str, str, str]:
        """Address, user and password: what another process of the product needs to open the same database."""
        return self.uri, *self._auth

    def close(self) -> None:
        """Close the sync connections; `close_async` closes those of an event loop."""
        self.driver.close()

    async def close_async(self) -> None:
        """Close the connections of the running event loop."""
        driver = self._async.pop(asyncio.get_running_loop(), None)
        if driver is not None:
            await driver.close()

    def read(self, cypher: str, caller: Caller, **parameters: Any) -> list[Record]:
        """Return the records of a question, as the caller may see them."""
        return self._run(cypher, {**parameters, **caller.parameters}, write=False)

    def read_all(self, cypher: str, model: type[M], caller: Caller, **parameters: Any) -> list[M]:
        """Return each record of a question as a `model`; a stray column is an error."""
        return [model.model_validate(record) for record in self.read(cypher, caller, **parameters)]

    def read_one(self, cypher: str, model: type[M], caller: Caller, **parameters: Any) -> M:
        """Return the only record of a question as a `model`.

        Raises:
            NotFound: there is none, or the caller may not know it.
        """
        records = self.read(cypher, caller, **parameters)
        if not records:
            raise NotFound("Rien de connu sous cette référence.", hint="Vérifiez le numéro ou cherchez par le nom.")
        return model.model_validate(records[0])

    def system_read(self, cypher: str, **parameters: Any) -> list[Record]:
        """Return records without any caller: for upkeep, never for an answer to a person."""
        return self._run(cypher, parameters, write=False)

    def write(self, cypher: str, **parameters: Any) -> list[Record]:
        """Run one writing statement in a managed transaction; it must be safe to run twice."""
        return self._run(cypher, parameters, write=True)

    def write_all(
        self, steps: Sequence[Step], *, guarded: int = 0, companies: Iterable[str] | None = None
    ) -> list[list[Record]]:
        """Run writing statements in one managed transaction: all or none. They must be safe to run twice.

        Args:
            steps: Cypher texts with their parameters, in order, or what makes them of the answers so far.
            guarded: so many of the first statements (True is one) say whether the others may run: when one of them
                returns no record nothing is written and the answer is empty.
            companies: uids of all whose facts these statements change; None when that is not known.
        """

        @unit_of_work(timeout=WRITE_TIMEOUT_S)
        def work(tx: ManagedTransaction) -> list[list[Record]]:
            answers: list[list[Record]] = []
            texts: list[str] = []
            for step in steps:
                for cypher, parameters in step(answers) if callable(step) else (step,):
                    texts.append(cypher)
                    answers.append(_records(tx.run(cypher, parameters)))
                    if len(answers) <= guarded and not answers[-1]:
                        raise _GuardError
            if moved := edition.stamp(texts, companies):
                tx.run(*moved).consume()
            return answers

        try:
            answers: list[list[Record]] = self._in_session(lambda session: session.execute_write(work))
        except _GuardError:
            return []
        return answers

    def auto_commit(self, cypher: str, **parameters: Any) -> list[Record]:
        """Run a statement that manages its own transactions (schema, `CALL … IN TRANSACTIONS`), however long."""
        query = Query(cypher, timeout=UPKEEP_TIMEOUT_S)
        changed = True  # what breaks may have committed a part

        def work(session: Any) -> list[Record]:
            nonlocal changed
            result = session.run(query, parameters)
            records = _records(result)
            changed = result.consume().counters.contains_updates
            return records

        try:
            answer: list[Record] = self._in_session(work)
        finally:
            # Daily upkeep finds nothing to remove on most days: a whole region is not read again for that.
            if changed and (moved := edition.stamp([cypher], None)):
                self._in_session(lambda session: session.run(*moved).consume())
        return answer

    def stream(self, cypher: str, **parameters: Any) -> Iterator[Record]:
        """Give the records of an upkeep reading one by one, however many; a break is an error, never a short answer."""
        with _in_french(self.uri), self.driver.session(default_access_mode=READ_ACCESS) as session:
            result = session.run(Query(cypher, timeout=UPKEEP_TIMEOUT_S), parameters)
            keys = result.keys()
            for record in result:
                yield dict(zip(keys, record.values(), strict=True))

    def _run(self, cypher: str, parameters: dict[str, Any], *, write: bool) -> list[Record]:
        moved = edition.stamp([cypher], None) if write else None
        if is_bridged():
            return wait_for(self._run_async(cypher, parameters, moved, write=write))

        def work(tx: ManagedTransaction) -> list[Record]:
            answer = _records(tx.run(cypher, parameters))
            if moved:
                tx.run(*moved).consume()
            return answer

        answer: list[Record] = self._in_session(
            lambda session: (session.execute_write if write else session.execute_read)(work)
        )
        return answer

    def _in_session(self, action: Callable[[Any], Any]) -> Any:
        for attempt in range(COMMIT_ATTEMPTS):
            with _in_french(self.uri), self.driver.session() as session:
                try:
                    return action(session)
                except IncompleteCommit:
                    # The driver never retries it, for it cannot know whether the commit went through. Ours
                    # are all safe to run twice.
                    if attempt == COMMIT_ATTEMPTS - 1:
                        raise
        raise AssertionError("unreachable")

    async def _run_async(
        self, cypher: str, parameters: dict[str, Any], moved: Statement | None, *, write: bool
    ) -> list[Record]:
        driver = self._driver_of_this_loop()

        async def work(tx: Any) -> list[Record]:
            result = await tx.run(cypher, parameters)
            keys = result.keys()
            records = [dict(zip(keys, record.values(), strict=True)) async for record in result]
            if moved:
                await (await tx.run(*moved)).consume()
            return records

        with _in_french(self.uri):
            async with driver.session() as session:
                return await (session.execute_write if write else session.execute_read)(work)

    def _driver_of_this_loop(self) -> AsyncDriver:
        loop = asyncio.get_running_loop()
        driver = self._async.get(loop)
        if driver is None:
            driver = AsyncGraphDatabase.driver(self.uri, auth=self._auth, **DRIVER_OPTIONS)
            self._async[loop] = driver
        return driver


def _records(result: Any) -> list[Record]:
    keys = result.keys()
    return [dict(zip(keys, record.values(), strict=True)) for record in result]


@contextmanager
def _in_french(uri: str) -> Iterator[None]:
    """Turn the driver's errors into the sentences of `graph.errors`."""
    try:
        yield
    except AuthError as error:
        raise StoreUnavailable(
            f"Neo4j ({uri}) refuse l'utilisateur ou le mot de passe.",
            hint="Vérifiez NEO4J_USER et NEO4J_PASSWORD.",
        ) from error
    except (ServiceUnavailable, SessionExpired, ConfigurationError) as error:
        raise StoreUnavailable(
            f"Neo4j ne répond pas à l'adresse {uri}.", hint="Lancez `dore up`, ou vérifiez NEO4J_URI."
        ) from error
    except Neo4jError as error:
        code = error.code or ""
        if "TransactionTimedOut" in code or "Terminated" in code:
            raise Refused("La demande a dépassé le temps permis et a été arrêtée.", hint="Réduisez-la.") from error
        if "MemoryPoolOutOfMemory" in code or "TransactionOutOfMemory" in code:
            raise Refused("La demande a dépassé la mémoire permise.", hint="Réduisez-la.") from error
        raise
    except DriverError as error:
        raise StoreUnavailable(f"La liaison avec Neo4j ({uri}) a été rompue : {error}.") from error

"""The service's database: one engine, three kinds of transactions, and errors without secrets."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool, StaticPool

_PATIENCE = 15
"""Seconds that a transaction waits for another process's (`scim-connection session` writes, too)."""

_IMMEDIATE = "begins_immediately"
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class StorageFailed(Exception):  # noqa: N818  says what happened
    """The database could not be read or written. Whatever was begun was undone. Holds no value that was in it."""


class StorageFull(StorageFailed):
    """The disk is full. Whatever was begun was undone."""


class StatementRefused(StorageFailed):
    """The database does not have the tables or columns that a statement needs."""


class StorageDamaged(StorageFailed):
    """The database's file is not one any more."""


class Database:
    """SQLite through SQLAlchemy. A file is in WAL mode; without a path everything lives in memory."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        if path is None:
            self._sure = self._relaxed = _engine(None, synchronous="FULL")
            # One connection, so one transaction at a time.
            self._one_writer: threading.Lock = threading.Lock()
        else:
            self._sure = _engine(path, synchronous="FULL")
            self._relaxed = _engine(path, synchronous="NORMAL")
            self._one_writer = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view. Raises StorageFailed."""
        alone = self._one_writer if self.path is None else nullcontext()
        with alone, _transaction(self._sure, immediate=False) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """All or nothing, alone among the writers, and on the disk when the block has ended. Raises StorageFailed."""
        with self._one_writer, _transaction(self._sure, immediate=True) as connection:
            yield connection

    @contextmanager
    def noting(self) -> Iterator[Connection]:
        """As `writing`, for what a power cut (not a crash) may take back: counts of uses. Raises StorageFailed."""
        with self._one_writer, _transaction(self._relaxed, immediate=True) as connection:
            yield connection

    def close(self) -> None:
        """Give the file back."""
        self._relaxed.dispose()
        self._sure.dispose()


@contextmanager
def without_database_words() -> Iterator[None]:
    """Turn the database's errors into ours: its own hold the statement. IntegrityError passes: callers expect it."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        raise storage_error(error.orig) from None
    except sqlite3.Error as error:
        raise storage_error(error) from None
    except UnicodeDecodeError:
        # SQLite quotes names of tables in its words, and what is damaged need not be text.
        raise StorageDamaged from None


def storage_error(error: BaseException | None) -> StorageFailed:
    """What an error of SQLite's means to us."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if not code and isinstance(error, sqlite3.OperationalError):
        return StorageDamaged()  # Python's own: a text that is not UTF-8
    if code == sqlite3.SQLITE_FULL:
        return StorageFull()
    if code == sqlite3.SQLITE_ERROR:
        return StatementRefused()
    return StorageDamaged() if code in _DAMAGED else StorageFailed()


@contextmanager
def _transaction(engine: Engine, *, immediate: bool) -> Iterator[Connection]:
    begin = engine.execution_options(**{_IMMEDIATE: immediate}).begin
    with without_database_words(), begin() as connection:
        yield connection


def _engine(path: Path | None, *, synchronous: str) -> Engine:
    if path is None:
        engine = create_engine(
            "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}, hide_parameters=True
        )
    else:
        engine = create_engine(
            "sqlite://",
            creator=lambda: sqlite3.connect(path, timeout=_PATIENCE, check_same_thread=False),
            poolclass=QueuePool,  # the address names no file, which would make it a pool for memory
            pool_size=5,
            max_overflow=60,  # more than there are worker threads: nobody waits for a connection
            hide_parameters=True,
        )

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        # The driver's own transactions are switched off: it would begin them late, and never immediately.
        connection.isolation_level = None
        if path is not None:
            connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={synchronous}")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get(_IMMEDIATE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine

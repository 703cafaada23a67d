"""The store's one connection, used by any thread, one at a time."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from app.domain.errors import CannotWrite, DiskFull, Problem, StorageBusy, StoreDamaged

_Row = TypeVar("_Row")
BUSY_SECONDS = 10.0
"""How long to wait while another process of ours writes."""

_PROBLEMS: dict[int, type[Problem]] = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_BUSY: StorageBusy,
    sqlite3.SQLITE_CORRUPT: StoreDamaged,
    sqlite3.SQLITE_NOTADB: StoreDamaged,
}
_REFUSED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR}


class Database:
    """An open store file. Every call of `reading` and `writing` is short, and holds off other threads meanwhile."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._turn = threading.RLock()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """For one query. Raises StoreDamaged, StorageBusy or CannotWrite."""
        with self._turn, storage_problems():
            yield self._connection

    def rows(self, make: Callable[..., _Row], query: str, values: Sequence[object] = ()) -> tuple[_Row, ...]:
        """As `read_rows`, in a reading of its own."""
        with self.reading() as connection:
            return read_rows(connection, make, query, values)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, across processes too: all of it is on the disk after this, or none of it. Raises DiskFull,
        StorageBusy, StoreDamaged or CannotWrite."""
        with self._turn, storage_problems():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                # SQLite has rolled back by itself after some failures (a full disk), and not after others.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Closes the file. Doing so again does nothing."""
        with self._turn:
            self._connection.close()


def read_rows(
    connection: sqlite3.Connection, make: Callable[..., _Row], query: str, values: Sequence[object] = ()
) -> tuple[_Row, ...]:
    """What `make` makes of the columns of each row that the query finds. Raises StoreDamaged where it refuses one
    (ValueError, TypeError, OverflowError): what was written can be read."""
    found = connection.execute(query, values).fetchall()
    try:
        return tuple(make(*row) for row in found)
    except (ValueError, TypeError, OverflowError):
        raise StoreDamaged from None


def connect(path: Path) -> sqlite3.Connection:
    """Opens the file, made where missing and readable by its owner alone. Raises sqlite3.Error or OSError."""
    # SQLite gives the files beside it (-wal, -shm) the same mode.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)


@contextmanager
def storage_problems() -> Iterator[None]:
    """Turns what SQLite says about the disk into a Problem; mistakes of ours stay what they are."""
    try:
        yield
    except UnicodeDecodeError:  # from Python's sqlite3, over what SQLite says about the file
        raise StoreDamaged from None
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the upper bits tell apart kinds of the same failure
        if code == sqlite3.SQLITE_OK and isinstance(error, sqlite3.OperationalError):
            # Not SQLite's but Python's own: text in a column is not UTF-8.
            raise StoreDamaged from None
        if code in _PROBLEMS:
            raise _PROBLEMS[code] from None
        if code in _REFUSED:
            raise CannotWrite(
                happened="What SCIM Connection keeps on this computer could not be read or written.",
                means="Nothing was half-written.",
                next_step="Check that your disk works and that the folder is yours to write, then try again.",
            ) from None
        raise

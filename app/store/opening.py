"""Opening the store's file: is it whole, is it ours, does it need a migration."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from app.domain.clock import Clock
from app.domain.errors import CannotWrite, StoreDamaged, StoreTooNew
from app.domain.file_lock import locked
from app.store.database import connect, storage_problems

_SIDE_FILES = ("-wal", "-shm")


class _NotOurs(Exception):  # noqa: N818  found while opening, never leaves this module
    """The file is damaged, or SQLite's but not a store."""


Check = Callable[[sqlite3.Connection], None]


def open_file(
    path: Path, clock: Clock, migrations: Sequence[str], check: Check
) -> tuple[sqlite3.Connection, Path | None]:
    """An open connection to a whole file with all migrations done, and where a damaged one was moved, if there was one.
    `check` raises StoreDamaged where what stands in the file's rows makes no sense.

    Raises StoreTooNew, DiskFull, StorageBusy or CannotWrite; the file is unchanged then.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if sys.platform != "win32" and path.parent.stat().st_mode & 0o077:
        path.parent.chmod(0o700)
    # Other processes of ours may be opening the same file.
    if path.exists() and not path.is_file():
        raise CannotWrite(
            happened="What SCIM Connection keeps on this computer could not be opened.",
            means="In its place lies something that is no file. Nothing was changed.",
            next_step=f"Move {path} to another place, then restart SCIM Connection.",
        )
    with storage_problems(), locked(path.with_name(path.name + ".lock")):
        try:
            return _open_whole(path, clock, migrations, check), None
        except _NotOurs:
            moved_to = _move_aside(path, clock)
            return _open_whole(path, clock, migrations, check), moved_to


def _open_whole(path: Path, clock: Clock, migrations: Sequence[str], check: Check) -> sqlite3.Connection:
    connection = connect(path)
    try:
        with _damage_told_apart():
            number = _schema_number(connection)
            if number > len(migrations):
                raise StoreTooNew
            if _tables(connection) != _expected_tables(migrations[:number]):
                raise _NotOurs
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        if 0 < number < len(migrations):
            _copy(connection, _dated(path, f"before-{number + 1}", clock))
        for following, script in enumerate(migrations[number:], start=number + 1):
            connection.executescript(f"BEGIN IMMEDIATE; {script}; PRAGMA user_version = {following}; COMMIT;")
        with _damage_told_apart():
            check(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _schema_number(connection: sqlite3.Connection) -> int:
    try:
        number = int(connection.execute("PRAGMA user_version").fetchone()[0])
        # Indexes too (quick_check leaves them out): a rotation that its index does not name would be lost in silence.
        if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            raise _NotOurs
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_ERROR:  # what the file says of itself makes no sense
            raise _NotOurs from None
        raise
    return number


def _tables(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    return connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()


def _expected_tables(scripts: Sequence[str]) -> list[tuple[str, ...]]:
    """What stands in a file where these migrations were done: a byte that is changed in there can still make sense."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as model:
        for script in scripts:
            model.executescript(script)
        return _tables(model)


@contextmanager
def _damage_told_apart() -> Iterator[None]:
    try:
        with storage_problems():
            yield
    except StoreDamaged:
        raise _NotOurs from None


def _move_aside(path: Path, clock: Clock) -> Path:
    """Under a dated name, with what lies beside it. Its log goes first: a new file must never meet an old log."""
    target = _dated(path, "damaged", clock)
    for suffix in (*_SIDE_FILES, ""):
        source = path.with_name(path.name + suffix)
        if source.exists():
            source.rename(target.with_name(target.name + suffix))
    return target


def _copy(connection: sqlite3.Connection, target: Path) -> None:
    unfinished = target.with_name(target.name + ".new")
    unfinished.unlink(missing_ok=True)
    with closing(connect(unfinished)) as copy:
        copy.execute("PRAGMA synchronous = FULL")
        connection.backup(copy)
    unfinished.replace(target)


def _dated(path: Path, why: str, clock: Clock) -> Path:
    """`store.damaged-20261124T015632Z.sqlite3`, with a number where that exists already."""
    stem = f"{path.stem}.{why}-{clock.now():%Y%m%dT%H%M%SZ}"
    target, number = path.with_name(stem + path.suffix), 1
    while target.exists():
        number += 1
        target = path.with_name(f"{stem}-{number}{path.suffix}")
    return target

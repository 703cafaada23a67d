"""Opens the service's data: makes it at the first start, brings it up to date, and tells damage from a wrong key."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, insert, select

from app.domain.clock import Clock
from app.service import schema, tables
from app.service.data_folder import DATABASE_NAME, make_private_file, move_aside
from app.service.database import Database, StatementRefused, StorageDamaged, without_database_words
from app.service.migration import bring_up_to_date, revision_of
from app.service.migrations import REVISIONS
from app.service.moments import file_date
from app.service.practice_accounts import make_practice_accounts
from app.service.storage_key import StorageKey


class WrongKey(Exception):  # noqa: N818  says what is the matter
    """The database was written with another key. It was left as it is."""


class NoDataHere(Exception):  # noqa: N818  says what is the matter
    """There is no R-Service database in this folder."""


@dataclass(frozen=True)
class OpenedData:
    """The database, ready to be served."""

    database: Database
    moved_to: Path | None = None
    """Where a damaged database was moved, and a new one begun in its place."""
    missing: bool = False
    """The database that was expected is gone, and a new one was begun."""


def open_data(folder: Path | None, key: StorageKey, clock: Clock, *, expected: bool = False) -> OpenedData:
    """Open or make the data in a folder that is held already, or in memory (None).

    A database that is damaged is moved aside, never deleted; so is an empty one where accounts are `expected` in it.
    Raises WrongKey, DatabaseTooNew, StorageFailed, OSError; then nothing was moved.
    """
    if folder is None:
        return OpenedData(_opened(None, key, clock))
    path = folder / DATABASE_NAME
    if expected and not path.exists():
        return OpenedData(_opened(path, key, clock), missing=True)
    try:
        return OpenedData(_opened(path, key, clock, expected=expected))
    except StorageDamaged:
        moved_to = move_aside(path, file_date(clock.now()))
        return OpenedData(_opened(path, key, clock), moved_to)


def open_beside_a_service(folder: Path, key: StorageKey) -> Database:
    """Open what a service may be serving at this moment. It changes no table. Raises NoDataHere, WrongKey,
    StorageFailed."""
    path = folder / DATABASE_NAME
    if not path.is_file():
        raise NoDataHere
    database = Database(path)
    try:
        with database.reading() as connection:
            check_value = _check_value(connection)
        if check_value is None:
            raise NoDataHere
        if not key.fits(check_value):
            raise WrongKey
    except BaseException:
        database.close()
        raise
    return database


def _opened(path: Path | None, key: StorageKey, clock: Clock, *, expected: bool = False) -> Database:
    if path is not None:
        make_private_file(path)
        if expected and not path.stat().st_size:
            raise StorageDamaged  # before SQLite opens it, which would delete the WAL file beside it
        _check_file(path)
    database = Database(path)
    try:
        try:
            _check(database, key, expected=expected)
        except StatementRefused:
            raise StorageDamaged from None  # its tables are not those that it should have
        bring_up_to_date(database, clock.now())
        with database.writing() as connection:
            if _check_value(connection) is None:
                connection.execute(insert(tables.service).values(name="key_check", value=key.check_value()))
                make_practice_accounts(connection, key, clock.now())
    except BaseException:
        database.close()
        raise
    return database


def _check_file(path: Path) -> None:
    """Raises StorageDamaged for what is no whole database (an empty file becomes one), StorageFailed."""
    with without_database_words(), closing(sqlite3.connect(path, timeout=15)) as connection:
        try:
            whole = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
        except sqlite3.OperationalError as error:
            whole = False
            if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) != sqlite3.SQLITE_ERROR:
                raise
        if not whole:
            raise StorageDamaged


def _check(database: Database, key: StorageKey, *, expected: bool) -> None:
    """Raises StorageDamaged where tables or accounts are missing, WrongKey, DatabaseTooNew, StorageFailed."""
    revision = revision_of(database)
    with database.reading() as connection:
        if revision is None and (expected or schema.has_tables(connection)):
            raise StorageDamaged
        if revision == REVISIONS[-1] and not schema.is_whole(connection):
            raise StorageDamaged
    if revision is not None:
        _check_key(database, key, expected=expected)


def _check_key(database: Database, key: StorageKey, *, expected: bool) -> None:
    """Raises WrongKey; StorageDamaged where tokens are there without the check value that came before them."""
    with database.reading() as connection:
        check_value = _check_value(connection)
        if check_value is not None and not key.fits(check_value):
            raise WrongKey
        if check_value is None and (expected or connection.execute(select(tables.token.c.id).limit(1)).first()):
            raise StorageDamaged


def _check_value(connection: Connection) -> str | None:
    query = select(tables.service.c.value).where(tables.service.c.name == "key_check")
    value = connection.execute(query).scalar()
    return None if value is None else str(value)

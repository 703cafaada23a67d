"""Brings a database's tables up to date, after a dated copy of what was there."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from app.service.data_folder import make_private_file
from app.service.database import Database, StorageFailed, without_database_words
from app.service.migrations import REVISIONS
from app.service.moments import file_date


class DatabaseTooNew(Exception):  # noqa: N818  says what is the matter
    """A newer program made this database. It was left as it is."""


@dataclass(frozen=True)
class Migrations:
    """Where the steps are, and their names in order."""

    folder: Path
    revisions: Sequence[str]


OURS = Migrations(Path(__file__).parent / "migrations", REVISIONS)


def revision_of(database: Database, migrations: Migrations = OURS) -> str | None:
    """The last step that this database has taken; None for an empty one. Raises DatabaseTooNew, StorageFailed."""
    with database.reading() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision is None:
        return None
    if revision not in migrations.revisions:
        raise DatabaseTooNew
    return str(revision)


def bring_up_to_date(database: Database, now: datetime, migrations: Migrations = OURS) -> None:
    """Take the steps that this database has not taken yet, all or none. Raises DatabaseTooNew, StorageFailed,
    OSError."""
    current = revision_of(database, migrations)
    if current == migrations.revisions[-1]:
        return
    if current is not None and database.path is not None:
        _copy(database.path, f"before-{migrations.revisions[-1]}-{file_date(now)}")
    with database.writing() as connection:
        _take_steps(connection, current, migrations)


def _take_steps(connection: Connection, current: str | None, migrations: Migrations) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(migrations.folder))
    context = MigrationContext.configure(connection)
    steps = list(script.iterate_revisions(migrations.revisions[-1], current or "base"))
    with Operations.context(context):
        for step in reversed(steps):
            step.module.upgrade()
            context.stamp(script, step.revision)


def _copy(path: Path, name: str) -> None:
    """A whole copy, with what still is in the WAL file. Raises StorageFailed, OSError."""
    copy = path.with_name(f"{path.stem}.{name}{path.suffix}")
    make_private_file(copy)
    try:
        with (
            without_database_words(),
            closing(sqlite3.connect(path)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            if target.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise StorageFailed
    except StorageFailed:
        copy.unlink(missing_ok=True)  # half a copy would be taken for a whole one
        raise

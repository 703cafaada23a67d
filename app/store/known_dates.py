"""The dates of all accounts' tokens, read from the store's file without opening the store.

For a look from outside (`scim-connection status`): nothing is migrated, moved aside or made, and a window may have the
file open meanwhile. An older file is read as it is.
"""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.domain.accounts import Account, AccountId, Environment, Source
from app.domain.deadlines import AccountDates
from app.domain.errors import CannotWrite, StoreDamaged, StoreTooNew
from app.store.columns import moment_from_text
from app.store.database import read_rows, storage_problems
from app.store.guided import from_row as guided_from_row
from app.store.last_known import from_row
from app.store.preferences import preferences_from
from app.store.schema import SCHEMA_NUMBER

_BUSY_SECONDS = 5.0

_KNOWN = (
    "endpoint",
    "token_created_at",
    "old_token_expires_at",
    "clock_offset_seconds",
    "token_known_since",
    "old_token_used_at",
)
"""The columns of `last_known`, in the order that `from_row` takes them. Older files have not all of them."""
_GUIDED = ("kind", "step", "began_at", "pressed_at")
"""The columns of `guided_rotations`, in the order that its `from_row` takes them. Older files have none of them."""


def read_dates(path: Path) -> tuple[AccountDates, ...]:
    """What is known of each account, in the order of their names; empty where there is no store yet.

    Raises StoreTooNew, StoreDamaged, StorageBusy, and CannotWrite where it cannot be read. Changes nothing.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # reading a pipe may never end
            raise _unreadable(path)
        address = f"{path.resolve().as_uri()}?mode=ro"
    except FileNotFoundError:
        return ()
    except OSError:
        raise _unreadable(path) from None
    with storage_problems():
        try:
            with closing(sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
                return _read(connection)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:  # a table or column that belongs there is missing
                raise StoreDamaged from None
            raise


def _read(connection: sqlite3.Connection) -> tuple[AccountDates, ...]:
    connection.execute("BEGIN")  # one state of the file, whoever writes meanwhile
    number = connection.execute("PRAGMA user_version").fetchone()[0]
    if number > SCHEMA_NUMBER:
        raise StoreTooNew
    if number == 0:
        return ()  # it is being made just now
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    columns = {row[1] for row in connection.execute("PRAGMA table_info(last_known)")}
    known = ", ".join(f"k.{name}" if name in columns else "NULL" for name in _KNOWN)
    handed_over = (
        "(SELECT max(h.at) FROM handovers AS h WHERE h.account = a.id AND h.at >= k.token_known_since)"
        if "handovers" in tables
        else "NULL"
    )
    is_guided = "guided_rotations" in tables
    guided = ", ".join(f"g.{name}" if is_guided else "NULL" for name in _GUIDED)
    rotating = "LEFT JOIN guided_rotations AS g ON g.account = a.id" if is_guided else ""
    periods = preferences_from(dict(connection.execute("SELECT name, value FROM preferences").fetchall())).periods
    leaving = "WHERE a.id NOT IN (SELECT account FROM removals)" if "removals" in tables else ""
    found = read_rows(
        connection,
        _dates,
        f"SELECT a.id, a.name, a.environment, a.source, a.can_tell_uses, {handed_over}, "  # noqa: S608  ours
        f"{guided}, {known} FROM accounts AS a LEFT JOIN last_known AS k ON k.account = a.id {rotating} "
        f"{leaving} ORDER BY a.name, a.id",
    )
    return tuple(replace(each, periods=periods) for each in found)


def _dates(
    account: str,
    name: str,
    environment: str,
    source: str,
    can_tell_uses: int,
    handed_over_at: str | None,
    guided_kind: str | None,
    guided_step: str,
    guided_began_at: str,
    guided_pressed_at: str | None,
    endpoint: str | None,
    *rest: Any,
) -> AccountDates:
    """Raises ValueError, TypeError or OverflowError where a value is none that was ever written."""
    badge = Account(AccountId(account), name, Environment(environment), Source(source)).badge
    if endpoint is None:
        return AccountDates(AccountId(account), name, badge)
    known = from_row(endpoint, *rest)
    return AccountDates(
        AccountId(account),
        name,
        badge,
        token_created_at=known.token_created_at,
        token_known_since=known.token_known_since,
        old_token_expires_at=known.old_token_expires_at,
        old_token_used_at=known.old_token_used_at,
        uses_known=bool(can_tell_uses),
        handed_over=_moment(handed_over_at) is not None,
        clock_offset=known.clock_offset,
        guided=(
            None
            if guided_kind is None
            else guided_from_row(guided_kind, guided_step, guided_began_at, guided_pressed_at)
        ),
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else moment_from_text(text)


def _unreadable(path: Path) -> CannotWrite:
    return CannotWrite(
        happened="What SCIM Connection keeps on this computer could not be read.",
        means="So nobody can tell what is due.",
        next_step=f"Check that {path} is a file that you may read, then try again.",
    )

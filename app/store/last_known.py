"""What was last seen of each account, so that a second start paints before anything has answered. No secret is in it.

Imports nothing but what costs next to nothing: a start waits for it.
"""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from app.store.columns import moment_from_text, moment_to_text
from app.store.schema import SCHEMA_NUMBER

if TYPE_CHECKING:
    from app.domain.accounts import AccountId
    from app.store.database import Database


EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2999, 12, 31, tzinfo=UTC)
LARGEST_OFFSET = timedelta(days=400)
"""Either way."""
SMALLEST, LARGEST = 200, 20_000
"""Of a window's side, in pixels: what Qt and every screen take."""


class LastKnown(NamedTuple):
    """An account's SCIM section without its secrets. Moments are read as within the years 2000 to 2999, and the clocks'
    difference as `LARGEST_OFFSET` at most, so that they can be added up and told in any time zone."""

    endpoint: str
    token_created_at: datetime | None
    """By the service's clock; None where a token was typed in by hand and nobody knows its age."""
    old_token_expires_at: datetime | None
    """By the service's clock; None where no old token lived."""
    clock_offset: timedelta
    """Service minus computer."""
    token_known_since: datetime | None = None
    """When this computer first had the present token; None where an earlier version kept this."""
    old_token_used_at: datetime | None = None
    """When a client, not this program, last used the old token, by the service's clock; None where none was seen."""


class AtStart(NamedTuple):
    """What the first paint needs."""

    account: str | None
    """The id of the account that was selected; None where there is no account."""
    name: str
    environment: str
    """As in `app.domain.accounts.Environment`, whose import would cost more than all this."""
    source: str
    """As in `app.domain.accounts.Source`."""
    last_known: LastKnown | None
    width: int | None
    """Of the window, in pixels as Qt counts them, 200 to 20,000; None where it was never closed before."""
    height: int | None
    maximized: bool
    page: str
    left: int | None = None
    """Of the window's frame, in pixels, as far from the corner as `LARGEST`; None where it is not known."""
    top: int | None = None

    @property
    def badge(self) -> str:
        """As `app.domain.accounts.Account.badge`."""
        if self.source == "practice":
            return "Practice"
        return "QA" if self.environment == "qa" else "Production"


def read_at_start(path: Path, practice: bool = False) -> AtStart | None:
    """Reads the file at that path once, without opening the store. With `practice`, a practice account is taken where
    there is one, the selected one first.

    None where there is nothing yet, or nothing that this version reads; opening the store then tells what is wrong.
    Never raises: it runs before there is a window that could say so.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # reading a pipe may never end
            return None
        with closing(sqlite3.connect(path, timeout=0.05, isolation_level=None)) as connection:
            if connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_NUMBER:
                return None
            row = connection.execute(_AT_START, (practice,)).fetchone()
        return _at_start(*row)
    except (OSError, sqlite3.Error, ValueError, TypeError, OverflowError):
        return None


def _at_start(
    account: str | None, name: str | None, environment: str | None, source: str | None, *rest: Any
) -> AtStart:
    """Raises ValueError, TypeError or OverflowError where a value is none that was ever written."""
    *known, width, height, maximized, page, left, top = rest
    texts = (account, name, environment, source, page)
    if any(not isinstance(text, str | None) for text in texts):
        raise TypeError("a text is kept as text")
    if account is not None and (environment not in _ENVIRONMENTS or source not in _SOURCES):
        raise ValueError("there is no such account")
    last_known = None if known[0] is None else from_row(*known)
    return AtStart(
        account, name or "", environment or "", source or "", last_known,
        _side(width), _side(height), bool(maximized), page or "", _place(left), _place(top),
    )  # fmt: skip


def _side(pixels: int | None) -> int | None:
    return None if pixels is None else int(min(max(pixels, SMALLEST), LARGEST))


def _place(pixels: int | None) -> int | None:
    return None if pixels is None else int(min(max(pixels, -LARGEST), LARGEST))


class LastKnownStates:
    """The table of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, account: AccountId) -> LastKnown | None:
        """What was last seen; None where nothing was."""
        return next(iter(self._database.rows(from_row, f"{_SELECT} WHERE account = ?", (account,))), None)

    def all(self) -> dict[AccountId, LastKnown]:
        """What was last seen of every account."""
        return dict(self._database.rows(_with_account, _SELECT_ALL))

    def check(self) -> None:
        """Raises StoreDamaged where a row does not read."""
        self._database.rows(from_row, _SELECT)

    def keep(self, account: AccountId, state: LastKnown) -> None:
        """Keeps it instead of what was known."""
        values = (
            account,
            state.endpoint,
            _moment_or_none(state.token_created_at),
            _moment_or_none(state.old_token_expires_at),
            state.clock_offset.total_seconds(),
            _moment_or_none(state.token_known_since),
            _moment_or_none(state.old_token_used_at),
        )
        with self._database.writing() as connection:
            connection.execute(_KEEP, values)


_COLUMNS = (
    "endpoint, token_created_at, old_token_expires_at, clock_offset_seconds, token_known_since, old_token_used_at"
)
_SELECT = f"SELECT {_COLUMNS} FROM last_known"  # noqa: S608  nothing but names of ours
_SELECT_ALL = f"SELECT account, {_COLUMNS} FROM last_known"  # noqa: S608  nothing but names of ours
_KEEP = f"INSERT OR REPLACE INTO last_known (account, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608

_ENVIRONMENTS = {"production", "qa"}
_SOURCES = {"practice", "settings_api", "typed"}
"""As in `app.domain.accounts`, whose import would cost more than all this."""
_AT_START = """
    SELECT a.id, a.name, a.environment, a.source,
           k.endpoint, k.token_created_at, k.old_token_expires_at, k.clock_offset_seconds,
           k.token_known_since, k.old_token_used_at,
           w.width, w.height, w.maximized, w.page, w.left, w.top
    FROM (SELECT 1) LEFT JOIN window AS w
    LEFT JOIN accounts AS a ON a.id NOT IN (SELECT account FROM removals)
    LEFT JOIN last_known AS k ON k.account = a.id
    ORDER BY (? AND a.source = 'practice') DESC, (a.id = w.account) DESC, a.name, a.id LIMIT 1
"""


def _with_account(account: AccountId, *rest: Any) -> tuple[AccountId, LastKnown]:
    return account, from_row(*rest)


def from_row(
    endpoint: str,
    created_at: str | None,
    expires_at: str | None,
    offset_seconds: float,
    known_since: str | None,
    used_at: str | None,
) -> LastKnown:
    """Raises ValueError, TypeError or OverflowError where a value is none that was ever written."""
    if not isinstance(endpoint, str):
        raise TypeError("an endpoint is kept as text")
    largest = LARGEST_OFFSET.total_seconds()
    offset = timedelta(seconds=min(max(offset_seconds, -largest), largest))
    created, ends, since, used = (_read_moment(text) for text in (created_at, expires_at, known_since, used_at))
    return LastKnown(endpoint, created, ends, offset, since, used)


def _moment_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else moment_to_text(moment)


def _read_moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    return min(max(moment_from_text(text), EARLIEST), LATEST)

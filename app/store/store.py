"""What is kept without secrets: one SQLite file, which a window and a command line may write at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from app.domain.clock import Clock
from app.domain.errors import CannotWrite
from app.store.accounts import Accounts
from app.store.database import Database
from app.store.guided import GuidedRotations
from app.store.history import History
from app.store.journal import Journal
from app.store.last_known import LastKnownStates
from app.store.notified import Notified
from app.store.opening import open_file
from app.store.past_tests import PastTests
from app.store.preferences import PreferenceTable
from app.store.schema import MIGRATIONS
from app.store.shares import Shares
from app.store.token_marks import TokenMarks
from app.store.typed_accounts import TypedAccounts
from app.store.window_state import WindowStates


class Store:
    """An open store. Any thread may call it; each call waits for the disk, so not the one that paints.

    Every call raises, beside what it says itself: DiskFull, StorageBusy (another process writes for over ten seconds),
    StoreDamaged or CannotWrite; what was kept before is unchanged then.
    """

    def __init__(self, database: Database, clock: Clock, moved_to: Path | None) -> None:
        self._database = database
        self.moved_to = moved_to
        """Where a damaged file was moved when this was opened; None where all was well."""
        self.accounts = Accounts(database)
        self.last_known = LastKnownStates(database)
        self.journal = Journal(database)
        self.history = History(database, clock)
        self.shares = Shares(database, clock)
        self.past_tests = PastTests(database, clock)
        self.typed_accounts = TypedAccounts(database)
        self.guided = GuidedRotations(database)
        self.token_marks = TokenMarks(database)
        self.notified = Notified(database)
        self.preferences = PreferenceTable(database)
        self.window = WindowStates(database)

    def check(self) -> None:
        """Reads every row. Raises StoreDamaged where one does not read."""
        for table in (self.accounts, self.last_known, self.journal, self.history, self.shares, self.past_tests):
            table.check()
        for typed in (self.typed_accounts, self.guided, self.token_marks):
            typed.check()
        self.notified.last_day()
        self.preferences.read()
        self.window.read()

    def close(self) -> None:
        """Closes the file; call it before the program ends."""
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def open_store(path: Path, clock: Clock, migrations: Sequence[str] = MIGRATIONS) -> Store:
    """Opens the store at that path (made where missing, with its folder, for its owner alone).

    A damaged file, also one with a single row that does not read, is moved aside under a dated name and a new one
    begun: see `Store.moved_to`. Before a migration a
    dated copy is made. Raises StoreTooNew (a newer program wrote the file), DiskFull, StorageBusy or CannotWrite, and
    the file is as it was.
    """

    def check(connection: sqlite3.Connection) -> None:
        Store(Database(connection), clock, None).check()

    try:
        connection, moved_to = open_file(path, clock, migrations, check)
    except OSError:
        raise CannotWrite(
            happened="What SCIM Connection keeps on this computer could not be opened.",
            means="Nothing was changed.",
            next_step=f"Check that {path.parent} is yours to read and write, then restart SCIM Connection.",
        ) from None
    return Store(Database(connection), clock, moved_to)


def store_in_memory(clock: Clock) -> Store:
    """A store for this run alone: what goes with tokens that live in memory leaves nothing behind."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    for script in MIGRATIONS:
        connection.executescript(script)
    return Store(Database(connection), clock, None)

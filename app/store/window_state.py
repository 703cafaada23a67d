"""How the window stood when it was closed, so that it opens the same way."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.accounts import AccountId
from app.store.database import Database


@dataclass(frozen=True)
class WindowState:
    """Width and height in pixels as Qt counts them, of the window when not maximized."""

    width: int
    height: int
    maximized: bool
    page: str
    """The page's word in the side menu; of the page SCIM also which tab, counted from 0: `SCIM 2`."""
    account: AccountId | None
    """Which account was selected."""
    left: int | None = None
    """Of its frame, in pixels from the desktop's corner; None where the platform does not tell."""
    top: int | None = None


class WindowStates:
    """Where the one of them is kept. `last_known.read_at_start` reads it too."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self) -> WindowState | None:
        """None where the window was never closed before."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT width, height, maximized, page, account, left, top FROM window").fetchone()
        if row is None:
            return None
        width, height, maximized, page, account, left, top = row
        selected = None if account is None else AccountId(account)
        return WindowState(width, height, bool(maximized), page, selected, left, top)

    def keep(self, state: WindowState) -> None:
        """Keeps it instead of the one before."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO window (only, width, height, maximized, page, account, left, top) "
                "VALUES (1, ?, ?, ?, ?, ?, ?, ?)",
                (state.width, state.height, state.maximized, state.page, state.account, state.left, state.top),
            )

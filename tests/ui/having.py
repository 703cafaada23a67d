"""A whole window with accounts typed in by hand, and the person's hands."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from app.actions.typed_accounts import NewAccount
from app.domain.accounts import AccountId, Environment
from app.domain.tokens import AccessToken
from app.ui.language.switch import WindowLanguage
from app.ui.pages.accounts_table import AccountsTable
from app.ui.presenters.removing import TWICE_SECONDS
from app.ui.single import FirstWindow
from app.ui.window.controller import Controller
from app.ui.window.main_window import MainWindow
from tests.ui.adding import until


class Window:
    """A controller with its window, without pretend accounts and without a keyring."""

    def __init__(self, application: QApplication, first: FirstWindow) -> None:
        self.window = MainWindow()
        self.window.show()
        self.controller = Controller(
            application, self.window, first, practice=False, selected=None, language=WindowLanguage(application)
        )
        self.page = self.controller._parts.accounts.page

    @property
    def table(self) -> AccountsTable:
        found = self.page.findChild(AccountsTable)
        assert found is not None
        return found

    def rows(self) -> list[list[str]]:
        return [list(row.cells) for row in self.table.accounts.rows]

    def press(self, name: str, within: QWidget | None = None) -> None:
        found = [each for each in (within or self.window).findChildren(QPushButton, name) if each.isVisible()]
        assert len(found) == 1, name
        found[0].click()

    def text(self, name: str, within: QWidget | None = None) -> str:
        found = (within or self.window).findChild(QLabel, name)
        return found.text() if found is not None and found.isVisible() else ""

    async def add(
        self, name: str, environment: Environment, token: str, endpoint: str = "https://127.0.0.1:9/scim/v2"
    ) -> AccountId:
        """As the dialog does, without it."""
        await until(lambda: self.controller.program.typed is not None)
        typed = self.controller.program.typed
        assert typed is not None
        made_at = self.controller.program.clock.now() - timedelta(days=10)
        connection = await typed.add(NewAccount(name, environment, endpoint, AccessToken(token), None, made_at))
        self.controller._changed()
        return connection.view.account.id

    async def marked(self, account: AccountId) -> None:
        await until(lambda: self.table.row is not None and self.table.row.id == account)

    async def not_a_double_click(self) -> None:
        clock = self.controller.program.clock
        now = clock.elapsed()
        await until(lambda: clock.elapsed() - now > TWICE_SECONDS)

    async def gone(self, account: AccountId) -> None:
        await until(lambda: account not in self.controller.program.views)

    async def token_deleted(self, account: AccountId) -> None:
        typed = self.controller.program.typed
        assert typed is not None
        async with asyncio.timeout(30):
            while await typed.tokens.read(account) is not None:
                await asyncio.sleep(0.01)

    def turn_to_accounts(self) -> None:
        self.controller._turn_to("Accounts")

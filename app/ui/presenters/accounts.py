"""Having accounts: the page Accounts, and adding one."""

from __future__ import annotations

from collections.abc import Callable

from app.actions.connections import AccountView
from app.actions.program import Program
from app.domain.accounts import AccountId
from app.domain.clock import service_time
from app.domain.errors import Problem
from app.domain.plain_text import shown
from app.ui.pages.accounts_page import AccountRow, AccountsPage
from app.ui.presenters.add_account import AddAccount
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.widgets.added_card import AddedCard
from app.ui.widgets.announce import announce
from app.ui.window.main_window import MainWindow
from app.ui.words import moment


class AccountsPresenter:
    """Brings the page Accounts and what can be done with accounts together."""

    def __init__(
        self,
        window: MainWindow,
        page: AccountsPage,
        program: Program,
        clipboard: GuardedClipboard,
        tasks: Tasks,
        choose: Callable[[AccountId | None], None],
        test_now: Callable[[], None],
    ) -> None:
        self._window = window
        self._page = page
        self._program = program
        self._clipboard = clipboard
        self._tasks = tasks
        self._choose = choose
        self._test_now = test_now
        self._adding: AddAccount | None = None
        self._added: AddedCard | None = None
        self._just_added: AccountId | None = None
        page.opened.connect(choose)
        page.add.connect(self.add)

    def secrets(self) -> list[str]:
        """What is being typed, for the clipboard's guard."""
        return self._adding.secrets() if self._adding is not None else []

    def show(self, selected: AccountId | None) -> None:
        """Show the accounts as the program knows them now, the one in view marked."""
        if self._added is not None:
            self._added.setVisible(selected is not None and selected == self._just_added)
        self._page.show_rows([self._row(view) for view in self._program.views.values()], selected)

    def add(self, like: AccountView | None = None) -> None:
        """Ask for a new account, unless that is under way."""
        if self._adding is None:
            self._adding = AddAccount(self._window, self._program, self._clipboard, self._failed)
            self._tasks.start(self._add(self._adding, like))

    async def _add(self, adding: AddAccount, like: AccountView | None) -> None:
        try:
            added = await adding.run(like)
        finally:
            self._adding = None
        if added is not None:
            self._just_added = added
            self._choose(added)
            self._window.tabs.setCurrentWidget(self._window.scim_tab)
            self._show_added(added)

    def _show_added(self, account: AccountId) -> None:
        view = self._program.views.get(account)
        if view is None:
            return
        if self._added is None:
            self._added = AddedCard()
            self._added.test.connect(self._test_now)
            self._added.closed.connect(self._noted)
            self._window.scim_tab.column.insertWidget(0, self._added)
        vault = self._program.vault
        where = "on this computer" if vault is None or vault.persistent else "until you close SCIM Connection"
        sentence = f"“{shown(view.account.name)}” is kept {where}."
        self._added.show_added(sentence)
        announce(self._window, sentence)

    def _noted(self) -> None:
        self._just_added = None
        if self._added is not None:
            self._added.hide()

    def _failed(self, problem: Problem) -> None:
        self._window.scim_tab.problem.show_problem(problem)

    def _row(self, view: AccountView) -> AccountRow:
        old = view.section.previous_token if view.section else None
        now = service_time(self._program.clock, view.clock_offset)
        lives = old is not None and old.expires_at is not None and old.expires_at > now
        return AccountRow(
            view.account.id,
            view.account.name,
            view.account.badge,
            view.section.endpoint if view.section else "",
            f"until {moment(old.expires_at)}" if lives and old and old.expires_at else "None",
        )

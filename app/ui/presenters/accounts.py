"""Having accounts: the page Accounts, and what can be done with them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from app.actions.account_facts import AccountFacts, Facts
from app.actions.connections import AccountView
from app.actions.past_tests import PastTestRecords
from app.actions.program import CLOSE, Program
from app.actions.records import Records
from app.actions.test_all import TestAll
from app.domain.accounts import AccountId
from app.domain.errors import Problem
from app.domain.plain_text import shown
from app.domain.report import Report, Verdict
from app.domain.text import tr
from app.domain.tokens import AccessToken
from app.domain.twins import twin_sentence
from app.ui.pages.accounts_page import AccountsPage
from app.ui.presenters.account_rows import AccountRows, summary
from app.ui.presenters.add_account import AddAccount
from app.ui.presenters.edit_account import EditAccount
from app.ui.presenters.move import Moving
from app.ui.presenters.removing import Removing
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.widgets.added_card import AddedCard
from app.ui.widgets.announce import announce
from app.ui.widgets.basics import label
from app.ui.widgets.undo_line import UndoLine
from app.ui.window.main_window import MainWindow
from app.ui.words import moment


class AccountsPresenter:
    """Brings the page Accounts and what can be done with accounts together."""

    def __init__(
        self,
        window: MainWindow,
        program: Program,
        clipboard: GuardedClipboard,
        tasks: Tasks,
        choose: Callable[[AccountId | None], None],
        test_now: Callable[[], None],
        changed: Callable[[], None],
    ) -> None:
        """`choose` shows an account, `test_now` tests the one in view."""
        self._window = window
        self.page = AccountsPage()
        window.add_page(self.page, "Accounts")
        self._program = program
        self._clipboard = clipboard
        self._tasks = tasks
        self._choose = choose
        self._test_now = test_now
        self._changed = changed
        self._facts_of = AccountFacts(program)
        self._records, self._facts = PastTestRecords(program), Facts()
        self._rows = AccountRows(program.clock)
        self._making = self._again = False
        self._put_back: AccountId | None = None
        self._selected: AccountId | None = None
        self._adding: AddAccount | None = None
        self._editing: EditAccount | None = None
        self._testing: TestAll | None = None
        self._moving: Moving | None = None
        self._history = Records(program)
        self._added: AddedCard | None = None
        self._just_added: AccountId | None = None
        self._added_token: AccessToken | None = None
        line = UndoLine()
        window.set_foot(line)
        self._removing = Removing(line, program, tasks, self._list_changed, self.mark, self._failed)
        self._twin = label(kind="hint", name="qaTwin", wrap=True)
        self._twin.hide()
        window.scim_tab.insert(1, self._twin)
        self._connect()

    def _connect(self) -> None:
        page = self.page
        page.opened.connect(self._choose)
        page.add.connect(self.add)
        page.edit.connect(self._edit)
        page.another.connect(self._add_another)
        page.remove.connect(self._removing.remove)
        page.test_all.connect(self._test_all)
        page.move_wanted.connect(self._move)
        page.offer(page.move_away)
        self._window.tabs.currentChanged.connect(lambda _: self.look_again())  # it may have been tested there

    def secrets(self) -> list[str]:
        """What is being typed, for the clipboard's guard."""
        moving = self._moving.secrets() if self._moving is not None else []
        return [*(self._adding.secrets() if self._adding is not None else []), *moving]

    def show(self, selected: AccountId | None) -> None:
        """Show the accounts as the program knows them now, the one in view marked."""
        if selected != self._selected:
            self._selected = selected
            self.look_again()
        if self._just_added is not None and self._token_of(self._just_added) != self._added_token:
            self._noted()  # it was rotated: what to do next is another thing
        if self._added is not None:
            self._added.setVisible(selected is not None and selected == self._just_added)
        self._show_twin()
        if self._window.pages.currentWidget() is self.page:
            self.show_page()

    def show_page(self) -> None:
        """Fill the page, once what is known of each account is in words."""
        self._again = True
        if not self._making:
            self._making = True
            self._tasks.start(self._make_rows())

    def _changeable(self) -> frozenset[AccountId]:
        """Those that can be edited and removed: typed in by hand, and not only listed while a keyring is missing."""
        typed = self._program.typed
        if typed is None:
            return frozenset()
        kept = typed.tokens.persistent
        return frozenset(account for account, each in typed.connections.items() if kept or each.view.typed is not None)

    async def _make_rows(self) -> None:
        try:
            while self._again:
                self._again = False
                views, periods = tuple(self._program.views.values()), self._program.preferences.periods
                # Hundreds take longer than the window may stand still.
                rows = await asyncio.to_thread(self._rows.of, views, self._facts, self._changeable(), periods)
                self.page.show_rows(rows, self._selected)
                if self._put_back is not None and self.page.mark(self._put_back):
                    self._put_back = None  # else these rows were made before it was back
        finally:
            self._making = False

    def look_again(self) -> None:
        """Something that is kept beside the accounts may be another now: a test, a share, a twin."""
        self._tasks.start(self._read_facts())

    def put_away(self) -> None:
        """Let go of tokens that the vault has."""
        self._rows.forget()
        self._noted()

    async def close(self) -> None:
        """What was removed goes for good."""
        await self._removing.end()

    def twin_of(self, account: AccountId) -> str:
        """Whether the QA twin of a production account was tested; empty where it has none."""
        qa = self._program.views.get(self._facts.twins.get(account, AccountId("")))
        if qa is None:
            return ""
        test = self._facts.tests.get(qa.account.id)
        when = moment(test.at) if test is not None else ""
        return twin_sentence(qa.account.name, test.verdict if test is not None else None, when)

    async def _read_facts(self) -> None:
        self._facts = await self._facts_of.read()
        self._show_twin()
        if self._window.pages.currentWidget() is self.page:
            self.show_page()

    def _show_twin(self) -> None:
        said = self.twin_of(self._selected) if self._selected is not None else ""
        self._twin.setText(said)
        self._twin.setVisible(bool(said))

    def _list_changed(self) -> None:
        self._changed()
        self.look_again()

    def mark(self, account: AccountId) -> None:
        """Bring an account's row into sight, once the page is filled."""
        self._put_back = account
        self.show_page()

    def add(self) -> None:
        """Ask for a new account, unless that is under way."""
        self._begin_adding(None)

    def _add_another(self, account: AccountId) -> None:
        self._begin_adding(self._program.views.get(account))

    def _begin_adding(self, like: AccountView | None) -> None:
        if self._adding is None:
            self._adding = AddAccount(self._window, self._program, self._clipboard, self._failed)
            self._tasks.start(self._add(self._adding, like))

    async def _add(self, adding: AddAccount, like: AccountView | None) -> None:
        try:
            added = await adding.run(like)
        finally:
            self._adding = None
        if added is not None:
            self._just_added, self._added_token = added, self._token_of(added)
            self._choose(added)
            self._window.tabs.setCurrentWidget(self._window.scim_tab)
            self._show_added(added)
            self.look_again()

    def _show_added(self, account: AccountId) -> None:
        view = self._program.views.get(account)
        if view is None:
            return
        if self._added is None:
            self._added = AddedCard()
            self._added.test.connect(self._test_now)
            self._added.closed.connect(self._noted)
            self._window.scim_tab.insert(0, self._added)
        vault = self._program.vault
        where = tr("on this computer") if vault is None or vault.persistent else tr("until you close SCIM Connection")
        sentence = tr("“{account_name}” is kept {where}.", account_name=shown(view.account.name), where=where)
        self._added.show_added(sentence)
        announce(self._window, sentence)

    def _token_of(self, account: AccountId) -> AccessToken | None:
        view = self._program.views.get(account)
        return view.section.token.value if view is not None and view.section is not None else None

    def _noted(self) -> None:
        self._just_added = None
        if self._added is not None:
            self._added.hide()

    def _edit(self, account: AccountId) -> None:
        connection = self._program.typed_connection(account)
        if connection is not None and self._editing is None:
            self._editing = EditAccount(self._window, self._program, self._facts_of, connection, self._failed)
            self._tasks.start(self._edit_with(self._editing))

    async def _edit_with(self, editing: EditAccount) -> None:
        try:
            changed = await editing.run()
        finally:
            self._editing = None
        if changed:
            self._list_changed()

    def _move(self) -> None:
        if self._moving is None:
            self._moving = Moving(
                self._window, self._program, self._history, self._clipboard, self._failed, self._list_changed
            )
            self._tasks.start(self._move_with(self._moving))

    async def _move_with(self, moving: Moving) -> None:
        try:
            await moving.run()
        finally:
            self._moving = None

    def _test_all(self) -> None:
        if self._testing is not None:
            self._testing.stop()
            return
        self._verdicts: list[Verdict] = []
        views = tuple(self._program.views.values())
        self._testing = TestAll(
            views, self._records, self._history, self._tested, lambda account: account in self._program.views
        )
        self._tasks.start(self._test_them(self._testing))

    async def _test_them(self, testing: TestAll) -> None:
        self._say_how_far(testing)
        try:
            await testing.run()
        finally:
            self._testing = None
            self.page.show_testing(summary(testing, self._verdicts), 0, 0)
        announce(self._window, summary(testing, self._verdicts))
        await self._read_facts()

    def _tested(self, account: AccountId, report: Report) -> None:
        self._verdicts.append(report.verdict)
        self._facts_of.tested(account, report.verdict)
        if self._testing is not None:
            self._say_how_far(self._testing)
        self.look_again()

    def _say_how_far(self, testing: TestAll) -> None:
        self.page.show_testing(
            tr("Tested {done} of {total}.", done=testing.done, total=testing.total), testing.done, testing.total
        )

    def _failed(self, problem: Problem) -> None:
        """Said where the person is."""
        if self._window.pages.currentWidget() is self.page:
            self.page.problem.show_problem(problem, (CLOSE,))
        else:
            self._window.scim_tab.problem.show_problem(problem, (CLOSE,))

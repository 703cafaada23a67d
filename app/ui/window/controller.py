"""What the window does, once the event loop runs: opens the program, and brings pages and actions together."""

from __future__ import annotations

import asyncio

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.actions.connections import AccountView
from app.actions.program import START_AFRESH, TRY_AGAIN, WITHOUT_KEYRING, Program
from app.domain.accounts import AccountId
from app.domain.clock import SystemClock
from app.domain.errors import Problem
from app.domain.recent_problems import RecentProblems
from app.domain.text import joined, tr
from app.ui.commands.doing import Commands
from app.ui.desk.captures import watch_captures
from app.ui.desk.leaving import GET_BACK, Leaving
from app.ui.desk.locks import watch_locks
from app.ui.language.switch import WindowLanguage
from app.ui.presenters.about import About
from app.ui.presenters.help import PAGE as HELP
from app.ui.presenters.help import HelpPresenter
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.single import Doorbell, FirstWindow
from app.ui.theme.apply import follow_system
from app.ui.widgets.announce import announce
from app.ui.window.deeds import Ways, deeds_of
from app.ui.window.main_window import MainWindow
from app.ui.window.parts import Parts, Session
from app.ui.window.place import turn_to_page_before
from app.ui.window.status_line import StatusLine

WATCH_EVERY = 20.0
"""Seconds between two looks at the account in view, which fetch no secrets."""


class Controller:
    """One window's session, from the first paint to the last."""

    def __init__(
        self,
        application: QApplication,
        window: MainWindow,
        first: FirstWindow,
        *,
        practice: bool,
        selected: AccountId | None,
        language: WindowLanguage,
    ) -> None:
        self._application = application
        self._window = window
        self._practice = practice
        self._selected = selected
        self._test_only = False
        self._theme = "system"
        self._language = language
        self._tasks = Tasks(self._failed)
        self.program = Program(SystemClock(), changed=self._changed)
        self.clipboard = GuardedClipboard(
            QGuiApplication.clipboard(), self._secrets, lambda: self.program.preferences.clipboard_seconds
        )
        doing = (self.lock, self._put_away, self._back, self._failed, self._is_busy)
        self._leaving = Leaving(application, self.program, self._tasks, *doing)
        around = (window, self.program, self.clipboard, self._tasks, self._changed, self._failed)
        session = Session(*around, self._leaving.first)
        self._parts = Parts(session, self._choose)
        self._captures = watch_captures(window, window.pages, lambda: self.program.preferences.shield_captures)
        self._status = StatusLine()
        window.set_foot(self._status)
        self._doorbell = Doorbell(first, window.come_to_front, self._parts.received.open)
        self._problems = RecentProblems()
        self._add_help()
        self._connect()

    def _add_help(self) -> None:
        """Help, what there is to know about the program, and every command in one menu."""
        window, parts = self._window, self._parts
        about = About(window, self.program, self.clipboard, self._tasks, self._problems, lambda: self._language.code)
        self._help = HelpPresenter(window, self._tasks, self._turn_to, about.about, lambda: self._language.code)
        ways = Ways(
            parts.accounts.add, parts.received.open, self._turn_to, self._test_without_account, self._no_account
        )
        header, deeds = window.header, deeds_of(window, ways, self._help, about)
        self.commands = Commands(window, deeds, header.menu_bar, header.menu)
        header.help.clicked.connect(self._help.show_here)

    def _connect(self) -> None:
        window = self._window
        window.header.account_chosen.connect(self._choose)
        window.menu.page_chosen.connect(self._turn_to)
        window.notice.chosen.connect(self._notice_chosen)
        window.tabs.currentChanged.connect(lambda _: self._tab_changed())
        window.scim_tab.problem.chosen.connect(self._notice_chosen)
        window.start_chosen.connect(self._start_chosen)
        self.clipboard.ticked.connect(self._status.show_clipboard)
        self.clipboard.wiped.connect(lambda: announce(window, tr("The clipboard was cleared.")))
        self._status.keep.connect(lambda: self.clipboard.keep(60 * self.program.preferences.keep_minutes))
        self._status.clear_now.connect(self.clipboard.wipe)

    def _tab_changed(self) -> None:
        self._parts.scim.hide_token()
        self._leaving.come_back()

    def start(self) -> None:
        """Open what there is to open."""
        page, choice = self._window.menu.page_shown(), self._window.start_choice
        self._changed()
        # What was pressed before this controller listened.
        if choice:
            self._start_chosen(choice)
        elif self._window.header.help_wanted:
            self._help.show_here()
        else:
            turn_to_page_before(self._window, page)
        self._parts.received.open_what_came()
        self._tasks.start(self._doorbell.open())
        self._tasks.start(self.program.open(practice=self._practice))
        self._tasks.start(self._watch())
        self._tasks.start(self._parts.reminders.watch())
        self._tasks.start(self._parts.sharing.read_out.watch())
        self._tasks.start(watch_locks(self._leaving.leave, self._window))
        self._tasks.start(self._leaving.watch())

    def lock(self) -> None:
        """Nothing secret stays in sight or in the clipboard."""
        self._parts.hide()
        self.clipboard.wipe()

    def _is_busy(self) -> bool:
        return self._parts.busy

    def _put_away(self) -> None:
        self._parts.put_away()
        self._changed()

    def _back(self) -> None:
        self._changed()
        self._parts.bring_back(self._view())

    async def close(self) -> None:
        """End the session: secrets leave the screen and the clipboard first."""
        self.lock()
        self._leaving.presence.close()
        self._window.hide()
        self._doorbell.close()
        await self._tasks.cancel()
        await self._parts.accounts.close()
        await self.program.keep_window(self._window.stands(self._selected))
        await self.program.close()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_EVERY)
            if self._window.isVisible() and not self._leaving.away:
                await self._look()

    async def _look(self) -> None:
        connection = self.program.connection(self._selected) if self._selected else None
        if connection is not None:
            await connection.refresh()
            self._changed()

    def _view(self) -> AccountView | None:
        return self.program.views.get(self._selected) if self._selected else None

    def _changed(self) -> None:
        """Show what the program knows now."""
        views = self.program.views
        if not self._test_only and self._selected not in views:
            nothing_left = self.program.has_read_typed and not self._practice and self.program.problem is None
            self._selected = next(iter(views), None) if views or nothing_left else self._selected
        accounts = [view.account for view in views.values()]
        view = self._view()
        if view is not None or self._test_only or self._selected is None:
            # Else what was last known stands there, until the account is open or has a problem of its own.
            self._window.header.show_accounts(accounts, self._selected if view else None)
            self._window.show_title(view.account if view else None)
        if self.program.preferences.theme != self._theme:
            self._theme = self.program.preferences.theme
            follow_system(self._application, self._theme)
        self._language.choose(self.program.preferences.language)
        self._note_problems()
        if self._captures is not None:
            self._captures.refresh()
        self._show_notices(view)
        self._parts.show(view, self._selected)
        self._show_page()

    def _show_notices(self, view: AccountView | None) -> None:
        notices = (*self.program.notices, *self._leaving.notices)
        texts = [notice.text for notice in notices]
        choices = [choice for notice in notices for choice in notice.choices]
        problem = self.program.problem
        if problem is not None and view is None:
            texts.append(problem.sentences)
            choices += self.program.choices_for(problem)
        self._window.notice.show_notice(joined(*texts, by="\n"), tuple(dict.fromkeys(choices)))

    def _note_problems(self) -> None:
        """Their kinds, for a diagnosis."""
        now = self.program.clock.now()
        self._problems.note_standing("", self.program.problem, now)
        for account, view in self.program.views.items():
            self._problems.note_standing(account, view.problem, now)

    def _no_account(self) -> bool:
        """Whether there is none, and none is being opened."""
        return not (self.program.views or self._practice or self._selected is not None)

    def _show_page(self) -> None:
        """The SCIM page where there is an account, or one is being opened; else the start page."""
        window = self._window
        if window.pages.currentWidget() in window.pages_by_word.values():
            return
        window.offer_scim_tab(not self._test_only)
        self._parts.history.offer(not self._test_only)
        if self._no_account() and not self._test_only:
            window.show_start_page()
        else:
            window.pages.setCurrentWidget(window.scim_page)
        window.menu.show_page("SCIM")

    def _turn_to(self, page: str) -> None:
        self._leaving.come_back()
        self._parts.scim.hide_token()
        if page in self._window.pages_by_word:
            self._window.pages.setCurrentWidget(self._window.pages_by_word[page])
            if page == "Preferences":
                self._parts.preferences.turn_to()
            if page == "Accounts":
                self._parts.accounts.show_page()
                self._parts.accounts.look_again()
            elif page == HELP:
                self._help.opened()
            return
        if self._test_only and not self.program.views:
            self._test_only = False  # without an account SCIM begins at the start page
        self._window.pages.setCurrentWidget(self._window.scim_page)
        self._show_page()

    def _choose(self, account: AccountId | None) -> None:
        self._leaving.come_back()
        self._parts.scim.hide_token()
        self._selected = account
        self._test_only = account is None
        self._window.pages.setCurrentWidget(self._window.scim_page)
        self._changed()
        self._tasks.start(self._look())  # what it showed last may be old: only the account in view is watched

    def _start_chosen(self, choice: str) -> None:
        self._window.start_choice = ""
        if choice == "practice":
            self._begin_practice()
        elif choice == "add":
            self._parts.accounts.add()
        elif choice == "open":
            self._parts.received.open()
        else:
            self._test_without_account()

    def _test_without_account(self) -> None:
        self._choose(None)
        self._parts.tester_tab.endpoint.setFocus()

    def _begin_practice(self) -> None:
        self._practice = True
        self._test_only = False
        self._show_page()
        self._tasks.start(self.program.open(practice=True))

    def _notice_chosen(self, word: str) -> None:
        connection = self.program.connection(self._selected) if self._selected else None
        self._parts.scim.say(None)
        if word == GET_BACK or (word == TRY_AGAIN and self._leaving.away):
            self._leaving.come_back()
        elif word == TRY_AGAIN and connection is None:
            self._tasks.start(self.program.open(practice=self._practice))
        elif word == TRY_AGAIN:
            self._tasks.start(self._look_again())
        elif word == WITHOUT_KEYRING:
            self._tasks.start(self.program.go_without_keyring())
        elif word == START_AFRESH:
            self._tasks.start(self.program.start_practice_afresh())

    async def _look_again(self) -> None:
        connection = self.program.connection(self._selected) if self._selected else None
        if connection is not None:
            await connection.open()  # which also finishes a rotation that was left half-way
            self._changed()

    def _secrets(self) -> list[str]:
        return self._parts.secrets()

    def _failed(self, problem: Problem) -> None:
        """Something that nothing else has shown."""
        self._problems.note(problem, self.program.clock.now())
        self._parts.scim.say(problem)

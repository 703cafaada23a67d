"""Reminding the person of what is due: the line at the foot, one notification a day, and Add to calendar…."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date

from app.actions.connections import AccountView
from app.actions.deadlines import DueItem, dates_of, due_items
from app.actions.notifications import Notification, notification_of, notify_over_dbus
from app.actions.program import Program
from app.domain.accounts import AccountId
from app.domain.errors import Problem
from app.domain.plain_text import shown
from app.domain.text import counted, joined, tr
from app.ui.language.said import said
from app.ui.presenters.calendar import add_to_calendar
from app.ui.presenters.tasks import Tasks
from app.ui.widgets.calendar_button import CalendarButton
from app.ui.widgets.reminder_line import ReminderLine
from app.ui.window.main_window import MainWindow

LOOK_EVERY = 900.0
"""Seconds between two looks at what has fallen due meanwhile, and between two tries to reach the desktop."""
_NAMED = 3
_LONGEST_NAME = 40


class Reminders:
    """One window's. `to_front` brings the window to the front, `mark` an account of the page Accounts into sight."""

    def __init__(
        self,
        window: MainWindow,
        program: Program,
        tasks: Tasks,
        to_front: Callable[[], None],
        mark: Callable[[AccountId], None],
    ) -> None:
        self._window = window
        self._program = program
        self._tasks = tasks
        self._to_front = to_front
        self._mark = mark
        self._view: AccountView | None = None
        self._others: tuple[DueItem, ...] = ()
        self._changed = asyncio.Event()
        self._told_on: date | None = None
        self._try_again_at = 0.0
        self._telling: asyncio.Task[None] | None = None
        self._line = ReminderLine()
        self._line.wanted.connect(self._open_others)
        window.set_foot(self._line)
        for each in (window.scim_tab.calendar, window.scim_tab.old_token.calendar):
            each.wanted.connect(lambda each=each: self._tasks.start(self._add_to_calendar(each)))

    def show(self, view: AccountView | None) -> None:
        """Say what is due of the accounts that are not in view: what is in view says so itself."""
        before, self._view = self._view, view
        self._offer_calendar(view, another=view is None or before is None or view.account.id != before.account.id)
        items = self._items()
        self._others = tuple(item for item in items if view is None or item.dates.account != view.account.id)
        self._line.say(_sentence(self._others, others=view is not None))
        self._changed.set()

    def _offer_calendar(self, view: AccountView | None, *, another: bool) -> None:
        """One button: with the old token where there is one, else with the present one."""
        tab = self._window.scim_tab
        known = view is not None and dates_of(view).seen
        old = view is not None and view.section is not None and view.section.previous_token is not None
        tab.calendar.setVisible(known and not old)
        tab.old_token.calendar.setVisible(known and old)
        if another:
            tab.calendar.say("")
            tab.old_token.calendar.say("")

    async def watch(self) -> None:
        """Look again whenever something has changed, and now and then, until cancelled."""
        while True:
            # Not wait_for: Python 3.11's forgets that it was cancelled where what it waits for comes at that moment.
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self._changed.wait()
            self._changed.clear()
            await self._program.opened()  # all accounts are known then: one notification speaks of all of them
            self._tell()

    def _items(self) -> tuple[DueItem, ...]:
        views = self._program.views.values()
        periods = self._program.preferences.periods
        return due_items([dates_of(view, periods) for view in views], self._program.clock.now())

    def _tell(self) -> None:
        today = self._today()
        if self._program.store is None or self._told_on == today or not self._program.preferences.notifications:
            return
        if self._program.clock.elapsed() < self._try_again_at:
            return
        notification = notification_of(self._items())
        if notification is None:
            return
        self._try_again_at = self._program.clock.elapsed() + LOOK_EVERY
        if self._telling is not None:
            self._telling.cancel()  # yesterday's
        self._telling = self._tasks.start(self._notify(notification, today))

    def _today(self) -> date:
        """By the person's own calendar."""
        return self._program.clock.now().astimezone().date()

    async def _notify(self, notification: Notification, today: date) -> None:
        async def claim() -> bool:
            store = self._program.store
            if store is None:
                return False
            self._told_on = today
            with suppress(Problem):
                return await asyncio.to_thread(store.notified.claim, today)
            return False

        def opened(activation: str) -> None:
            self._bring_to_front(notification.account, activation)

        spoken = replace(
            notification,
            title=said(notification.title),
            body=said(notification.body),
            button=said(notification.button),
        )
        if sys.platform.startswith("linux"):
            await notify_over_dbus(spoken, claim=claim, opened=opened)
        else:
            from app.ui.tray_notifier import notify_by_tray

            await notify_by_tray(spoken, claim=claim, opened=opened)

    def _bring_to_front(self, account: AccountId, activation: str) -> None:
        if activation:
            import os

            # Where Qt's Wayland looks for the leave to take the front (xdg-activation).
            os.environ["XDG_ACTIVATION_TOKEN"] = activation
        self._to_front()
        self._open(account)

    def _open(self, account: AccountId) -> None:
        if account in self._program.views:
            self._window.header.account_chosen.emit(account)

    def _open_others(self) -> None:
        accounts = {item.dates.account for item in self._others}
        if len(accounts) == 1:
            self._open(accounts.pop())
        else:
            self._window.menu.show_page("Accounts")
            self._window.menu.page_chosen.emit("Accounts")
            self._mark(self._others[0].dates.account)

    async def _add_to_calendar(self, button: CalendarButton) -> None:
        if self._view is not None:
            dates = dates_of(self._view, self._program.preferences.periods)
            button.say(await add_to_calendar(self._window, dates, self._program.clock))


def _sentence(items: tuple[DueItem, ...], *, others: bool) -> str:
    first = {item.dates.account: item for item in reversed(items)}
    found = [first[account] for account in dict.fromkeys(item.dates.account for item in items)]
    names = [
        tr("{name} ({environment})", name=shown(item.dates.name, _LONGEST_NAME), environment=item.dates.badge)
        for item in found
    ]
    if not names:
        return ""
    if len(names) == 1:
        return joined(names[0], found[0].deadline.sentence, by=": ")
    more = counted(" and {n} more", " and {n} more", len(names) - _NAMED) if len(names) > _NAMED else ""
    listed = joined(joined(*names[:_NAMED], by=", "), more, by="")
    number = len(names)
    if others:
        return counted(
            "{n} other accounts need you: {listed}.",
            "{n} other accounts need you: {listed}.",
            len(names),
            listed=listed,
        )
    return counted("{n} accounts need you: {listed}.", "{n} accounts need you: {listed}.", number, listed=listed)

"""Reminding in a window: the line, the day's one notification, the tray, and dates for a calendar."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.actions.connections import AccountView
from app.actions.notifications import Notification
from app.actions.program import Program
from app.domain.accounts import AccountId, Source
from app.domain.errors import Problem
from app.store.store import open_store
from app.ui.presenters import reminders
from app.ui.presenters.reminders import Reminders
from app.ui.presenters.tasks import Tasks
from app.ui.tray_notifier import Tray, notify_by_tray, system_tray
from app.ui.window.main_window import MainWindow
from tests.ui.samples import NOW, MovedClock, view

DAY = timedelta(days=1)
Claim = Callable[[], Awaitable[bool]]


def aged(name: str, days: int, source: Source = Source.TYPED) -> AccountView:
    found = view(name, source=source)
    assert found.section is not None
    return replace(
        found, section=replace(found.section, token=replace(found.section.token, created_at=NOW - days * DAY))
    )


class Shown(Program):
    """A program whose accounts are those that a test puts there."""

    def __init__(self, clock: MovedClock, folder: Path) -> None:
        super().__init__(clock, changed=lambda: None, folder=folder)
        self.accounts: list[AccountView] = []

    @property
    def views(self) -> dict[AccountId, AccountView]:
        return {each.account.id: each for each in self.accounts}


class Desk:
    """A window that reminds, and what it has told the desktop."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.clock = MovedClock()
        self.program = Shown(self.clock, folder)
        self.program.store = open_store(folder / "store.sqlite3", self.clock)
        self.window = MainWindow()
        qtbot.addWidget(self.window)
        self.failed: list[Problem] = []
        self.tasks = Tasks(self.failed.append)
        self.fronts = 0
        self.marked: list[AccountId] = []
        self.reminders = Reminders(self.window, self.program, self.tasks, self._to_front, self.marked.append)
        self.told: list[Notification] = []
        self.chosen: list[AccountId] = []
        self.window.header.account_chosen.connect(self.chosen.append)
        self.there = True
        self.opened: Callable[[str], None] = lambda _: None
        self.window.show()

    def _to_front(self) -> None:
        self.fronts += 1

    async def notify(self, notification: Notification, *, claim: Claim, opened: Callable[[str], None]) -> None:
        """Stands for the desktop."""
        if not self.there or not await claim():
            return
        self.told.append(notification)
        self.opened = opened
        await asyncio.Event().wait()

    def show(self, *views: AccountView, in_view: int | None = None) -> None:
        self.program.accounts = list(views)
        self.reminders.show(None if in_view is None else views[in_view])

    @property
    def line(self) -> str:
        found = self.window.findChild(QLabel, "dueAccounts")
        assert found is not None
        return found.text() if found.isVisible() else ""

    def dialogs(self) -> list[QFileDialog]:
        return [each for each in self.window.findChildren(QFileDialog) if each.isVisible()]

    def press(self, name: str) -> None:
        (found,) = [each for each in self.window.findChildren(QPushButton, name) if each.isVisible()]
        found.click()

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(30):
            while not condition():
                await asyncio.sleep(0.005)

    async def settle(self) -> None:
        """Long enough for what would be told to be told: as often as another look at the store takes."""
        assert self.program.store is not None
        for _ in range(3):
            await asyncio.to_thread(self.program.store.notified.last_day)
            await asyncio.sleep(0)


@pytest.fixture
async def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    made = Desk(qtbot, tmp_path)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(reminders, "notify_over_dbus", made.notify)
    watching = made.tasks.start(made.reminders.watch())
    yield made
    assert not watching.done()
    await made.tasks.cancel()
    assert made.program.store is not None
    made.program.store.close()
    assert made.failed == []


async def test_other_accounts_are_named_at_the_foot(desk: Desk) -> None:
    late, soon, fine = aged("Late", 400), aged("Soon", 340), aged("Fine", 10)
    desk.show(fine, in_view=0)
    assert desk.line == ""
    desk.show(fine, late, in_view=0)
    assert desk.line == (
        "Late (Production): This token is more than a year old. Rotate it now, then share the new one."
    )
    desk.press("showWhatIsDue")
    assert desk.chosen == [late.account.id]
    desk.show(fine, soon, late, in_view=0)
    assert desk.line == "2 other accounts need you: Late (Production), Soon (Production)."
    desk.show(fine, soon, late)
    assert desk.line == "2 accounts need you: Late (Production), Soon (Production)."
    many = [aged(f"A{number}", 400) for number in range(5)]
    desk.show(*many)
    assert desk.line.endswith("A0 (Production), A1 (Production), A2 (Production) and 2 more.")


async def test_what_is_in_view_speaks_for_itself_and_pretend_accounts_for_nobody(desk: Desk) -> None:
    desk.show(aged("Late", 400), aged("Pretend", 400, Source.PRACTICE), in_view=0)
    assert desk.line == ""


async def test_many_lead_to_the_accounts(desk: Desk) -> None:
    pages: list[str] = []
    desk.window.menu.page_chosen.connect(pages.append)
    desk.show(aged("Late", 400), aged("Soon", 340))
    desk.press("showWhatIsDue")
    assert pages == ["Accounts"]
    assert desk.window.menu.page_shown() == "Accounts"
    assert [str(each) for each in desk.marked] == ["late"]


async def test_one_notification_a_day_for_all_accounts(desk: Desk) -> None:
    desk.show(aged("Late", 400), aged("Soon", 340))
    await desk.until(lambda: desk.told)
    assert desk.told[0].title == "2 SCIM accounts need you"
    for hours in (0, 1, 5):
        desk.clock.at = NOW + timedelta(hours=hours)
        desk.show(aged("Late", 400), aged("Soon", 340), aged("Another", 500))
        await desk.settle()
    assert len(desk.told) == 1
    desk.clock.at = NOW + DAY
    desk.show(aged("Late", 400))
    await desk.until(lambda: len(desk.told) == 2)


async def test_another_window_s_telling_counts(desk: Desk) -> None:
    assert desk.program.store is not None
    desk.program.store.notified.claim(NOW.astimezone().date())
    desk.show(aged("Late", 400))
    await desk.settle()
    assert desk.told == []


async def test_a_desktop_that_comes_later_is_told_then(desk: Desk) -> None:
    desk.there = False
    desk.show(aged("Late", 400))
    await desk.settle()
    desk.there = True
    desk.show(aged("Late", 400))
    await desk.settle()
    assert desk.told == []  # it is not asked again and again
    desk.clock.at = NOW + timedelta(minutes=16)
    desk.show(aged("Late", 400))
    await desk.until(lambda: desk.told)


async def test_nothing_is_told_before_all_accounts_are_there(desk: Desk) -> None:
    async with desk.program._opening:
        desk.show(aged("Late", 400))
        await desk.settle()
        assert desk.told == []
        desk.show(aged("Late", 400), aged("Soon", 340))
    await desk.until(lambda: desk.told)
    assert desk.told[0].title.startswith("2 ")


async def test_a_click_brings_the_account_to_the_front(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "before")
    desk.show(aged("Soon", 340), aged("Late", 400))
    await desk.until(lambda: desk.told)
    desk.opened("leave-to-take-the-front")
    assert (desk.fronts, desk.chosen) == (1, [AccountId("late")])
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "leave-to-take-the-front"
    desk.show(aged("Soon", 340))
    desk.opened("")
    assert (desk.fronts, desk.chosen) == (2, [AccountId("late")])  # it was removed meanwhile


async def test_dates_for_a_calendar(desk: Desk, tmp_path: Path) -> None:
    tab = desk.window.scim_tab
    rotated, other = view(source=Source.TYPED, old_ends_in=20 * DAY), view(source=Source.TYPED)
    tab.old_token.show()
    for number, (found, name, events) in enumerate(
        ((other, "addToCalendar", 1), (rotated, "oldTokenAddToCalendar", 5)),
    ):
        desk.show(found, in_view=0)
        target = tmp_path / f"dates-{number}.ics"
        desk.press(name)
        await desk.until(desk.dialogs)
        (dialog,) = desk.dialogs()
        assert Path(dialog.selectedFiles()[0]).name == "scim-widget-data-center-production.ics"
        dialog.selectFile(str(target))
        dialog.accept()
        await desk.until(target.exists)
        said = desk.window.findChild(QLabel, f"{name}Result")
        assert said is not None
        await desk.until(said.text)
        assert said.text().startswith(f"Saved as dates-{number}.ics.")
        assert len(Calendar.from_ical(target.read_bytes()).walk("VEVENT")) == events
        await desk.until(lambda: not desk.dialogs())
    desk.show(aged("Another", 1), in_view=0)
    assert {each.text() for each in tab.findChildren(QLabel) if each.objectName().endswith("CalendarResult")} == {""}


class Recorder:
    """Stands for a tray that shows messages."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, str]] = []
        self.clicked: Callable[[], None] = lambda: None
        self.removed = 0

    def show_message(self, title: str, body: str, clicked: Callable[[], None]) -> None:
        self.messages.append((title, body))
        self.clicked = clicked

    def remove(self) -> None:
        self.removed += 1


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


async def test_the_tray_shows_it_and_is_taken_away(recorder: Recorder) -> None:
    clicks: list[str] = []
    told = Notification("A SCIM account needs you", "A <b> & B", AccountId("a"))

    async def claim() -> bool:
        return True

    def tray() -> Tray:
        return recorder

    telling = asyncio.create_task(notify_by_tray(told, claim=claim, opened=clicks.append, tray=tray))
    async with asyncio.timeout(30):
        while not recorder.messages:
            await asyncio.sleep(0.005)
    assert recorder.messages == [(told.title, told.body)]
    recorder.clicked()
    assert clicks == [""]
    telling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await telling
    assert recorder.removed == 1
    await notify_by_tray(told, claim=claim, opened=clicks.append, tray=tray, seconds=0)
    assert recorder.removed == 2


async def test_a_day_that_was_told_shows_no_icon_and_no_tray_is_no_trouble(recorder: Recorder) -> None:
    told = Notification("", "", AccountId("a"))
    claims: list[datetime] = []

    async def claim() -> bool:
        claims.append(NOW)
        return False

    await notify_by_tray(told, claim=claim, opened=lambda _: None, tray=lambda: recorder)
    assert (recorder.messages, recorder.removed, len(claims)) == ([], 0, 1)
    await notify_by_tray(told, claim=claim, opened=lambda _: None, tray=lambda: None)
    assert len(claims) == 1


def test_this_desktop_has_no_tray(qtbot: QtBot) -> None:
    """Under the tests' own display there is none, and that is said instead of tried."""
    assert system_tray() is None

"""The tab History, and the dialog Which token is this?"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.actions.connections import AccountView
from app.actions.history import PAGE
from app.actions.records import Records
from app.domain.accounts import AccountId
from app.domain.errors import Problem
from app.domain.history import DONE, Show, What
from app.domain.tokens import AccessToken
from app.ui.dialogs.which_token import WhichTokenDialog
from app.ui.pages.history_tab import EMPTY, EMPTY_OF_KIND, NOT_KEPT
from app.ui.pages.history_table import HistoryTable
from app.ui.presenters.history import HistoryPresenter
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.clipboard import GuardedClipboard, is_marked
from app.ui.window.main_window import MainWindow
from app.vault.vault import MemoryVault
from tests.actions.typed_program import Home, typed_program
from tests.ui.samples import OLD_TEXT, TEXT, MovedClock


class Shown:
    """The tab in a real window, over a real program with accounts typed in by hand."""

    def __init__(self, home: Home, clipboard: QClipboard) -> None:
        self.home = home
        self.clipboard = clipboard
        self.failed: list[Problem] = []
        self.window = MainWindow()
        self.tasks = Tasks(self.failed.append)
        self.records = Records(home.program)
        self.guard = GuardedClipboard(clipboard, list, lambda: 60)
        self.presenter = HistoryPresenter(
            self.window, home.program, self.records, self.guard, self.tasks, self.failed.append
        )
        self.window.pages.setCurrentWidget(self.window.scim_page)

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(30):
            while not condition():
                await asyncio.sleep(0.01)

    def look_at(self) -> None:
        tabs = self.window.tabs
        tabs.setCurrentIndex(next(n for n in range(tabs.count()) if tabs.tabText(n) == "History"))

    @property
    def table(self) -> HistoryTable:
        found = self.window.findChild(HistoryTable, "history")
        assert found is not None
        return found

    @property
    def lines(self) -> list[tuple[str, ...]]:
        model = self.table.lines
        cells = range(1, model.columnCount())
        return [tuple(str(model.data(model.index(n, c))) for c in cells) for n in range(model.rowCount())]

    def choose(self, show: Show) -> None:
        found = self.window.findChild(QComboBox, "show")
        assert found is not None
        found.setCurrentText(show.value)

    def label(self, name: str, within: QWidget | None = None) -> str:
        found = (within or self.window).findChild(QLabel, name)
        assert found is not None
        return found.text() if found.isVisible() else ""

    def button(self, words: str, within: QWidget | None = None) -> QPushButton:
        buttons = (within or self.window).findChildren(QPushButton)
        (found,) = [each for each in buttons if each.accessibleName() == words and each.isVisible()]
        return found

    async def which_token(self) -> WhichTokenDialog:
        self.button("Which token is this?").click()
        await self.until(lambda: any(d.isVisible() for d in self.window.findChildren(WhichTokenDialog)))
        return next(d for d in self.window.findChildren(WhichTokenDialog) if d.isVisible())

    async def answered(self, dialog: WhichTokenDialog, text: str) -> str:
        field = dialog.findChild(QLineEdit, "foundText")
        assert field is not None
        field.setText(text)
        self.button("Find out", dialog).click()
        await self.until(lambda: self.label("answer", dialog) not in ("", "Looking…"))
        return self.label("answer", dialog)


@pytest.fixture
async def shown(qtbot: QtBot, clipboard: QClipboard, tmp_path: Path) -> AsyncIterator[Shown]:
    async with typed_program(tmp_path / "home", MovedClock()) as home:
        made = Shown(home, clipboard)
        qtbot.addWidget(made.window)
        made.window.show()
        yield made
        await made.tasks.cancel()
        shiboken6.delete(made.guard)
        assert made.failed == []


@pytest.fixture
async def account(shown: Shown) -> AccountId:
    return await shown.home.add("Widget", TEXT)


def view(shown: Shown, account: AccountId) -> AccountView:
    return shown.home.view(account)


async def test_what_was_done_stands_there_and_what_follows_is_added(shown: Shown, account: AccountId) -> None:
    shown.presenter.show(view(shown, account))
    shown.look_at()
    kept = ("Kept on this computer", "Done", "present token · b3ad", "")
    await shown.until(lambda: shown.lines == [kept])
    await shown.records.note(account, What.SHARED, DONE, AccessToken(TEXT), with_whom="Jane <b>Doe</b>\n")
    shared = ("Shared", "Done", "present token · b3ad", "Jane <b>Doe</b>\\x0a")
    await shown.until(lambda: shown.lines == [shared, kept])
    shown.choose(Show.SHARES)
    await shown.until(lambda: shown.lines == [shared])
    shown.choose(Show.TESTS)
    await shown.until(lambda: not shown.lines)
    assert shown.label("historyEmpty") == EMPTY_OF_KIND
    assert not shown.button("Export history…").isEnabled()


async def test_nothing_yet(shown: Shown, account: AccountId) -> None:
    shown.presenter.show(replace(view(shown, account), section=None))
    shown.look_at()
    await shown.tasks.start(asyncio.sleep(0))
    await shown.until(lambda: shown.label("historyEmpty") == EMPTY)


async def test_another_account_shows_its_own_alone(shown: Shown, account: AccountId) -> None:
    other = await shown.home.add("Other", OLD_TEXT)
    await shown.records.note(other, What.COPIED, DONE, AccessToken(OLD_TEXT))
    shown.look_at()
    shown.presenter.show(view(shown, account))
    await shown.until(lambda: len(shown.lines) == 1)
    shown.presenter.show(view(shown, other))
    assert shown.lines == [] or all("0d1e" in line[2] for line in shown.lines)
    await shown.until(lambda: [line[0] for line in shown.lines] == ["Copied"])
    shown.presenter.show(None)
    await shown.until(lambda: not shown.lines)


async def test_without_a_keyring_it_says_that_nothing_is_kept(shown: Shown, account: AccountId) -> None:
    shown.home.program.vault = MemoryVault()
    shown.presenter.show(view(shown, account))
    shown.look_at()
    await shown.until(lambda: shown.label("historyEmpty") == NOT_KEPT)
    dialog = await shown.which_token()
    await shown.answered(dialog, TEXT)
    assert "without a keyring" in shown.label("answerFacts", dialog)
    dialog.close()


def _has_lines(shown: Shown, number: int) -> bool:
    return len(shown.lines) == number


async def test_many_lines_come_as_they_are_scrolled_to(shown: Shown, account: AccountId) -> None:
    with shown.home.store._database.writing() as connection:
        connection.executemany(
            "INSERT INTO history (at, account, what, result) VALUES (?, ?, ?, ?)",
            [("2026-11-24T11:00:00.000000+00:00", account, "copied", str(n)) for n in range(2 * PAGE)],
        )
    shown.home.store.history.keep_token(account, What.KEPT, shown.home.vault.fingerprint(TEXT))
    shown.presenter.show(view(shown, account))
    shown.look_at()
    await shown.until(lambda: len(shown.lines) == PAGE)
    for pages in (2 * PAGE, 2 * PAGE + 1):
        shown.table.scrollToBottom()
        await shown.until(partial(_has_lines, shown, pages))
    assert [line[1] for line in shown.lines[1:]] == [str(n) for n in range(2 * PAGE - 1, -1, -1)]


async def test_without_an_account_there_is_no_such_tab(shown: Shown) -> None:
    tabs = shown.window.tabs
    shown.presenter.offer(False)
    assert [tabs.tabText(n) for n in range(tabs.count())] == ["SCIM"]
    shown.presenter.offer(True)
    shown.presenter.offer(True)
    assert [tabs.tabText(n) for n in range(tabs.count())] == ["SCIM", "History"]


def _says(shown: Shown, words: str) -> bool:
    return words in shown.label("historySaid")


async def test_exporting(shown: Shown, account: AccountId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown.presenter.show(view(shown, account))
    shown.look_at()
    await shown.until(lambda: shown.lines)
    missing, there = tmp_path / "none" / "history.csv", tmp_path / "history.csv"
    for target, said in ((missing, "not there any more"), (there, "1 line")):
        shown.button("Export history…").click()
        shown.button("Export history…").click()  # asks once
        await shown.until(lambda: [d for d in shown.window.findChildren(QFileDialog) if d.isVisible()])
        (dialog,) = [d for d in shown.window.findChildren(QFileDialog) if d.isVisible()]
        monkeypatch.setattr(dialog, "selectedFiles", partial(list, [str(target)]))  # as if typed there
        dialog.done(1)
        await shown.until(partial(_says, shown, said))
    assert "Widget" in (tmp_path / "history.csv").read_text("utf-8-sig")
    assert TEXT[-4:] not in (tmp_path / "history.csv").read_text("utf-8-sig")


async def test_which_token_answers(shown: Shown, account: AccountId) -> None:
    await shown.home.rotate(account, OLD_TEXT, shown.home.clock.now() + timedelta(days=30))
    await shown.records.note(account, What.SHARED, DONE, AccessToken(TEXT), with_whom="Jane Doe")
    shown.presenter.show(view(shown, account))
    shown.look_at()
    dialog = await shown.which_token()
    answer = await shown.answered(dialog, f"Bearer {TEXT}")
    assert answer == "This is the old token of Widget (Production), and it still works."
    assert "Jane Doe" in shown.label("answerFacts", dialog)
    assert "support" in shown.label("whatToDoNext", dialog)
    assert await shown.answered(dialog, OLD_TEXT) == "This is the present token of Widget (Production)."
    assert "rotate it as leaked" in shown.label("whatToDoNext", dialog)
    assert await shown.answered(dialog, f"{TEXT}\n{OLD_TEXT}") == "This is the present token of Widget (Production)."
    facts = shown.label("answerFacts", dialog)
    assert "This is the present token" not in facts, "it is said above"
    assert "This is the old token of Widget (Production), and it still works." in facts
    assert await shown.answered(dialog, "0" * 64) == "This is no token of an account on this computer."
    assert "does not look like" not in shown.label("answerFacts", dialog)
    assert "does not look like" in (await shown.answered(dialog, "hello there") and shown.label("answerFacts", dialog))
    assert "too short" in await shown.answered(dialog, "b3ad")
    assert "address" in await shown.answered(dialog, "https://api.r-service.example/scim/v2")
    field = dialog.findChild(QLineEdit, "foundText")
    assert field is not None
    assert field.echoMode() is QLineEdit.EchoMode.Password
    field.setText("another")
    assert shown.label("answer", dialog) == "", "it was about another text"
    field.setText(TEXT)
    dialog.close()
    await shown.until(lambda: not shown.presenter._busy)
    assert shiboken6.isValid(field) is False or field.text() == ""


async def test_a_token_of_ours_that_is_still_in_the_clipboard_comes_under_guard(
    shown: Shown, account: AccountId, clipboard: QClipboard
) -> None:
    clipboard.setText(f"  Bearer {TEXT}\n")
    shown.look_at()
    dialog = await shown.which_token()
    shown.button("Paste found text", dialog).click()
    field = dialog.findChild(QLineEdit, "foundText")
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_Return)
    await shown.until(lambda: "present token" in shown.label("answer", dialog))
    assert is_marked(clipboard.mimeData())
    assert shown.guard.seconds_left == 60
    dialog.close()


async def test_the_clipboard_is_left_alone_where_something_else_is_in_it(
    shown: Shown, account: AccountId, clipboard: QClipboard
) -> None:
    clipboard.setText("something else")
    shown.look_at()
    dialog = await shown.which_token()
    await shown.answered(dialog, TEXT)
    assert clipboard.text() == "something else"
    assert not is_marked(clipboard.mimeData())
    clipboard.setText("0" * 64)
    await shown.answered(dialog, "0" * 64)
    assert not is_marked(clipboard.mimeData())
    dialog.close()

"""One window's session with the pretend accounts: rotating, revoking, sharing, locking, closing. No Qt event loop is
needed for it: its coroutines run in the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.tokens import MASK
from app.ui.dialogs.rotate import RevokeDialog, RotateDialog
from app.ui.dialogs.share import ShareDialog
from app.ui.pages.accounts_table import AccountsTable
from app.ui.single import FirstWindow
from app.ui.window.controller import Controller
from app.ui.window.main_window import MainWindow


class Session:
    """A controller with its window, and the person's hands."""

    def __init__(self, application: QApplication, first: FirstWindow, clipboard: QClipboard) -> None:
        self.clipboard = clipboard
        self.window = MainWindow()
        self.window.show()
        self.controller = Controller(application, self.window, first, practice=True, selected=None)

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(30):
            while not condition():
                await asyncio.sleep(0.01)

    def button(self, name: str, within: QWidget | None = None) -> QPushButton:
        found = [each for each in (within or self.window).findChildren(QPushButton, name) if each.isVisible()]
        assert len(found) == 1, name
        return found[0]

    def label(self, name: str, within: QWidget | None = None) -> str:
        found = (within or self.window).findChild(QLabel, name)
        assert found is not None, name
        return found.text()

    async def settle(self) -> None:
        """Let what a press has begun come to where it waits for a person or a service."""
        for _ in range(10):
            await asyncio.sleep(0)

    async def dialog(self, kind: type[QDialog], title: str) -> QDialog:
        """The open dialog of this title."""

        def found() -> list[QDialog]:
            return [d for d in self.window.findChildren(kind) if d.isVisible() and d.windowTitle() == title]

        await self.until(found)
        return found()[0]

    @property
    def token(self) -> str:
        """The token in view, as the clipboard's guard knows it; empty: none yet."""
        return next(iter(self.controller._secrets()), "")

    @property
    def shown_token(self) -> str:
        return self.window.scim_tab.token.text()

    async def rotated(self, choice: str = "plannedRotation") -> None:
        before = self.token
        self.button("rotateScimToken").click()
        dialog = await self.dialog(RotateDialog, "Rotate SCIM token")
        chosen = dialog.findChild(QRadioButton, choice)
        assert chosen is not None
        chosen.setChecked(True)
        self.button("rotateNow", dialog).click()
        await self.until(lambda: self.token != before and self.button("rotateScimToken").isEnabled())


@pytest.fixture
async def session(
    qtbot: QtBot,
    qapp: QApplication,
    clipboard: QClipboard,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Session]:
    """A session without a keyring: the pretend accounts live in memory."""
    home = tmp_path_factory.mktemp("home")
    for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_CURRENT_DESKTOP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={home}/none")
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"):
        (home / name).mkdir(mode=0o700)
        monkeypatch.setenv(name, str(home / name))
    first = FirstWindow.claim()
    assert first is not None
    with first:
        made = Session(qapp, first, clipboard)
        qtbot.addWidget(made.window)
        made.controller.start()
        try:
            await made.until(lambda: made.token)
            yield made
        finally:
            await made.controller.close()
            shiboken6.delete(made.controller.clipboard)


async def test_rotating_and_revoking(session: Session) -> None:
    window, first = session.window, session.token
    assert window.windowTitle() == "SCIM Connection — Widget Data Center (Practice)"
    assert session.shown_token == MASK + first[-4:]
    assert "lives in memory" in session.label("notice")

    session.button("rotateScimToken").click()
    dialog = await session.dialog(RotateDialog, "Rotate SCIM token")
    assert f"ending in {first[-4:]}, becomes the old token" in session.label("whatWillHappen", dialog)
    session.button("cancel", dialog).click()
    await session.settle()
    assert session.token == first

    await session.rotated()
    second = session.token
    assert session.shown_token == MASK + second[-4:]
    assert session.label("oldTokenCountdown") in ("29 days 23 hours left", "30 days 0 hours left")
    assert f"Its last four digits are {first[-4:]}." in session.label("oldTokenValidUntil")

    session.button("rotateScimToken").click()
    dialog = await session.dialog(RotateDialog, "Rotate SCIM token")
    assert session.label("whatWillHappen", dialog).startswith("An old token is still valid until ")
    session.button("cancel", dialog).click()
    await session.settle()

    session.button("revokeOldTokenNow").click()
    dialog = await session.dialog(RevokeDialog, "Revoke old token")
    session.button("cancel", dialog).click()
    await session.settle()
    assert not window.scim_tab.old_token.isHidden()
    session.button("revokeOldTokenNow").click()
    dialog = await session.dialog(RevokeDialog, "Revoke old token")
    session.button("revokeNow", dialog).click()
    await session.until(lambda: window.scim_tab.old_token.isHidden() or "ended" in session.label("oldTokenCountdown"))
    assert session.token == second


async def test_a_leaked_token_ends_at_once(session: Session) -> None:
    await session.rotated("thisTokenHasLeaked")
    panel = session.window.scim_tab.old_token
    assert panel.isHidden() or session.label("oldTokenCountdown") == "ended"
    assert session.label("provisioningStopped") == "Provisioning has stopped"
    session.button("closeProvisioningStopped").click()


async def test_locking_takes_secrets_off_the_screen_and_the_clipboard(session: Session) -> None:
    token = session.token
    session.button("showToken").click()
    session.button("copyScimAccessToken").click()
    assert (session.shown_token, session.clipboard.text()) == (token, token)
    assert "stays in the clipboard for 1 min 00 s" in session.label("clipboardTime")
    session.button("clipboardKeep5MoreMinutes").click()
    assert "6 min 00 s" in session.label("clipboardTime")
    session.controller.lock()
    assert (session.shown_token, session.clipboard.text()) == (MASK + token[-4:], "")
    session.button("showToken").click()
    session.window.tabs.setCurrentIndex(1)
    assert session.shown_token == MASK + token[-4:]
    session.clipboard.setText(token[10:30])  # as accessibility's CopyText does
    assert session.controller.clipboard.seconds_left == 60
    session.button("clearTheClipboardNow").click()
    assert session.clipboard.text() == ""


async def test_switching_between_accounts(session: Session) -> None:
    window, main = session.window, session.token
    combo = window.header.findChild(QComboBox, "account")
    assert combo is not None
    texts = [combo.itemText(number) for number in range(combo.count())]
    assert texts == ["No account (test only)", "Widget Data Center", "Widget Data Center QA"]

    combo.setCurrentIndex(2)
    combo.activated.emit(2)
    assert window.windowTitle() == "SCIM Connection — Widget Data Center QA (Practice)"
    await session.until(lambda: session.token not in ("", main))

    combo.setCurrentIndex(0)
    combo.activated.emit(0)
    assert window.windowTitle() == "SCIM Connection"
    assert session.token == ""
    titles = [window.tabs.tabText(number) for number in range(window.tabs.count())]
    assert titles == ["Connection tester", "Client setup"]

    window.menu.page_chosen.emit("Accounts")
    table = window.findChild(AccountsTable, "accounts")
    assert table is not None
    await session.until(lambda: table.isVisible() and table.accounts.rowCount() == 2)
    table.mark(table.accounts.rows[0].id)
    table.opened.emit()
    assert window.windowTitle() == "SCIM Connection — Widget Data Center (Practice)"
    assert session.token == main
    assert window.tabs.currentWidget() is window.scim_tab


async def test_sharing(session: Session, tmp_path: Path) -> None:
    session.button("shareSecurely").click()
    dialog = await session.dialog(ShareDialog, "Share securely")
    passphrase = dialog.findChild(QLineEdit, "passphraseText")
    for_whom = dialog.findChild(QLineEdit, "forWhom")
    assert passphrase is not None
    assert for_whom is not None
    await session.until(lambda: passphrase.text().count("-") == 5)
    save = session.button("saveShare", dialog)
    passphrase.setText("")
    await session.until(lambda: "Type a passphrase" in session.label("passphraseStrength", dialog))
    passphrase.setText("password")
    await session.until(lambda: "." in session.label("passphraseStrength", dialog))
    assert not save.isEnabled()
    session.button("suggestAPassphrase", dialog).click()
    await session.until(save.isEnabled)
    words = passphrase.text()
    assert words in session.controller._secrets()
    for_whom.setText(" Jane ")

    save.click()
    asked = await session.dialog(QFileDialog, "Save share")
    asked.reject()
    await session.settle()
    save.click()
    asked = await session.dialog(QFileDialog, "Save share")
    target = tmp_path / "widget.age"
    assert isinstance(asked, QFileDialog)
    asked.setDirectory(str(tmp_path))
    asked.selectFile(target.name)
    QDialog.accept(asked)
    ready = await session.dialog(ShareDialog, "Share ready")
    assert target.read_bytes().startswith(b"age-encryption.org/v1")
    written = "The share for Jane is written. It is an exercise: it holds a pretend account."
    assert session.label("shareWritten", ready) == written
    session.button("copyMessageToSendWithTheFile", ready).click()
    assert session.clipboard.text().startswith("Here are the SCIM endpoint")
    assert words not in session.clipboard.text()
    session.button("copyPassphrase", ready).click()
    assert session.clipboard.text() == words
    assert session.controller.clipboard.seconds_left == 60
    session.button("close", ready).click()
    await session.until(lambda: "Last shared with Jane on" in session.label("lastShared"))
    assert words not in session.controller._secrets()


async def test_encrypting_can_be_stopped(session: Session, tmp_path: Path) -> None:
    session.button("shareSecurely").click()
    dialog = await session.dialog(ShareDialog, "Share securely")
    await session.until(lambda: len(session.controller._secrets()) > 1)
    assert session.button("saveShare", dialog).isEnabled()
    session.button("saveShare", dialog).click()
    asked = await session.dialog(QFileDialog, "Save share")
    assert isinstance(asked, QFileDialog)
    asked.setDirectory(str(tmp_path))
    asked.selectFile("widget.age")
    QDialog.accept(asked)
    await session.until(lambda: "Encrypting." in session.label("shareProblem", dialog))
    session.button("cancel", dialog).click()
    await session.until(lambda: session.label("shareProblem", dialog).startswith("Stopped. No file was written."))
    assert list(tmp_path.iterdir()) == []
    session.button("cancel", dialog).click()


async def test_a_window_that_closes_leaves_nothing_in_the_clipboard(session: Session) -> None:
    session.button("showToken").click()
    session.button("copyAsAuthorizationHeader").click()
    await session.controller.close()
    assert session.clipboard.text() == ""
    assert not session.window.isVisible()
    assert session.shown_token.startswith(MASK)

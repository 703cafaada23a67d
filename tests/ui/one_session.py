"""A window's session with the pretend accounts, and the person's hands. No Qt event loop is needed: its coroutines run
in the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QPushButton,
    QRadioButton,
    QWidget,
)

from app.ui.dialogs.rotate import RotateDialog
from app.ui.language.switch import WindowLanguage
from app.ui.single import FirstWindow
from app.ui.window.controller import Controller
from app.ui.window.main_window import MainWindow


class Session:
    """A controller with its window, and the person's hands."""

    def __init__(self, application: QApplication, first: FirstWindow, clipboard: QClipboard) -> None:
        self.clipboard = clipboard
        self.window = MainWindow()
        self.window.show()
        self.controller = Controller(
            application, self.window, first, practice=True, selected=None, language=WindowLanguage(application)
        )

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

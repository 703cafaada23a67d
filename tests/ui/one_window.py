"""A whole window without pretend accounts and without a keyring, for tests of what a first start can do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.ui.language.switch import WindowLanguage
from app.ui.single import FirstWindow
from app.ui.window.controller import Controller
from app.ui.window.main_window import MainWindow


class OneWindow:
    """A controller with its window, and the person's hands."""

    def __init__(self, application: QApplication, first: FirstWindow) -> None:
        self.window = MainWindow()
        self.window.show()
        self.controller = Controller(
            application, self.window, first, practice=False, selected=None, language=WindowLanguage(application)
        )

    def button(self, name: str, within: QWidget | None = None) -> QPushButton:
        found = [each for each in (within or self.window).findChildren(QPushButton, name) if each.isVisible()]
        assert len(found) == 1, name
        return found[0]

    def press(self, name: str, within: QWidget | None = None) -> None:
        self.button(name, within).click()

    def text(self, name: str, within: QWidget | None = None) -> str:
        """What a label says that is in sight."""
        found = [each for each in (within or self.window).findChildren(QLabel, name) if each.isVisible()]
        return found[0].text() if found else ""

    def dialogs(self, kind: type[QDialog]) -> list[QDialog]:
        return [each for each in self.window.findChildren(kind) if each.isVisible()]


@asynccontextmanager
async def one_window(
    qtbot: QtBot, application: QApplication, monkeypatch: pytest.MonkeyPatch, home: Path, page_before: str = ""
) -> AsyncIterator[OneWindow]:
    """Started, and closed at the end; `page_before` is the page on which an earlier window was closed."""
    for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_CURRENT_DESKTOP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={home}/none")
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"):
        (home / name).mkdir(mode=0o700)
        monkeypatch.setenv(name, str(home / name))
    first = FirstWindow.claim()
    assert first is not None
    with first:
        made = OneWindow(application, first)
        made.window.page_before = page_before
        qtbot.addWidget(made.window)
        made.controller.start()
        try:
            yield made
        finally:
            await made.controller.close()
            shiboken6.delete(made.controller.clipboard)

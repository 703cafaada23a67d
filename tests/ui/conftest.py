"""What every test of the window's parts needs: a display, constants that live, a clipboard that is empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication

from app.ui.pyside_repairs import keep_constants_alive
from tests.rig.tools import require
from tests.ui.display import can_show_windows, start_display


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            # `offscreen` says so of raise() and the like; every other warning of Qt fails a test.
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The application's arguments: on an X display of our own, or offscreen where there can be none."""
    return ["tests", "-display", start_display(), "-platform", "xcb"] if can_show_windows() else ["tests"]


@pytest.fixture(scope="session", autouse=True)
def constants_alive() -> None:
    """As the program does: else PySide6 on Python 3.11 takes None away from under a long run of tests."""
    keep_constants_alive()


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """Widgets that a test is done with go at once: each one left makes every change of the stylesheet slower."""
    yield
    if QApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[QClipboard]:
    """The clipboard of our own display."""
    if qapp.platformName() == "offscreen":
        require("Xvfb")
        pytest.skip("Qt needs libraries of the system to show a window: see app/ui/platform_libraries.py")
    board = QGuiApplication.clipboard()
    for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
        board.clear(mode)
    yield board
    for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
        board.clear(mode)

"""What every test of the window's parts needs: a display, constants that live, a clipboard that is empty."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.pyside_repairs import keep_constants_alive
from app.ui.single import FirstWindow
from tests.rig.tools import require
from tests.ui.display import can_show_windows, start_display
from tests.ui.one_session import Session

# Milliseconds: on a busy machine its five seconds are few. Nothing waits for them where all is well.
QtBot.waitUntil.__kwdefaults__ = {"timeout": 30_000}


_DEPENDS_ON_THE_PERSON = {
    "test_single.py",
    "test_opened_files.py",
    "test_open_share.py",
    "test_sharing_session.py",
    "test_move.py",
    "test_history.py",
    "test_platform.py",
    "test_last_known.py",
}
"""Those with files, sockets and rights. What widgets say and how they look does not depend on who runs the test."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            if item.path.name not in _DEPENDS_ON_THE_PERSON:
                item.add_marker(pytest.mark.once)
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
    """Widgets that a test is done with go at once: each one left makes every change of the stylesheet slower. And they
    go in this thread: a timer of Qt that Python's collector deletes in another one ends the process."""
    gc.disable()
    yield
    gc.collect(1)
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

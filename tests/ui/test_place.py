"""The window opens where, as large and on the page as it was closed, and never out of sight."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.store.last_known import AtStart
from app.ui.window.main_window import MainWindow
from app.ui.window.place import place, stands
from tests.ui.adding import until
from tests.ui.one_window import one_window

NOTHING = AtStart(None, "", "", "", None, None, None, False, "")


@pytest.mark.parametrize(
    ("left", "top", "width", "height"),
    [
        (40, 60, 800, 600),
        (1200, 800, 800, 600),  # half of it beside the screen
        (-700, -500, 800, 600),
        (5000, 5000, 800, 600),  # on a screen that is not there any more
        (10, 10, 20_000, 20_000),
        (None, None, 800, 600),
    ],
)
def test_wherever_it_stood_it_is_in_sight(
    qtbot: QtBot, qapp: QApplication, left: int | None, top: int | None, width: int, height: int
) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    room = window.screen().availableGeometry()
    place(window, NOTHING._replace(left=left, top=top, width=width, height=height))
    assert (window.width(), window.height()) == (min(width, room.width()), min(height, room.height()))
    assert room.contains(window.geometry())
    if (left, top) == (40, 60):
        assert (window.x(), window.y()) == (40, 60)
        state = stands(window, None)
        assert (state.left, state.top, state.width, state.height) == (40, 60, 800, 600)


@pytest.mark.parametrize(
    ("page", "tab", "kept"),
    [
        ("Accounts", None, "Accounts"),
        ("Preferences", None, "Preferences"),
        ("SCIM 2", 2, "SCIM 2"),
        ("SCIM 0", 0, "SCIM 0"),
        ("SCIM 99", 0, "SCIM 0"),
        ("SCIM ²", 0, "SCIM 0"),
        ("Received share", 0, "SCIM 0"),
        ("", 0, "SCIM 0"),
    ],
)
async def test_it_opens_on_the_page_on_which_it_was_closed(
    qtbot: QtBot,
    qapp: QApplication,
    clipboard: QClipboard,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    page: str,
    tab: int | None,
    kept: str,
) -> None:
    async with one_window(qtbot, qapp, monkeypatch, tmp_path, page_before=page) as made:
        window = made.window
        await until(lambda: made.controller.program.store is not None)
        if tab is None:
            assert window.pages.currentWidget() is window.pages_by_word[page]
            assert window.menu.page_shown() == page
        else:
            window.pages.setCurrentWidget(window.scim_page)  # where there is an account
            assert window.tabs.currentIndex() == tab
        assert stands(window, None).page == kept

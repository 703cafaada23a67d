"""Where and how large the window is, and which page it shows: as it was closed, and never out of sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from app.actions.at_start import AtStart
    from app.actions.program import WindowState
    from app.domain.accounts import AccountId
    from app.ui.window.main_window import MainWindow

SCIM = "SCIM"


def place(window: MainWindow, known: AtStart) -> None:
    """Have it as large as it was, and where it was if a screen is still there; in whole within that screen. Where the
    platform places windows itself (Wayland), it does."""
    screen = window.screen()
    if known.left is not None and known.top is not None:
        screen = QGuiApplication.screenAt(QRect(known.left, known.top, 1, 1).center()) or screen
    room = screen.availableGeometry()
    if known.width is not None and known.height is not None:
        window.resize(min(known.width, room.width()), min(known.height, room.height()))
    if known.left is not None and known.top is not None and room.contains(known.left, known.top):
        size = window.frameGeometry().size()
        window.move(
            max(room.left(), min(known.left, room.right() + 1 - size.width())),
            max(room.top(), min(known.top, room.bottom() + 1 - size.height())),
        )


def stands(window: MainWindow, selected: AccountId | None) -> WindowState:
    """How it stands, for the next start."""
    from app.actions.program import WindowState

    size, corner = window.normalGeometry().size(), window.pos()
    if window.isMaximized():
        corner = window.normalGeometry().topLeft()
    told = not QGuiApplication.platformName().startswith("wayland")
    left, top = (corner.x(), corner.y()) if told else (None, None)
    return WindowState(size.width(), size.height(), window.isMaximized(), _page(window), selected, left, top)


def _page(window: MainWindow) -> str:
    page = window.pages.currentWidget()
    for word, each in window.pages_by_word.items():
        if each is page:
            return word
    return f"{SCIM} {window.tabs.currentIndex()}" if page is window.scim_page else ""


def turn_to_page_before(window: MainWindow, chosen: str) -> None:
    """Turn to the page that was chosen just now, else to the one that stood there when the window was closed."""
    for word in (chosen, window.page_before):
        if word in window.pages_by_word:
            window.menu.show_page(word)
            window.menu.page_chosen.emit(word)
            return
    word, _, number = window.page_before.partition(" ")
    if word == SCIM and number.isascii() and number.isdigit() and int(number[:4]) < window.tabs.count():
        window.tabs.setCurrentIndex(int(number[:4]))

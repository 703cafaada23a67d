"""Notifications where there is no org.freedesktop.Notifications: by a tray icon, as Windows and macOS show them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from app.actions.notifications import Notification
from app.domain.text import tr
from app.ui.language.said import say
from app.ui.theme.icons import state_icon

_MILLISECONDS = 20_000
"""For systems that let a program say how long a message stays."""
_KEPT_SECONDS = 60.0
"""How long a click is waited for, and the icon stays: Qt does not tell that a message was dismissed."""


class Tray(Protocol):
    """What is needed of QSystemTrayIcon."""

    def show_message(self, title: str, body: str, clicked: Callable[[], None]) -> None:
        """Show the icon and this message."""

    def remove(self) -> None:
        """Take the icon away."""


def system_tray() -> Tray | None:
    """The desktop's; None where it has none, or none that shows messages."""
    if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
        return None
    return _SystemTray()


class _SystemTray:
    def __init__(self) -> None:
        application = QApplication.instance()
        self._icon = QSystemTrayIcon(state_icon("warning"), application if isinstance(application, QObject) else None)
        say(self._icon.setToolTip, tr("SCIM Connection"))

    def show_message(self, title: str, body: str, clicked: Callable[[], None]) -> None:
        self._icon.messageClicked.connect(clicked)
        self._icon.activated.connect(lambda _reason: clicked())
        self._icon.show()
        self._icon.showMessage(title, body, QSystemTrayIcon.MessageIcon.NoIcon, _MILLISECONDS)

    def remove(self) -> None:
        self._icon.hide()
        self._icon.deleteLater()


async def notify_by_tray(
    notification: Notification,
    *,
    claim: Callable[[], Awaitable[bool]],
    opened: Callable[[str], None],
    tray: Callable[[], Tray | None] = system_tray,
    seconds: float = _KEPT_SECONDS,
) -> None:
    """As `app.actions.notifications.notify_over_dbus`. The icon is there for `seconds`, then nothing is left of it."""
    found = tray()
    if found is None or not await claim():
        return
    try:
        found.show_message(notification.title, notification.body, lambda: opened(""))
        await asyncio.sleep(seconds)
    finally:
        found.remove()

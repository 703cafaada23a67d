"""Hearing that the person's screen is locked, or the computer goes to sleep, by whatever way this system tells it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QWidget

from app.actions.screen_lock import watch_screen_lock


class LockWatch(Protocol):
    """One system's way. What is called is called in the event loop's thread."""

    def start(self, locked: Callable[[], None]) -> bool:
        """Call `locked` each time from now on. False where the system does not let us know."""

    def stop(self) -> None:
        """Not any more."""


async def watch_locks(locked: Callable[[], None], window: QWidget, platform: str = sys.platform) -> None:
    """Call `locked` each time, until cancelled."""
    watch: LockWatch | None = None
    if platform == "win32":
        from app.ui.desk.windows_lock import WindowsLock

        watch = WindowsLock(int(window.winId()))
    elif platform == "darwin":
        from app.ui.desk.mac_lock import MacLock

        watch = MacLock()
    if watch is None:
        await watch_screen_lock(locked)
    else:
        await watching(watch, locked)


async def watching(watch: LockWatch, locked: Callable[[], None]) -> None:
    """Let it watch until this is cancelled."""
    if not watch.start(locked):
        return
    try:
        await asyncio.Event().wait()
    finally:
        watch.stop()

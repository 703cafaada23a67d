"""Windows: its session was locked, or it goes to sleep. Learned from the messages that a window gets.

WTSRegisterSessionNotification, WM_WTSSESSION_CHANGE and WM_POWERBROADCAST: learn.microsoft.com. Not run on Windows yet.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication

_THIS_SESSION = 0
"""NOTIFY_FOR_THIS_SESSION."""
_SESSION_CHANGE, _POWER = 0x02B1, 0x0218
_LEAVING = frozenset({0x2, 0x4, 0x7})
"""WTS_CONSOLE_DISCONNECT (another user comes to the front), WTS_REMOTE_DISCONNECT, WTS_SESSION_LOCK."""
_SUSPEND = 0x0004
"""PBT_APMSUSPEND."""
_MESSAGES = (b"windows_generic_MSG", b"windows_dispatcher_MSG")


class Message(ctypes.Structure):
    """The beginning of MSG (winuser.h)."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint32),
        ("word", ctypes.c_size_t),
        ("long", ctypes.c_ssize_t),
    )


class WindowsLock(QAbstractNativeEventFilter):
    """A `LockWatch` by the messages of one window, which lives as long as the program."""

    def __init__(self, window: int, library: Callable[[str], Any] | None = None) -> None:
        super().__init__()
        self._window = window
        self._library = library or _windll
        self._locked: Callable[[], None] = lambda: None

    def start(self, locked: Callable[[], None]) -> bool:
        self._locked = locked
        application = QCoreApplication.instance()
        if application is None:
            return False
        # Sleep is told to every window; the session's changes to those that ask.
        application.installNativeEventFilter(self)
        self._library("wtsapi32").WTSRegisterSessionNotification(ctypes.c_void_p(self._window), _THIS_SESSION)
        return True

    def stop(self) -> None:
        self._library("wtsapi32").WTSUnRegisterSessionNotification(ctypes.c_void_p(self._window))
        application = QCoreApplication.instance()
        if application is not None:
            application.removeNativeEventFilter(self)

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> tuple[bool, int]:
        """Every message goes on to the window."""
        if (kind.data() if isinstance(kind, QByteArray) else bytes(kind)) in _MESSAGES:
            told = Message.from_address(int(message))
            if (told.message == _SESSION_CHANGE and told.word in _LEAVING) or (
                told.message == _POWER and told.word == _SUSPEND
            ):
                self._locked()
        return False, 0


def _windll(name: str) -> Any:
    return getattr(ctypes, "WinDLL")(name)  # noqa: B009  Windows alone has it

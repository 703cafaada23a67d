"""macOS: its screen was locked. Learned from a distributed notification, through CoreFoundation.

`com.apple.screenIsLocked` is not documented by Apple; KeePassXC goes by it (ScreenLockListenerMac.cpp).
CFNotificationCenterAddObserver and what it takes: developer.apple.com. Not run on macOS yet.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

LOCKED = b"com.apple.screenIsLocked"
_CORE_FOUNDATION = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation"
_UTF_8 = 0x08000100
"""kCFStringEncodingUTF8."""
_AT_ONCE = 4
"""CFNotificationSuspensionBehaviorDeliverImmediately."""
Callback = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
"""CFNotificationCallback: centre, observer, name, object, more. It comes in the main thread, whose run loop is Qt's."""


class MacLock:
    """A `LockWatch`. One at a time."""

    def __init__(self, library: Callable[[str], Any] = ctypes.CDLL) -> None:
        self._library = library
        self._foundation: Any = None
        self._callback: Any = None
        self._name: ctypes.c_void_p | None = None

    def start(self, locked: Callable[[], None]) -> bool:
        foundation = self._foundation = self._library(_CORE_FOUNDATION)
        for name in ("CFNotificationCenterGetDistributedCenter", "CFStringCreateWithCString"):
            getattr(foundation, name).restype = ctypes.c_void_p
        self._callback = Callback(lambda *_: locked())  # to be kept for as long as it may be called
        self._name = ctypes.c_void_p(
            foundation.CFStringCreateWithCString(None, ctypes.c_char_p(LOCKED), ctypes.c_uint32(_UTF_8))
        )
        foundation.CFNotificationCenterAddObserver(
            self._centre(), self._observer(), self._callback, self._name, None, ctypes.c_long(_AT_ONCE)
        )
        return True

    def stop(self) -> None:
        self._foundation.CFNotificationCenterRemoveEveryObserver(self._centre(), self._observer())
        self._foundation.CFRelease(self._name)

    def _centre(self) -> ctypes.c_void_p:
        return ctypes.c_void_p(self._foundation.CFNotificationCenterGetDistributedCenter())

    def _observer(self) -> ctypes.c_void_p:
        """Anything that no other observer has."""
        return ctypes.cast(self._callback, ctypes.c_void_p)

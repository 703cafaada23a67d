"""Leaving windows that show a secret out of screen captures, where the system can: on Windows and macOS.

Told again with every show, since a window that was hidden may come back without it (Bitwarden's issue 15184).
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QDynamicPropertyChangeEvent, QEvent, QObject
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.dialogs.awaited import Dialog
from app.ui.secrets.secret_field import SecretField

_NOT_CAPTURED, _BLACK, _AS_ALWAYS = 0x11, 0x01, 0x00
"""WDA_EXCLUDEFROMCAPTURE (Windows 10 2004 and later), WDA_MONITOR (a black window, before that), WDA_NONE."""
_SHARED_WITH_NONE, _SHARED_TO_READ = 0, 1
"""NSWindowSharingNone and NSWindowSharingReadOnly, which a window begins with."""


class Shield(Protocol):
    """One system's way."""

    def leave_out(self, window: int, out: bool) -> bool:
        """Have the window with this `winId` left out of captures, or not any more. Whether that is so now."""


class WindowsShield:
    """SetWindowDisplayAffinity (learn.microsoft.com). Not run on Windows yet."""

    def __init__(self, library: Callable[[str], Any] | None = None) -> None:
        self._user32 = (library or _windll)("user32")

    def leave_out(self, window: int, out: bool) -> bool:
        ways = (_NOT_CAPTURED, _BLACK) if out else (_AS_ALWAYS,)
        return any(self._user32.SetWindowDisplayAffinity(ctypes.c_void_p(window), ctypes.c_uint32(way)) for way in ways)


class MacShield:
    """-[NSWindow setSharingType:] (developer.apple.com) through the Objective-C runtime; a `winId` is an NSView there.
    Not run on macOS yet."""

    def __init__(self, library: Callable[[str], Any] = ctypes.CDLL) -> None:
        self._runtime = library("/usr/lib/libobjc.dylib")
        self._runtime.sel_registerName.restype = ctypes.c_void_p

    def leave_out(self, window: int, out: bool) -> bool:
        send = self._runtime.objc_msgSend
        send.restype, send.argtypes = ctypes.c_void_p, (ctypes.c_void_p, ctypes.c_void_p)
        owner = send(window, self._selector(b"window"))
        if not owner:
            return False
        send.restype, send.argtypes = None, (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)
        send(owner, self._selector(b"setSharingType:"), _SHARED_WITH_NONE if out else _SHARED_TO_READ)
        return True

    def _selector(self, name: bytes) -> Any:
        return self._runtime.sel_registerName(ctypes.c_char_p(name))


def shield_of(platform: str = sys.platform) -> Shield | None:
    """None where no program can do that: on Linux."""
    if platform == "win32":
        return WindowsShield()
    return MacShield() if platform == "darwin" else None


def watch_captures(window: QWidget, pages: QStackedWidget, wanted: Callable[[], bool]) -> Captures | None:
    """As `Captures`, where this system has a shield."""
    shield = shield_of()
    return None if shield is None else Captures(window, pages, shield, wanted)


class Captures(QObject):
    """Watches the main window, whose tokens are revealed now and then, and the dialogs over it that show secrets.

    `wanted` says what the person prefers; call `refresh` when that has changed.
    """

    def __init__(self, window: QWidget, pages: QStackedWidget, shield: Shield, wanted: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window = window
        self._shield = shield
        self._wanted = wanted
        self._fields: list[SecretField] = []
        self._out: dict[int, bool] = {}
        window.installEventFilter(self)
        pages.currentChanged.connect(lambda _: self._find_fields())
        self._find_fields()

    def refresh(self) -> None:
        """Have every window as it should be now."""
        for each in (self._window, *self._window.findChildren(Dialog)):
            if each.isVisible():
                self._tell(each, again=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ChildPolished:  # a dialog's first show is to come
            for dialog in self._window.findChildren(Dialog):
                dialog.installEventFilter(self)
        elif kind == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._tell(watched, again=True)
        elif isinstance(event, QDynamicPropertyChangeEvent) and event.propertyName().data() == b"state":
            self._tell(self._window, again=False)  # masked, or revealed, which is not painted yet
        return False

    def _find_fields(self) -> None:
        for field in self._window.findChildren(SecretField):
            if field not in self._fields:
                self._fields.append(field)
                field.installEventFilter(self)

    def _tell(self, window: QWidget, *, again: bool) -> None:
        shows = window.shows_secrets if isinstance(window, Dialog) else any(each.revealed for each in self._fields)
        out, number = shows and self._wanted(), int(window.winId())
        if again or self._out.get(number, False) is not out:
            if out or number in self._out:
                self._shield.leave_out(number, out)
            self._out[number] = out


def _windll(name: str) -> Any:
    return getattr(ctypes, "WinDLL")(name)  # noqa: B009  Windows alone has it

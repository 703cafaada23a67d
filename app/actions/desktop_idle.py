"""For how long nobody has touched keyboard and mouse of the whole desktop, where the system says so."""

from __future__ import annotations

import asyncio
import ctypes
import os
import sys
from collections.abc import Callable
from typing import Any

_SECONDS = 2.0
"""How long to wait for an answer."""
_MUTTER = ("org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core")
"""GNOME's, whose GetIdletime answers in milliseconds. org.freedesktop.ScreenSaver's GetSessionIdleTime is not asked:
some desktops answer in seconds and some in milliseconds."""
_ANY_INPUT = 0xFFFFFFFF
"""CoreGraphics: kCGAnyInputEventType."""
_LOGIN_SESSION = 0
"""CoreGraphics: kCGEventSourceStateCombinedSessionState."""


async def desktop_idle_seconds(platform: str = sys.platform) -> float | None:
    """None where nobody can tell: then what happens in our own windows decides."""
    if platform == "win32":
        return windows_idle_seconds()
    if platform == "darwin":
        return mac_idle_seconds()
    by_mutter = await _mutter_idle_seconds()
    return await asyncio.to_thread(x11_idle_seconds) if by_mutter is None else by_mutter


async def _mutter_idle_seconds() -> float | None:
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return None
    from jeepney import DBusAddress, MessageType, new_method_call
    from jeepney.io.asyncio import open_dbus_router

    name, path = _MUTTER
    call = new_method_call(DBusAddress(path, bus_name=name, interface=name), "GetIdletime")
    try:
        async with asyncio.timeout(_SECONDS), open_dbus_router(bus="SESSION") as router:
            answer = await router.send_and_get_reply(call)
    except (OSError, KeyError, ValueError, EOFError, RuntimeError, TimeoutError):
        return None
    if answer.header.message_type is not MessageType.method_return or not isinstance(answer.body[0], int):
        return None
    return float(answer.body[0]) / 1000


class _ScreenSaverInfo(ctypes.Structure):
    """XScreenSaverInfo (X11/extensions/scrnsaver.h)."""

    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    )


def x11_idle_seconds() -> float | None:
    """By the X server's extension MIT-SCREEN-SAVER. Waits for the server: for a worker thread. Under Wayland the X
    server sees its own windows alone, so it is not asked there."""
    if not os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return None
    try:
        x11, xss = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXss.so.1")
    except OSError:
        return None  # not installed
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    display = x11.XOpenDisplay(None)
    if not display:
        return None
    try:
        found, error, info = ctypes.c_int(), ctypes.c_int(), _ScreenSaverInfo()
        handle = ctypes.c_void_p(display)
        if not xss.XScreenSaverQueryExtension(handle, ctypes.byref(found), ctypes.byref(error)):
            return None
        root = ctypes.c_ulong(x11.XDefaultRootWindow(handle))
        return info.idle / 1000 if xss.XScreenSaverQueryInfo(handle, root, ctypes.byref(info)) else None
    finally:
        x11.XCloseDisplay(ctypes.c_void_p(display))


class _LastInputInfo(ctypes.Structure):
    """LASTINPUTINFO (winuser.h)."""

    _fields_ = (("size", ctypes.c_uint32), ("time", ctypes.c_uint32))


def windows_idle_seconds(library: Callable[[str], Any] | None = None) -> float | None:
    """By GetLastInputInfo (learn.microsoft.com), whose milliseconds begin anew after 49.7 days."""
    load = library or (lambda name: getattr(ctypes, "windll")[name])  # noqa: B009  Windows alone has it
    info = _LastInputInfo(ctypes.sizeof(_LastInputInfo), 0)
    if not load("user32").GetLastInputInfo(ctypes.byref(info)):
        return None
    return float((int(load("kernel32").GetTickCount()) - info.time) % 2**32) / 1000


def mac_idle_seconds(library: Callable[[str], Any] | None = None) -> float | None:
    """By CGEventSourceSecondsSinceLastEventType (developer.apple.com)."""
    graphics = (library or ctypes.CDLL)("/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics")
    ask = graphics.CGEventSourceSecondsSinceLastEventType
    ask.restype, ask.argtypes = ctypes.c_double, (ctypes.c_int32, ctypes.c_uint32)
    return float(ask(_LOGIN_SESSION, _ANY_INPUT))

"""Hearing that the person's screen is locked, or the computer goes to sleep, so that secrets leave the screen."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack

_WAITING = 16
"""Signals that may wait to be read; more are dropped, since one lock is like another."""

_SCREEN_SAVER = {"member": "ActiveChanged"}
"""Of org.freedesktop.ScreenSaver and the desktops' own (org.gnome.ScreenSaver …), on the session bus."""
_LOCK = {"interface": "org.freedesktop.login1.Session", "member": "Lock"}
_SLEEP = {"interface": "org.freedesktop.login1.Manager", "member": "PrepareForSleep"}


async def watch_screen_lock(locked: Callable[[], None]) -> None:
    """Call `locked` each time, until cancelled. Returns at once where this system has no D-Bus to tell it."""
    if not sys.platform.startswith("linux"):
        return
    watches = [_watch("SYSTEM", _LOCK, locked), _watch("SYSTEM", _SLEEP, locked)]
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        watches.append(_watch("SESSION", _SCREEN_SAVER, locked))
    await asyncio.gather(*watches)


async def _watch(bus: str, signal: dict[str, str], locked: Callable[[], None]) -> None:
    from jeepney import HeaderFields, MatchRule, message_bus
    from jeepney.io.asyncio import Proxy, open_dbus_router

    rule = MatchRule(type="signal", **signal)
    async with AsyncExitStack() as stack:
        try:
            router = await stack.enter_async_context(open_dbus_router(bus=bus))
            # Listening begins before signals are asked for: the first may come with the answer.
            signals = stack.enter_context(router.filter(rule, bufsize=_WAITING))
            await Proxy(message_bus, router).AddMatch(rule)
        except (OSError, KeyError, ValueError, EOFError, RuntimeError):
            return  # there is no such bus here, or none that jeepney can speak to (`tcp:`, `disabled:`)
        while True:
            message = await signals.get()
            interface = message.header.fields.get(HeaderFields.interface, "")
            known = interface.endswith(".ScreenSaver") or "interface" in signal
            if known and message.body in ((), (True,)):
                locked()

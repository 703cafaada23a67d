"""Where a command takes a token from: an environment variable or standard input, never an argument."""

from __future__ import annotations

import asyncio
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from app.actions.test_connection import in_daemon_thread
from app.domain.tokens import AccessToken

MOST_BYTES = 64 * 1024
"""Read from standard input; a token is far shorter."""


def from_environment(name: str) -> AccessToken | None:
    """The variable's value; None where it is unset or empty."""
    value = os.environ.get(name)
    return AccessToken(value) if value else None


async def from_standard_input(seconds: float, interrupted: asyncio.Event) -> AccessToken | None:
    """What standard input holds; None where that is nothing, or does not end in time. At a terminal it is asked for."""
    if sys.stdin is None:
        return None
    with _echo_restored():
        return await _read_in_time(seconds, interrupted)


async def _read_in_time(seconds: float, interrupted: asyncio.Event) -> AccessToken | None:
    reading = asyncio.create_task(in_daemon_thread(_read))
    stopping = asyncio.create_task(interrupted.wait())
    try:
        await asyncio.wait({reading, stopping}, timeout=max(seconds, 0), return_when=asyncio.FIRST_COMPLETED)
        text = reading.result() if reading.done() else ""
    finally:
        reading.cancel()
        stopping.cancel()
    return AccessToken(text) if text else None


@contextmanager
def _echo_restored() -> Iterator[None]:
    """A terminal shows again what is typed, also where nobody waits any more for the thread that switched that off."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        yield
        return
    import termios

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _read() -> str:
    if sys.stdin.isatty():
        try:
            return getpass.getpass("SCIM access token: ")
        except EOFError:
            return ""
    # Not through sys.stdin: a thread that waits inside it makes Python abort at its exit.
    text = b""
    while len(text) < MOST_BYTES and (part := os.read(sys.stdin.fileno(), MOST_BYTES)):
        text += part
    return text.decode(errors="replace")

"""Where a command takes a passphrase from: one line on standard input, or a question at the terminal."""

from __future__ import annotations

import getpass
import os
import sys

MOST_BYTES = 64 * 1024
"""Read from standard input; a passphrase is far shorter."""


def at_a_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin is not None and sys.stdin.isatty()


def asked(question: str) -> str:
    """What the person types at the terminal, which does not show it; empty where they end the input."""
    try:
        return getpass.getpass(question)
    except EOFError:
        return ""


def first_line() -> str:
    """The first line on standard input, without its end; empty where there is none."""
    if sys.stdin is None:
        return ""
    text = b""
    while b"\n" not in text and len(text) < MOST_BYTES and (part := os.read(sys.stdin.fileno(), MOST_BYTES)):
        text += part
    return text.partition(b"\n")[0].removesuffix(b"\r").decode(errors="replace")

"""How a command ends."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import NoReturn


def leave(status: int) -> NoReturn:
    """End the program at once, once all is written. A thread of the connection test may still be loading certificates
    or looking up a name: Python's own end would take OpenSSL away from under it, and crash."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError, ValueError):
                stream.flush()
    os._exit(status)
